package io.connectedworkflow.infrastructure.web;

import static io.connectedworkflow.infrastructure.web.Answer.bare;
import static io.connectedworkflow.infrastructure.web.Answer.object;

import io.connectedworkflow.domain.organization.Permission;
import io.connectedworkflow.domain.refusal.FieldPath;
import io.connectedworkflow.domain.refusal.FieldType;
import io.connectedworkflow.domain.refusal.Refusal;
import io.connectedworkflow.domain.refusal.Refusal.*;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns every refusal into a client's answer: the one place for status, code, message and details. */
final class RefusalAnswers {

    private static final String INVALID_DATA = "INVALID_DATA";
    private static final String INVALID = "invalid data";
    private static final String LIMIT_EXCEEDED = "LIMIT_EXCEEDED";
    private static final String RULE_LIMIT = "Rule limit exceeded";
    private static final String MANDATORY_NOT_FOUND = "MANDATORY_NOT_FOUND";
    private static final String NOT_FOUND = "Required field not found";
    private static final String LIMIT_REACHED = "Cannot create more connected workflows due to edition limits or "
            + "because only one connected workflow is allowed per primary module.";

    private static final int OUTAGE_SECONDS = 5;

    private RefusalAnswers() {}

    /** The answer of an unexpected fault: no word of what went wrong, which is in the log. */
    static Answer internalError() {
        return bare(500, "INTERNAL_ERROR", object(), "Internal Server Error");
    }

    /** The answer while the database cannot do what is asked for: it is worth another try. */
    static Answer outage() {
        return unavailable(OUTAGE_SECONDS, "The service is temporarily unavailable");
    }

