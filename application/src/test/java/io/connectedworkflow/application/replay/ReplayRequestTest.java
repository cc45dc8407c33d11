package io.connectedworkflow.application.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.application.audit.Auditor;
import io.connectedworkflow.application.audit.EventFilter;
import io.connectedworkflow.application.audit.EventLog;
import io.connectedworkflow.application.audit.LogPoint;
import io.connectedworkflow.application.audit.LoggedEvent;
import io.connectedworkflow.application.audit.Slice;
import io.connectedworkflow.application.workflow.Outcome;
import io.connectedworkflow.domain.refusal.FieldPath;
import io.connectedworkflow.domain.refusal.Refusal.TooMany;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which replays may be asked for, and where they end. */
class ReplayRequestTest {

    private static final long HEAD = 9;
    private static final Instant AT = Instant.parse("2026-02-03T04:45:00Z");
    private static final Outcome<Replay> TOO_MANY = new Outcome.Refused<>(
            new TooMany("Running replays", 10, FieldPath.ITEM));

    private final Replaying replays = new Replaying();
    private final List<String> begun = new ArrayList<>();
    private final Log log = new Log();
    private final ReplayAudit audit = new ReplayAudit(replays, log, () -> "new", () -> begun.add("begun"));

    /** Replays of which some are running, and which take one more or not. */
    private static final class Replaying implements Replays {

        private int running;
        private boolean full;

        @Override
        public Optional<Replay> add(String id, ReplayRange range, @Nullable String user, int most) {
            assertThat(most).isEqualTo(10);
            return full
                    ? Optional.empty()
                    : Optional.of(new Replay(id, range, true, Replay.Status.RUNNING, 0, 0, 0, user, AT, null));
        }

        @Override
        public Optional<Replay> find(@Nullable String organization, String id) {
            return Optional.empty();
        }

        @Override
        public Slice<Replay> page(@Nullable String organization, @Nullable String before, int most) {
            return new Slice<>(List.of(), false);
        }

        @Override
        public int running(@Nullable String organization) {
            return running;
        }

        @Override
        public void cancel(String id) {
            throw new AssertionError("Nobody cancels one");
        }

        @Override
        public void read(String id, ReportPart part, Consumer<String> reader) {
            throw new AssertionError("Nobody reads one");
        }
    }

    /** A log that tells where it ends, and how often it was asked. */
    private static final class Log implements EventLog {

        private int asked;

        @Override
        public long safeHead() {
            asked++;
            return HEAD;
        }

        @Override
        public Complete complete() {
            throw new AssertionError("Nobody wants to know without waiting");
        }

        @Override
        public Slice<LoggedEvent> read(EventFilter filter, long after, long upTo, int most) {
            throw new AssertionError("Nobody reads events");
        }
    }

    private @Nullable LogPoint endOf(@Nullable LogPoint asked) {
        return audit.request(new Auditor("7", "asha"), null, null, asked).orElseThrow().range().to();
    }

    @Test
    void begins_for_the_one_who_asks() {
        var from = new LogPoint.Position(3);
        var replay = audit.request(new Auditor("7", "asha"), null, from, null).orElseThrow();

        assertThat(replay.id()).isEqualTo("new");
        assertThat(replay.range()).isEqualTo(new ReplayRange("7", from, new LogPoint.Position(HEAD), HEAD));
        assertThat(replay.requestedBy()).isEqualTo("asha");
        assertThat(begun).hasSize(1);
    }

    @Test
    void ends_where_it_is_asked_to_and_never_behind_the_head() {
        assertThat(endOf(null)).isEqualTo(new LogPoint.Position(HEAD));
        assertThat(endOf(new LogPoint.Position(3))).isEqualTo(new LogPoint.Position(3));
        assertThat(endOf(new LogPoint.Position(99))).isEqualTo(new LogPoint.Position(HEAD));
        assertThat(endOf(new LogPoint.Time(AT))).isEqualTo(new LogPoint.Time(AT));
    }

    @Test
    void may_be_the_tenth_that_runs_and_not_the_eleventh() {
        replays.running = 9;
        audit.request(new Auditor(null), null, null, null).orElseThrow();
        assertThat(log.asked).isEqualTo(1);

        replays.running = 10;
        assertThat(audit.request(new Auditor(null), null, null, null)).isEqualTo(TOO_MANY);
        assertThat(log.asked).isEqualTo(1);
        assertThat(begun).hasSize(1);
    }

    @Test
    void is_refused_where_others_were_faster() {
        replays.full = true;

        assertThat(audit.request(new Auditor(null), null, null, null)).isEqualTo(TOO_MANY);
        assertThat(begun).isEmpty();
    }
}
