package io.connectedworkflow.domain.refusal;

import java.util.List;

/**
 * Every way to say no. One request gets one refusal, the first in the contract's order, and changes nothing. What a
 * refusal looks like to a client is decided in one place, by an exhaustive switch.
 */
public sealed interface Refusal {

    /** No endpoint has this path. */
    record PathUnknown() implements Refusal {}

    /** The endpoint does not know the request's method. */
    record MethodNotAllowed() implements Refusal {}

    /** There is no well-formed access token. */
    record CredentialsMissing() implements Refusal {}

    /** The token is unknown, expired or revoked, or the one it stands for is not an active user. */
    record CallerUnknown() implements Refusal {}

    /** The token has none of the scopes that the endpoint accepts. */
    record ScopeMissing() implements Refusal {}

    /** The organization's edition does not have connected workflows. */
    record EditionTooLow() implements Refusal {}

    /** The user's profile has none of the permissions that allow managing connected workflows. */
    record PermissionMissing() implements Refusal {}

    /**
     * An id in the path is none of this organization.
     *
     * @param pathIndex its segment, counted from 0 behind the version segment
     */
    record IdUnknown(int pathIndex) implements Refusal {}

    /** The body is not one JSON object, or not valid UTF-8, or ambiguous. */
    record BodyUnreadable() implements Refusal {}

    /** The body is larger than what is read. */
    record BodyTooLarge() implements Refusal {}

    /** The array of items is missing or null. */
    record ItemsMissing() implements Refusal {}

    /** What should be the array of items is none. */
    record ItemsNotAnArray() implements Refusal {}

    /** There is no item in the array. */
    record ItemsTooFew(int minimum) implements Refusal {}

    /** There are more items in the array than one request may have. */
    record ItemsTooMany(int maximum) implements Refusal {}

    /** A mandatory field is missing, null or blank. */
    record FieldMissing(FieldPath at) implements Refusal {}

    /** A field is of another type than expected. */
    record WrongType(FieldPath at, FieldType expected) implements Refusal {}

    /** A field has a value that is not allowed there. */
    record ValueInvalid(FieldPath at) implements Refusal {}

    /** A field has a value that is none of those that are allowed there. */
    record ValueNotSupported(FieldPath at, List<String> supported) implements Refusal {}

    /** A field is longer than {@code maximum}: code points of a text, elements of an array. */
    record TooLong(FieldPath at, int maximum) implements Refusal {}

    /** The name is longer than {@code maximum} code points. */
    record NameTooLong(FieldPath at, int maximum) implements Refusal {}

    /** The name holds a character outside of {@code pattern}. */
    record NameNotMatching(FieldPath at, String pattern) implements Refusal {}

    /** At least one of these fields must be given, and none is. */
    record OneOfMissing(List<FieldPath> fields) implements Refusal {}

    /** These fields contradict each other. */
    record Ambiguous(List<FieldPath> dueTo) implements Refusal {}

    /** There is no such module, or it does not support connected workflows. */
    record ModuleInvalid(FieldPath at) implements Refusal {}

    /** Another workflow of the organization has this name. */
    record NameTaken(FieldPath at) implements Refusal {}

    /** The organization, or the primary module, has as many workflows as it may have. */
    record WorkflowLimitReached(int limit, FieldPath dueTo) implements Refusal {}

    /**
     * A document or parameter of the administration API is not acceptable.
     *
     * @param reason one sentence that names the field
     */
    record DocumentInvalid(String reason) implements Refusal {}

    /** The administration API was asked for something that does not exist. */
    record NotFound(String what) implements Refusal {}

    /** The organization still has workflows. */
    record OrganizationInUse() implements Refusal {}

    /** This refusal as something to throw. */
    default RefusedException asException() {
        return new RefusedException(this);
    }
}
