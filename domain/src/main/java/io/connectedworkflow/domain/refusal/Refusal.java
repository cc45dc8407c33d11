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
    record IdUnknown(int pathIndex) implements Refusal {

        /** That of a workflow. */
        public static final IdUnknown WORKFLOW = new IdUnknown(2);

        /** That of a rule. */
        public static final IdUnknown RULE = new IdUnknown(4);
    }

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

    /** An array has fewer than {@code minimum} elements. */
    record TooShort(FieldPath at, int minimum) implements Refusal {}

    /** There is more of something than {@code limit}. */
    record TooMany(String what, int limit, FieldPath at) implements Refusal {}

    /** A field is missing that another one makes mandatory. */
    record DependentFieldMissing(FieldPath at, FieldPath dependee) implements Refusal {}

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

    /** The workflow is no longer at the version that the request is about, but at this one. */
    record VersionStale(long version) implements Refusal {}

    /** Other requests keep changing the workflow. */
    record ConcurrentChange() implements Refusal {}

    /** A newer version wrote something about the workflow that this version cannot read. */
    record WrittenByNewerVersion() implements Refusal {}

    /** A parameter of the query string has a value that it cannot have, or that contradicts another. */
    record ParameterInvalid(String name) implements Refusal {}

    /** A parameter of the query string is missing or empty. */
    record ParameterMissing(String name) implements Refusal {}

    /** A parameter of the query string names no module. */
    record ModuleParameterInvalid(String name) implements Refusal {}

    /**
     * A name in the path is that of no module of this organization.
     *
     * @param pathIndex its segment, counted from 0 behind the version segment
     */
    record ModuleInPathUnknown(int pathIndex) implements Refusal {}

    /** A header is malformed. */
    record HeaderInvalid(String header) implements Refusal {}

    /** The request's idempotency key belongs to a request with another body. */
    record IdempotencyKeyReused() implements Refusal {}

    /** The key cannot be set by this request. */
    record KeyNotAllowed(FieldPath at) implements Refusal {}

    /** The id in the body is none of the workflow. */
    record IdInBodyUnknown(FieldPath at) implements Refusal {}

    /** Something is there twice that may be there once. */
    record Duplicate(String what, FieldPath at) implements Refusal {}

    /** The primary node stays. */
    record PrimaryNodeStays(FieldPath at) implements Refusal {}

    /** A request may add or delete one node. */
    record TooManyNodeChanges() implements Refusal {}

    /** The workflow has as many nodes as it may have. */
    record NodeLimitReached(int limit) implements Refusal {}

    /** The module has as many rules in the workflow as it may have. */
    record RuleLimitReached(int limit) implements Refusal {}

    /**
     * The workflow would be larger than it may be, or what happens to it longer.
     *
     * @param limit how many bytes it may have, as it is stored
     */
    record WorkflowTooLarge(int limit) implements Refusal {}

    /** A rule has one condition at least. */
    record LastConditionStays(FieldPath at) implements Refusal {}

    /** A condition has one action at least. */
    record LastActionStays(FieldPath at) implements Refusal {}

    /** The workflow is active already. */
    record AlreadyActive() implements Refusal {}

    /** The workflow is inactive already. */
    record AlreadyInactive() implements Refusal {}

    /** A draft cannot be deactivated. */
    record DraftNotDeactivatable() implements Refusal {}

    /** Nodes are on modules that no longer support connected workflows. */
    record ModulesDisabled(List<ModuleName> modules) implements Refusal {}

    /** Modules have more rules in the workflow than they may have. */
    record TooManyRules(List<ModuleName> modules) implements Refusal {}

    /** Rules create records in modules that their nodes do not point to. */
    record RulesDisconnected(List<String> rules) implements Refusal {}

    /** Rules name fields, or give them values, that the directory does not have or take any more. */
    record RulesUnfit(List<String> rules) implements Refusal {}

    /** The organization has as many active workflows as it may have. */
    record ActiveLimitReached(int limit) implements Refusal {}

    /** A module, as a refusal names it. */
    record ModuleName(String id, String apiName) {}

    /**
     * A document or parameter of the administration API is not acceptable.
     *
     * @param reason one sentence that names the field
     */
    record DocumentInvalid(String reason) implements Refusal {}

    /** The administration API was asked for something that does not exist. */
    record NotFound(String what) implements Refusal {}

    /** An organization that was deleted had this id, and what happened in it is in the log for ever. */
    record OrganizationIdUsed() implements Refusal {}

    /** The organization still has workflows. */
    record OrganizationInUse() implements Refusal {}

    /**
     * The organization, or all together, have as many commands in progress as they may, and these do not get on.
     *
     * @param retryAfter after how many seconds it is worth another try, 1 or more
     */
    record TooBusy(int retryAfter) implements Refusal {}

    /**
     * What is asked for ends where the log may still get events in between: a transaction is in progress that began before.
     *
     * @param retryAfter after how many seconds it is worth another try, 1 or more
     */
    record LogUnsettled(int retryAfter) implements Refusal {}

    /** This refusal as something to throw. */
    default RefusedException asException() {
        return new RefusedException(this);
    }
}