    /**
     * The answer to a refused request.
     *
     * @param in the envelope in which the endpoint takes its item
     */
    static Answer to(Refusal refusal, Envelope in) {
        return switch (refusal) {
            case PathUnknown() -> bare(404, "INVALID_URL_PATTERN", object(),
                    "Please check if the URL trying to access is a correct one");
            case MethodNotAllowed() -> bare(400, "INVALID_REQUEST_METHOD", object(),
                    "The http request method type is not a valid one");
            case CredentialsMissing() -> bare(401, "AUTHENTICATION_FAILURE", object(), "Authentication failed");
            case CallerUnknown() -> bare(401, "INVALID_TOKEN", object(), "invalid oauth token");
            case ScopeMissing() -> bare(401, "OAUTH_SCOPE_MISMATCH", object(), "Unauthorized");
            case EditionTooLow() -> bare(400, "FEATURE_NOT_SUPPORTED", object(),
                    "Your edition doesn't support this feature");
            case PermissionMissing() -> bare(403, "NO_PERMISSION", object("permissions", permissions()),
                    "Permission denied");
            case IdUnknown(var pathIndex) -> bare(400, INVALID_DATA, object("resource_path_index", pathIndex),
                    "The given ID seems to be invalid");
            case BodyUnreadable() -> bare(400, INVALID_DATA, object("expected_data_type", "jsonobject"), "body");
            case BodyTooLarge() -> bare(413, INVALID_DATA, object("expected_data_type", "jsonobject"), "body");
            case ItemsMissing() -> bare(400, MANDATORY_NOT_FOUND, at(in, FieldPath.LIST), NOT_FOUND);
            case ItemsNotAnArray() -> bare(400, INVALID_DATA,
                    at(in, FieldPath.LIST, "expected_data_type", "jsonarray"), INVALID);
            case ItemsTooFew(var minimum) -> bare(400, INVALID_DATA, at(in, FieldPath.LIST, "minimum_length", minimum),
                    INVALID);
            case ItemsTooMany(var maximum) -> bare(400, INVALID_DATA,
                    at(in, FieldPath.LIST, "maximum_length", maximum), INVALID);
            case FieldMissing(var at) -> item(in, MANDATORY_NOT_FOUND, at(in, at), NOT_FOUND);
            case WrongType(var at, var expected) -> item(in, INVALID_DATA,
                    at(in, at, "expected_data_type", nameOf(expected)), INVALID);
            case ValueInvalid(var at) -> item(in, INVALID_DATA, at(in, at), INVALID);
            case ValueNotSupported(var at, var supported) -> item(in, INVALID_DATA,
                    at(in, at, "supported_values", supported), INVALID);
            case TooLong(var at, var maximum) -> item(in, INVALID_DATA, at(in, at, "maximum_length", maximum),
                    INVALID);
            case TooShort(var at, var minimum) -> item(in, INVALID_DATA, at(in, at, "minimum_length", minimum),
                    INVALID);
            case TooMany(var what, var limit, var at) -> item(in, LIMIT_EXCEEDED, at(in, at, "limit", limit),
                    what + " limit exceeded");
            case DependentFieldMissing(var at, var dependee) -> item(in, "DEPENDENT_FIELD_MISSING",
                    at(in, at, "dependee", at(in, dependee)), "Dependent Field missing");
            case NameTooLong(var at, var maximum) -> item(in, INVALID_DATA, at(in, at, "maximum_length", maximum),
                    "Name field exceeds maximum length of " + maximum + " characters");
            case NameNotMatching(var at, var pattern) -> item(in, INVALID_DATA, at(in, at, "regex", pattern),
                    "The value of the name field does not match the allowed regex pattern");
            case OneOfMissing(var fields) -> item(in, "EXPECTED_FIELD_MISSING",
                    object("expected_fields", all(in, fields)), "Expected field missing");
            case Ambiguous(var dueTo) -> item(in, "AMBIGUITY_DURING_PROCESSING",
                    object("ambiguity_due_to", all(in, dueTo)), "Ambiguity while processing the request");
            case ModuleInvalid(var at) -> item(in, INVALID_DATA, at(in, at), "The module is invalid");
            case NameTaken(var at) -> item(in, "DUPLICATE_DATA", at(in, at), "Duplicate connected workflow name");
            case WorkflowLimitReached(var limit, var dueTo) -> item(in, LIMIT_EXCEEDED,
                    limit(in, limit, dueTo), LIMIT_REACHED);
            case KeyNotAllowed(var at) -> item(in, "NOT_ALLOWED", at(in, at),
                    "This key is not supported for this particular action");
            case IdInBodyUnknown(var at) -> item(in, INVALID_DATA, at(in, at), "The given ID seems to be invalid");
            case Duplicate(var what, var at) -> item(in, "DUPLICATE_DATA", at(in, at), "Duplicate " + what);
            case PrimaryNodeStays(var at) -> item(in, "NOT_ALLOWED", at(in, at), "The primary node cannot be deleted");
            case TooManyNodeChanges() -> item(in, LIMIT_EXCEEDED, limit(in, 1, FieldPath.of("nodes")),
                    "Only one node can be added or deleted in a request");
            case NodeLimitReached(var limit) -> item(in, LIMIT_EXCEEDED, limit(in, limit, FieldPath.of("nodes")),
                    "Maximum number of nodes reached");
            case RuleLimitReached(var limit) -> item(in, LIMIT_EXCEEDED, limit(in, limit, FieldPath.LIST), RULE_LIMIT);
            case WorkflowTooLarge(var limit) -> item(in, LIMIT_EXCEEDED, limit(in, limit, FieldPath.LIST),
                    "The connected workflow is too large");
            case LastConditionStays(var at) -> item(in, "NOT_ALLOWED", at(in, at),
                    "A rule needs at least one condition");
            case LastActionStays(var at) -> item(in, "NOT_ALLOWED", at(in, at),
                    "A condition needs at least one action");
            case AlreadyActive() ->
                bare(400, "ID_ALREADY_ACTIVE", object("resource_path_index", IdUnknown.WORKFLOW.pathIndex()),
                        "connected workflow is already activated");
            case AlreadyInactive() ->
                bare(400, "ID_ALREADY_DEACTIVATED", object("resource_path_index", IdUnknown.WORKFLOW.pathIndex()),
                        "connected workflow is already deactivated");
            case DraftNotDeactivatable() ->
                bare(400, "NOT_ALLOWED", object("resource_path_index", IdUnknown.WORKFLOW.pathIndex()),
                        "A draft connected workflow cannot be deactivated");
            case ModulesDisabled(var modules) -> bare(400, INVALID_DATA, modules("modules_disabled", modules),
                    "Unsupported module is used");
            case TooManyRules(var modules) -> bare(400, INVALID_DATA, modules("limit_exceeded_modules", modules),
                    RULE_LIMIT);
            case RulesDisconnected(var rules) -> bare(400, INVALID_DATA, rules(rules),
                    "A rule creates records in a module that its node does not point to");
            case RulesUnfit(var rules) -> bare(400, INVALID_DATA, rules(rules),
                    "A rule names a field that there is not, or a value that does not fit");
            case ActiveLimitReached(var limit) -> bare(400, LIMIT_EXCEEDED, object("limit", limit),
                    "Maximum number of connected workflow limit reached");
            case VersionStale(var version) -> bare(412, "PRECONDITION_FAILED", object("version", version),
                    "The connected workflow has been changed");
            case ConcurrentChange() -> bare(409, "CONFLICT", object(),
                    "The connected workflow is being changed by another request");
            case WrittenByNewerVersion() -> bare(409, "CONFLICT", object(),
                    "A newer version wrote something about the connected workflow that this version cannot read");
            case ParameterInvalid(var name) -> bare(400, INVALID_DATA, object("param_name", name), INVALID);
            case ParameterMissing(var name) -> bare(400, "REQUIRED_PARAM_MISSING", object("param_name", name),
                    "One of the expected parameter is missing");
            case ModuleParameterInvalid(var name) -> bare(400, "INVALID_MODULE", object("param_name", name),
                    "The value provided to the param is Invalid");
            case ModuleInPathUnknown(var pathIndex) -> bare(400, "INVALID_MODULE",
                    object("resource_path_index", pathIndex), "the module name given seems to be invalid");
            case HeaderInvalid(var header) -> bare(400, INVALID_DATA, object("header", header), INVALID);
            case IdempotencyKeyReused() -> bare(422, "IDEMPOTENCY_KEY_REUSED", object("header", "Idempotency-Key"),
                    "The idempotency key was used with another request");
            case DocumentInvalid(var reason) -> bare(400, INVALID_DATA, object(), reason);
            case NotFound(var what) -> bare(404, "NOT_FOUND", object(), "There is no such " + what);
            case OrganizationIdUsed() -> bare(409, "CONFLICT", object(),
                    "An organization that was deleted had this id, and its past is kept: choose another one");
            case OrganizationInUse() -> bare(409, "CONFLICT", object(),
                    "The organization still has connected workflows");
            case TooBusy(var seconds) -> unavailable(seconds,
                    "Too many requests are in progress");
            case LogUnsettled(var seconds) -> unavailable(seconds,
                    "The end of the log cannot be read yet: there is a transaction in progress");
        };
    }

