package io.connectedworkflow.infrastructure.rule;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.connectedworkflow.infrastructure.web.QueryString;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Details of the fields in criteria that a reader wants beside their names.
 *
 * @param keys keys of a field
 */
public record InnerDetails(Set<String> keys) {

    /** Nothing. */
    public static final InnerDetails NONE = new InnerDetails(Set.of());

    static final String LABEL = "field_label";
    static final String DATA_TYPE = "data_type";
    static final String ENABLE_COLOUR_CODE = "enable_colour_code";
    static final String PICK_LIST_VALUES = "pick_list_values";

    private static final String PARAMETER = "include_inner_details";
    private static final String IN_WORKFLOW = "execute_when.details.criteria.field.";
    private static final String IN_RULE = "field.";

    /** What a request for a workflow wants; what there is not is ignored. */
    public static InnerDetails ofWorkflow(HttpServletRequest request) {
        return of(request, IN_WORKFLOW, LABEL, DATA_TYPE);
    }

    /** What a request for a rule wants; what there is not is ignored. */
    static InnerDetails ofRule(HttpServletRequest request) {
        return of(request, IN_RULE, LABEL, DATA_TYPE, ENABLE_COLOUR_CODE, PICK_LIST_VALUES + ".colour_code");
    }

    private static InnerDetails of(HttpServletRequest request, String prefix, String... paths) {
        var wanted = QueryString.of(request).value(PARAMETER).map(list -> List.of(list.split(","))).orElse(List.of());
        return new InnerDetails(Stream.of(paths).filter(path -> wanted.contains(prefix + path))
                .map(path -> path.split("\\.")[0]).collect(toUnmodifiableSet()));
    }
}
