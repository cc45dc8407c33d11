package io.connectedworkflow.infrastructure.audit;

import static io.connectedworkflow.infrastructure.web.Answer.object;

import io.connectedworkflow.application.audit.Auditor;
import io.connectedworkflow.application.audit.EventAudit;
import io.connectedworkflow.application.audit.LoggedEvent;
import io.connectedworkflow.application.audit.RefusalAudit;
import io.connectedworkflow.application.audit.Refusals.Remembered;
import io.connectedworkflow.application.audit.Slice;
import io.connectedworkflow.application.workflow.Outcome;
import io.connectedworkflow.infrastructure.web.Answer;
import io.connectedworkflow.infrastructure.web.Lines;
import io.connectedworkflow.infrastructure.web.PageToken;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.util.RawValue;

/** How the past looks to an auditor: in UTC, with milliseconds, and with ids instead of names. */
public final class AuditAnswers {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'",
            Locale.ROOT).withZone(ZoneOffset.UTC);

    private AuditAnswers() {}

    /** Events: a page of them, or all. */
    static Answer events(EventAudit audit, Auditor auditor, EventsRequest wanted) {
        var filter = wanted.filter();
        if (wanted.lines()) {
            return Answer.ok(new Lines(
                    line -> audit.forEach(auditor, filter, found -> line.accept(event(found))).orElseThrow()));
        }
        return page("events", audit.page(auditor, filter, wanted.after(), wanted.pageSize()), AuditAnswers::event,
                wanted.pageSize(), last -> PageToken.of(Long.toString(last.position()), filter.toString()));
    }

    /** Refused requests: a page of them, or all. */
    static Answer refusals(RefusalAudit audit, Auditor auditor, RefusalsRequest wanted) {
        var filter = wanted.filter();
        if (wanted.lines()) {
            return Answer.ok(new Lines(
                    line -> audit.forEach(auditor, filter, found -> line.accept(refusal(found))).orElseThrow()));
        }
        return page("refusals", audit.page(auditor, filter, wanted.before(), wanted.pageSize()), AuditAnswers::refusal,
                wanted.pageSize(), last -> PageToken.of(RefusalsRequest.token(last.place()), filter.toString()));
    }

    /** A page of a list; or nothing if there is nothing more. */
    public static <T> Answer page(String key, Outcome<Slice<T>> outcome, Function<T, ?> form, int size,
            Function<T, String> token) {
        var part = outcome.orElseThrow();
        if (part.found().isEmpty()) {
            return Answer.nothing();
        }
        var info = object("page_size", size, "more_records", part.more());
        if (part.more()) {
            info.put("next_page_token", token.apply(part.found().getLast()));
        }
        return Answer.ok(object(key, part.found().stream().map(form).toList(), "info", info));
    }

    private static Map<String, @Nullable Object> event(LoggedEvent event) {
        return object("position", event.position(), "event_id", event.eventId(), "workflow_id", event.workflowId(),
                "version", event.version(), "event", event.event(), "revision", event.revision(), "time",
                time(event.time()), "organization_id", event.organizationId(), "user_id", event.userId(), "request_id",
                event.requestId(), "data", new RawValue(event.data()));
    }

    private static Map<String, @Nullable Object> refusal(Remembered refusal) {
        var request = refusal.request();
        return object("time", time(request.at()), "organization_id", request.organizationId(), "user_id",
                request.userId(), "request_id", request.requestId(), "method", request.method(), "path",
                request.path(), "workflow_id", request.workflowId(), "status", request.status(), "code",
                request.code(), "message", request.message());
    }

    /** A time, with milliseconds. */
    public static String time(Instant instant) {
        return TIME.format(instant);
    }
}