    // The contract has no answer for what passes by itself; it is made like its 429.
    private static Answer unavailable(int seconds, String message) {
        return Answer.retryAfter(seconds, 503, "SERVICE_UNAVAILABLE", message);
    }

    // Whoever administrates reads the message, so there it names the field.
    private static Answer item(Envelope in, String code, Map<String, @Nullable Object> details, String message) {
        var named = in == Envelope.BARE ? message + ": " + details.get("json_path") : message;
        return Answer.item(400, in, code, details, named);
    }

    private static Map<String, @Nullable Object> at(Envelope in, FieldPath field) {
        return object("api_name", in.lastKey(field), "json_path", in.path(field));
    }

    private static Map<String, @Nullable Object> at(Envelope in, FieldPath field, String key, Object value) {
        return object(key, value, "api_name", in.lastKey(field), "json_path", in.path(field));
    }

    private static Map<String, @Nullable Object> limit(Envelope in, int limit, FieldPath dueTo) {
        return object("limit", limit, "limit_due_to", all(in, List.of(dueTo)));
    }

    private static Map<String, @Nullable Object> rules(List<String> ids) {
        return object("rules", ids.stream().map(id -> object("id", id)).toList());
    }

    private static Map<String, @Nullable Object> modules(String key, List<ModuleName> modules) {
        return object(key,
                modules.stream().map(module -> object("id", module.id(), "api_name", module.apiName())).toList());
    }

    private static List<Map<String, @Nullable Object>> all(Envelope in, List<FieldPath> fields) {
        return fields.stream().map(field -> at(in, field)).toList();
    }

    private static String nameOf(FieldType type) {
        return switch (type) {
            case TEXT -> "text";
            case INTEGER -> "integer";
            case BOOLEAN -> "boolean";
            case OBJECT -> "jsonobject";
            case ARRAY -> "jsonarray";
        };
    }

    private static List<String> permissions() {
        return Arrays.stream(Permission.values()).map(permission -> switch (permission) {
            case MANAGE_AUTOMATIONS -> "Crm_Implied_Manage_Automation";
            case MANAGE_CONNECTED_WORKFLOWS -> "Crm_Implied_Manage_Connected_Workflows";
        }).toList();
    }
}
