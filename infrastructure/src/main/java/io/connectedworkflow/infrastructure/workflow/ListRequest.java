package io.connectedworkflow.infrastructure.workflow;

import io.connectedworkflow.application.workflow.Page;
import io.connectedworkflow.application.workflow.WorkflowFilter;
import io.connectedworkflow.domain.organization.Directory;
import io.connectedworkflow.domain.refusal.Refusal.ParameterInvalid;
import io.connectedworkflow.domain.workflow.WorkflowName;
import io.connectedworkflow.domain.workflow.WorkflowStatus;
import io.connectedworkflow.infrastructure.web.QueryString;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the query string of a list asks for.
 *
 * @param pageSize null for all in one
 * @param filters  the parameters that filter, as they were given: a page token belongs to them
 */
record ListRequest(WorkflowFilter filter, @Nullable Integer pageSize, long after, String filters) {

    private static final Pattern SIZE = Pattern.compile("[1-9][0-9]?|1[0-9][0-9]|200");
    private static final Pattern TOKEN = Pattern.compile("([0-9]{1,18}) (.*)", Pattern.DOTALL);

    static ListRequest of(QueryString query, Directory directory) {
        var status = query.value("status").map(ListRequest::status).orElse(null);
        var name = query.value("name_contains").map(WorkflowName::fold).orElse("");
        var module = query.value("module").map(directory::moduleIds).orElse(null);
        var filters = status + "\n" + name + "\n" + query.value("module").orElse("");
        var size = query.value("page_size").map(ListRequest::size).orElse(null);
        var token = query.value("page_token");
        if (token.isPresent() && size == null) {
            throw new ParameterInvalid("page_token").asException();
        }
        return new ListRequest(new WorkflowFilter(status, name, module), size,
                token.map(text -> after(text, filters)).orElse(0L), filters);
    }

    /** One more than the page has, to know whether there is another. */
    Page page() {
        return pageSize == null ? Page.ALL : new Page(after, pageSize + 1);
    }

    String token(long last) {
        return Base64.getUrlEncoder().withoutPadding()
                .encodeToString((last + " " + filters).getBytes(StandardCharsets.UTF_8));
    }

    private static WorkflowStatus status(String text) {
        return Arrays.stream(WorkflowStatus.values())
                .filter(status -> status.name().toLowerCase(Locale.ROOT).equals(text)).findFirst()
                .orElseThrow(() -> new ParameterInvalid("status").asException());
    }

    private static int size(String text) {
        if (!SIZE.matcher(text).matches()) {
            throw new ParameterInvalid("page_size").asException();
        }
        return Integer.parseInt(text);
    }

    private static long after(String token, String filters) {
        try {
            var matcher = TOKEN.matcher(new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8));
            if (matcher.matches() && filters.equals(matcher.group(2))) {
                return Long.parseLong(matcher.group(1));
            }
        } catch (IllegalArgumentException malformed) {
            // it is refused as any other that is not ours
        }
        throw new ParameterInvalid("page_token").asException();
    }
}
