package io.connectedworkflow.application.replay;

import io.connectedworkflow.application.audit.Auditor;
import io.connectedworkflow.application.audit.EventLog;
import io.connectedworkflow.application.audit.LogPoint;
import io.connectedworkflow.application.audit.LogPoint.Position;
import io.connectedworkflow.application.audit.LogPoint.Time;
import io.connectedworkflow.application.audit.Slice;
import io.connectedworkflow.application.workflow.Outcome;
import io.connectedworkflow.domain.refusal.FieldPath;
import io.connectedworkflow.domain.refusal.Refusal.IdUnknown;
import io.connectedworkflow.domain.refusal.Refusal.LogUnsettled;
import io.connectedworkflow.domain.refusal.Refusal.ParameterInvalid;
import io.connectedworkflow.domain.refusal.Refusal.TooMany;
import io.connectedworkflow.domain.refusal.RefusedException;
import io.connectedworkflow.domain.refusal.Text;
import io.connectedworkflow.domain.workflow.Ids;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Replays of the recorded events, and what they come to. They go on in the background. Refused with
 * {@link ParameterInvalid} if another organization than the auditor's is asked for.
 */
public final class ReplayAudit {

    private static final int ID_IN_PATH = 1;
    private static final int MOST_RUNNING = 10;

    private final Replays replays;
    private final EventLog log;
    private final Ids ids;
    private final Runnable begin;

    /**
     * An audit by replays of the given log.
     *
     * @param begin is called when there is a new one
     */
    public ReplayAudit(Replays replays, EventLog log, Ids ids, Runnable begin) {
        this.replays = replays;
        this.log = log;
        this.ids = ids;
        this.begin = begin;
    }

    /**
     * Asks for a replay. Refused with {@link TooMany} where as many go on already as may, and with {@link LogUnsettled} where
     * it cannot be known within seconds which events there are.
     *
     * @param organization whose events; null for those of all
     * @param from         where it begins; null for the beginning of the log
     * @param to           where it ends; null for the end of the log, as it is now
     */
    public Outcome<Replay> request(Auditor auditor, @Nullable String organization, @Nullable LogPoint from,
            @Nullable LogPoint to) {
        return Outcome.of(() -> begin(auditor, auditor.organization(organization), from, to));
    }

    private Replay begin(Auditor auditor, @Nullable String organization, @Nullable LogPoint from,
            @Nullable LogPoint to) {
        // Adding decides; this spares who is refused anyway, and us, the look at the log.
        if (replays.running(organization) >= MOST_RUNNING) {
            throw tooMany();
        }
        var head = log.safeHead();
        var range = new ReplayRange(organization, from, end(to, head), head);
        var replay = replays.add(ids.next(), range, auditor.user(), MOST_RUNNING).orElseThrow(ReplayAudit::tooMany);
        begin.run();
        return replay;
    }

    private static RefusedException tooMany() {
        return new TooMany("Running replays", MOST_RUNNING, FieldPath.ITEM).asException();
    }

    // There is nothing behind the head.
    private static LogPoint end(@Nullable LogPoint asked, long head) {
        return switch (asked) {
            case Position(var number) -> new Position(Math.min(number, head));
            case Time time -> time;
            case null -> new Position(head);
        };
    }

    /** A replay that the auditor may see, or {@link IdUnknown}. */
    public Outcome<Replay> find(Auditor auditor, String id) {
        return Outcome.of(() -> existing(auditor, id));
    }

    private Replay existing(Auditor auditor, String id) {
        return Optional.of(id).filter(Text::isStorable).flatMap(known -> replays.find(auditor.organization(), known))
                .orElseThrow(() -> new IdUnknown(ID_IN_PATH).asException());
    }

    /**
     * Replays that the auditor may see; the newest first.
     *
     * @param organization whose; null for all
     * @param before the id behind which they begin; null for the newest
     * @param size   how many at most: 1 to 10,000, others are refused with an {@link IllegalArgumentException}
     */
    public Outcome<Slice<Replay>> page(Auditor auditor, @Nullable String organization, @Nullable String before,
            int size) {
        return Outcome.of(() -> replays.page(auditor.organization(organization), before, Slice.ofAtMost(size)));
    }

    /** Ends a replay that the auditor may see, unless it has ended; or {@link IdUnknown}. */
    public Outcome<Replay> cancel(Auditor auditor, String id) {
        return Outcome.of(() -> {
            replays.cancel(existing(auditor, id).id());
            return existing(auditor, id);
        });
    }

    /**
     * Hands over a part of a replay's report as far as it is there, each element as a JSON object, a few at a time.
     *
     * @return the replay, one that the auditor may see; or {@link IdUnknown}
     */
    public Outcome<Replay> read(Auditor auditor, String id, ReportPart part, Consumer<String> reader) {
        return Outcome.of(() -> {
            var replay = existing(auditor, id);
            replays.read(replay.id(), part, reader);
            return replay;
        });
    }
}
