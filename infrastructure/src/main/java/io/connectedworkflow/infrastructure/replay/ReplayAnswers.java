package io.connectedworkflow.infrastructure.replay;

import static io.connectedworkflow.infrastructure.web.Answer.object;

import io.connectedworkflow.application.audit.LogPoint;
import io.connectedworkflow.application.audit.LogPoint.Position;
import io.connectedworkflow.application.audit.LogPoint.Time;
import io.connectedworkflow.application.audit.Slice;
import io.connectedworkflow.application.replay.Replay;
import io.connectedworkflow.application.replay.ReplayBatch.Ended;
import io.connectedworkflow.application.workflow.Outcome;
import io.connectedworkflow.infrastructure.audit.AuditAnswers;
import io.connectedworkflow.infrastructure.web.Answer;
import io.connectedworkflow.infrastructure.web.GivenTime;
import io.connectedworkflow.infrastructure.web.PageToken;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How replays look to an auditor. */
final class ReplayAnswers {

    private ReplayAnswers() {}

    /** One replay. */
    static Answer one(int status, Replay replay) {
        return new Answer(status, object("replays", List.of(replay(replay))));
    }

    /**
     * A page of replays; or nothing if there is nothing more.
     *
     * @param filter what the token for the next page belongs to
     */
    static Answer page(Outcome<Slice<Replay>> part, int size, String filter) {
        return AuditAnswers.page("replays", part, ReplayAnswers::replay, size,
                last -> PageToken.of(last.id(), filter));
    }

    static Map<String, @Nullable Object> replay(Replay replay) {
        var range = replay.range();
        return object("id", replay.id(), "status", replay.status().name().toLowerCase(Locale.ROOT), "organization_id",
                range.organization(), "from", point(range.from(), Instant::toString), "to",
                point(range.to(), GivenTime::asEnd), "head",
                replay.endsAtHead(), "events_total", replay.total(), "events_done", replay.done(), "requested_by",
                replay.requestedBy(), "requested_at", AuditAnswers.time(replay.requestedAt()), "finished_at",
                replay.finishedAt() == null ? null : AuditAnswers.time(replay.finishedAt()), "differences",
                replay.differences());
    }

    private static @Nullable Object point(@Nullable LogPoint point, Function<Instant, String> form) {
        return switch (point) {
            case Position(var number) -> number;
            case Time(var instant) -> form.apply(instant);
            case null -> null;
        };
    }

    /** What a workflow was in the end; without a word of whether it is deleted where only a newer version knows. */
    static Map<String, @Nullable Object> workflow(Ended ended) {
        var view = ended.view();
        var workflow = object("id", ended.workflowId(), "organization_id", ended.organizationId(), "version",
                ended.version());
        if (!ended.isReadable()) {
            return workflow;
        }
        workflow.put("deleted", view == null);
        if (view != null) {
            workflow.putAll(object("sequence_number", view.sequenceNumber(), "created_time",
                    AuditAnswers.time(view.createdAt()), "created_by", view.createdBy(), "modified_time",
                    AuditAnswers.time(view.modifiedAt()), "modified_by", view.modifiedBy()));
            workflow.putAll(ended.configuration());
        }
        return workflow;
    }
}
