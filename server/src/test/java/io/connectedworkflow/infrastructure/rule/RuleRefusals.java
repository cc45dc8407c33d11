package io.connectedworkflow.infrastructure.rule;

import static io.connectedworkflow.testing.Expected.rule;

import io.connectedworkflow.testing.Expected;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How the contract says no to a rule; each path is that of a field of the rule. */
final class RuleRefusals {

    private static final String INVALID = "invalid data";

    private RuleRefusals() {}

    static Expected missing(String path) {
        return rule("MANDATORY_NOT_FOUND", "Required field not found", at(path));
    }

    static Expected dependentMissing(String path, String dependee) {
        return rule("DEPENDENT_FIELD_MISSING", "Dependent Field missing",
                "'dependee':{" + at(dependee) + "}," + at(path));
    }

    static Expected expected(String... paths) {
        return rule("EXPECTED_FIELD_MISSING", "Expected field missing", "'expected_fields':" + all(paths));
    }

    static Expected ambiguous(String... paths) {
        return rule("AMBIGUITY_DURING_PROCESSING", "Ambiguity while processing the request",
                "'ambiguity_due_to':" + all(paths));
    }

    static Expected wrongType(String type, String path) {
        return rule("INVALID_DATA", INVALID, "'expected_data_type':'" + type + "'," + at(path));
    }

    static Expected invalid(String path) {
        return rule("INVALID_DATA", INVALID, at(path));
    }

    static Expected notSupported(String path, String... supported) {
        return rule("INVALID_DATA", INVALID,
                "'supported_values':['" + String.join("','", supported) + "']," + at(path));
    }

    static Expected tooShort(int minimum, String path) {
        return rule("INVALID_DATA", INVALID, "'minimum_length':" + minimum + "," + at(path));
    }

    static Expected tooLong(int maximum, String path) {
        return rule("INVALID_DATA", INVALID, "'maximum_length':" + maximum + "," + at(path));
    }

    static Expected tooMany(String what, int limit, String path) {
        return rule("LIMIT_EXCEEDED", what + " limit exceeded", "'limit':" + limit + "," + at(path));
    }

    static Expected unknownModule(String path) {
        return rule("INVALID_DATA", "The module is invalid", at(path));
    }

    static Expected unknownId(String path) {
        return rule("INVALID_DATA", "The given ID seems to be invalid", at(path));
    }

    static Expected duplicate(String what, String path) {
        return rule("DUPLICATE_DATA", "Duplicate " + what, at(path));
    }

    static Expected notAllowed(String path) {
        return notAllowed("This key is not supported for this particular action", path);
    }

    static Expected notAllowed(String message, String path) {
        return rule("NOT_ALLOWED", message, at(path));
    }

    static Expected tooManyRules(int limit) {
        return rule("LIMIT_EXCEEDED", "Rule limit exceeded",
                "'limit':" + limit + ",'limit_due_to':[{'api_name':'rules','json_path':'$.rules'}]");
    }

    private static String all(String... paths) {
        return Stream.of(paths).map(path -> "{" + at(path) + "}").collect(Collectors.joining(",", "[", "]"));
    }

    private static String at(String path) {
        var key = path.substring(path.lastIndexOf('.') + 1).replaceAll("\\[.*", "");
        return "'api_name':'%s','json_path':'$.rules[0].%s'".formatted(key, path);
    }
}
