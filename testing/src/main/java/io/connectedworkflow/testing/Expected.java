package io.connectedworkflow.testing;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An answer as the contract prints it; nothing of it is taken from the code that is tested.
 *
 * @param body null for none
 */
public record Expected(int status, @Nullable JsonNode body) {

    public static final Expected INVALID_URL_PATTERN = bare(404, "INVALID_URL_PATTERN",
            "Please check if the URL trying to access is a correct one", "");
    public static final Expected INVALID_REQUEST_METHOD = bare(400, "INVALID_REQUEST_METHOD",
            "The http request method type is not a valid one", "");
    public static final Expected AUTHENTICATION_FAILURE = bare(401, "AUTHENTICATION_FAILURE", "Authentication failed",
            "");
    public static final Expected INVALID_TOKEN = bare(401, "INVALID_TOKEN", "invalid oauth token", "");
    public static final Expected OAUTH_SCOPE_MISMATCH = bare(401, "OAUTH_SCOPE_MISMATCH", "Unauthorized", "");
    public static final Expected FEATURE_NOT_SUPPORTED = bare(400, "FEATURE_NOT_SUPPORTED",
            "Your edition doesn't support this feature", "");
    public static final Expected NO_PERMISSION = bare(403, "NO_PERMISSION", "Permission denied",
            "'permissions':['Crm_Implied_Manage_Automation','Crm_Implied_Manage_Connected_Workflows']");
    public static final Expected UNKNOWN_WORKFLOW = bare(400, "INVALID_DATA", "The given ID seems to be invalid",
            "'resource_path_index':2");
    public static final Expected UNKNOWN_RULE = bare(400, "INVALID_DATA", "The given ID seems to be invalid",
            "'resource_path_index':4");
    public static final Expected UNREADABLE_BODY = bare(400, "INVALID_DATA", "body",
            "'expected_data_type':'jsonobject'");
    public static final Expected BODY_TOO_LARGE = bare(413, "INVALID_DATA", "body",
            "'expected_data_type':'jsonobject'");
    public static final Expected INTERNAL_ERROR = bare(500, "INTERNAL_ERROR", "Internal Server Error", "");
    public static final Expected NOTHING = new Expected(204, null);

    /** Any answer with a body; single quotes stand for double ones. */
    public static Expected of(int status, String body) {
        return new Expected(status, Http.JSON.readTree(body.replace('\'', '"')));
    }

    /** A bare answer that refuses. */
    public static Expected bare(int status, String code, String message, String details) {
        return new Expected(status, result(code, message, details, "error"));
    }

    /** A refusal of the one item of a request. */
    public static Expected item(String code, String message, String details) {
        return inEnvelope(400, "connected_workflows", result(code, message, details, "error"));
    }

    /** A success that belongs to the one item of a request. */
    public static Expected success(int status, String id, String message) {
        return inEnvelope(status, "connected_workflows",
                result("SUCCESS", message, "'id':'" + id + "'", "success"));
    }

    /** A refusal of the one rule of a request. */
    public static Expected rule(String code, String message, String details) {
        return inEnvelope(400, "rules", result(code, message, details, "error"));
    }

    /** A success that belongs to the one rule of a request. */
    public static Expected ruleSuccess(int status, String id, String message) {
        return inEnvelope(status, "rules", result("SUCCESS", message, "'id':'" + id + "'", "success"));
    }

    /** Stale knowledge of a workflow that is at this version now. */
    public static Expected stale(int version) {
        return bare(412, "PRECONDITION_FAILED", "The connected workflow has been changed", "'version':" + version);
    }

    private static Expected inEnvelope(int status, String key, JsonNode item) {
        var body = Http.JSON.createObjectNode();
        body.putArray(key).add(item);
        return new Expected(status, body);
    }

    private static JsonNode result(String code, String message, String details, String status) {
        var result = Http.JSON.createObjectNode().put("code", code).put("message", message).put("status", status);
        result.set("details", Http.JSON.readTree("{" + details.replace('\'', '"') + "}"));
        return result;
    }
}
