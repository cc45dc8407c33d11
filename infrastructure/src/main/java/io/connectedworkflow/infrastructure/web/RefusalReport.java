package io.connectedworkflow.infrastructure.web;

import io.connectedworkflow.application.audit.RefusalRecorder;
import io.connectedworkflow.application.audit.RefusedRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tells the audit of refused requests of our API that would have changed something, of callers whom we know. */
final class RefusalReport {

    private static final String API = "/crm/v8/";
    private static final Set<String> CHANGING = Set.of("POST", "PUT", "DELETE");
    private static final Pattern WORKFLOW = Pattern
            .compile("/crm/v8/settings/connected_workflows/([0-9]{1,19})(?:/.*)?");
    private static final int LONGEST_PATH = 500;

    private final RefusalRecorder recorder;
    private final InstantSource clock;

    RefusalReport(RefusalRecorder recorder, InstantSource clock) {
        this.recorder = recorder;
        this.clock = clock;
    }

    /** Reports a refusal, if it is one of those. */
    void report(HttpServletRequest request, Answer refusal) {
        if (request.getAttribute(Gate.ATTEMPT) instanceof Attempt attempt && attempt.path().startsWith(API)
                && CHANGING.contains(request.getMethod()) && refusal.body() instanceof Map<?, ?> body) {
            var actor = attempt.actor();
            var path = attempt.path();
            var result = result(body);
            recorder.record(new RefusedRequest(clock.instant().truncatedTo(ChronoUnit.MILLIS),
                    actor == null ? null : actor.organization(),
                    actor == null ? null : actor.user(), attempt.requestId(), request.getMethod(),
                    path.substring(0, Math.min(path.length(), LONGEST_PATH)), workflowId(path), refusal.status(),
                    String.valueOf(result.get("code")), String.valueOf(result.get("message"))));
        }
    }

    private static @Nullable String workflowId(String path) {
        var matcher = WORKFLOW.matcher(path);
        return matcher.matches() ? matcher.group(1) : null;
    }

    // An answer is in its item, if it has one.
    private static Map<?, ?> result(Map<?, ?> body) {
        return body.values().iterator().next() instanceof List<?> items && items.getFirst() instanceof Map<?, ?> item
                ? item
                : body;
    }
}
