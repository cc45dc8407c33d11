package io.connectedworkflow.infrastructure.evidence;

import io.connectedworkflow.application.evidence.ChainEvidence.Described;
import io.connectedworkflow.application.evidence.Checkpoint;
import io.connectedworkflow.application.evidence.Finding;
import io.connectedworkflow.application.evidence.Finding.Between;
import io.connectedworkflow.application.evidence.Finding.Change;
import io.connectedworkflow.application.evidence.Finding.OfChain;
import io.connectedworkflow.application.evidence.Finding.OfEvent;
import io.connectedworkflow.application.evidence.Verdict;
import io.connectedworkflow.infrastructure.audit.AuditAnswers;
import io.connectedworkflow.infrastructure.eventstore.StoredSnapshots.Wrong;
import java.util.ArrayList;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says what came of a verification, in one line for each organization, and for each snapshot that is wrong. */
final class VerdictText {

    private VerdictText() {}

    static String of(Verdict verdict) {
        var wrong = new ArrayList<String>();
        if (verdict.finding() != null) {
            wrong.add(finding(verdict.finding()));
        }
        if (verdict.forged() != null) {
            wrong.add(checkpoint(verdict.forged()) + " is not genuine");
        }
        var said = verdict.good() ? good(verdict) : "TAMPERED: " + String.join("; ", wrong);
        return "organization %s: %s".formatted(verdict.organizationId(), said);
    }

    static String of(Wrong snapshot) {
        var said = switch (snapshot.fault()) {
            case DIFFERS -> "says something else than the workflow's events";
            case UNREADABLE -> "cannot be read";
            case BEYOND -> "says what has not happened yet";
        };
        // Whoever can write a snapshot chooses what is in its key.
        return "TAMPERED: the snapshot in snapshot_event with aggregate_identifier %s and sequence_number %d %s"
                .formatted(
                        snapshot.workflowId().replaceAll("\\p{Cntrl}", "?"), snapshot.sequenceNumber(), said);
    }

    private static String good(Verdict verdict) {
        return "ok, %d events, %d checkpoints%s".formatted(verdict.events(), verdict.checkpoints(),
                verdict.pending() == 0 ? "" : ", the last %d events are not chained yet".formatted(verdict.pending()));
    }

    private static String finding(Finding finding) {
        return switch (finding) {
            case OfEvent(var change, var position, var event, var now) when change == Change.REORDERED ->
                "the event of position %d was reordered, and stands at position %d: %s".formatted(position, now,
                        event(event));
            case OfEvent(var change, var position, var event, var now) ->
                "the event at position %d was %s: %s".formatted(position, word(change), event(event));
            case Between(var change, var after, var upTo, var checkpoint) ->
                "behind position %d, and up to position %d, the first event was %s%s".formatted(after, upTo,
                        word(change),
                        checkpoint == null
                                ? ""
                                : ": " + checkpoint(checkpoint) + " shows it, and the chain was recomputed");
            case OfChain(var position, var event) ->
                "the chain's entry of the event at position %d was changed, not the event: %s".formatted(position,
                        event(event));
        };
    }

    private static String word(Change change) {
        return change.name().toLowerCase(Locale.ROOT);
    }

    private static String event(@Nullable Described event) {
        return event == null
                ? "nothing else is known of it"
                : "event %s, workflow %s, version %d".formatted(event.eventId(), event.workflowId(), event.version());
    }

    private static String checkpoint(Checkpoint checkpoint) {
        return "the checkpoint of %s at position %d by key %s".formatted(AuditAnswers.time(checkpoint.at()),
                checkpoint.position(), checkpoint.keyId());
    }
}
