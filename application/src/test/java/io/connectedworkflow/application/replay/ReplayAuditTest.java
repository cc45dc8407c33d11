package io.connectedworkflow.application.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.application.audit.Auditor;
import io.connectedworkflow.application.audit.EventFilter;
import io.connectedworkflow.application.audit.EventLog;
import io.connectedworkflow.application.audit.LogPoint;
import io.connectedworkflow.application.audit.LoggedEvent;
import io.connectedworkflow.application.audit.Slice;
import io.connectedworkflow.application.workflow.Outcome;
import io.connectedworkflow.domain.refusal.Refusal.IdUnknown;
import io.connectedworkflow.domain.refusal.Refusal.ParameterInvalid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** An auditor has to do with the replays of the own organization, and with no others. */
class ReplayAuditTest {

    private static final Replay SEVENS = new Replay("1", new ReplayRange("7", null, new LogPoint.Position(5), 5), true,
            Replay.Status.RUNNING, 5, 0, 0, "asha", Instant.EPOCH, null);
    private static final Outcome<Replay> UNKNOWN = new Outcome.Refused<>(new IdUnknown(1));

    private final FakeReplays replays = new FakeReplays();
    private final ReplayAudit audit = new ReplayAudit(replays, new NoEvents(), () -> "2", () -> {});
    private final List<String> read = new ArrayList<>();

    /** Has one replay, of the organization 7. */
    private static final class FakeReplays implements Replays {

        private final List<String> cancelled = new ArrayList<>();

        @Override
        public Optional<Replay> add(String id, ReplayRange range, @Nullable String user, int most) {
            throw new AssertionError("Nobody may add one");
        }

        @Override
        public Optional<Replay> find(@Nullable String organization, String id) {
            return Optional.of(SEVENS).filter(replay -> replay.id().equals(id))
                    .filter(replay -> organization == null || organization.equals(replay.range().organization()));
        }

        @Override
        public Slice<Replay> page(@Nullable String organization, @Nullable String before, int most) {
            return new Slice<>(List.of(SEVENS), false);
        }

        @Override
        public int running(@Nullable String organization) {
            return 0;
        }

        @Override
        public void cancel(String id) {
            cancelled.add(id);
        }

        @Override
        public void read(String id, ReportPart part, Consumer<String> reader) {
            reader.accept(id + " " + part);
        }
    }

    /** A log in which nothing has happened. */
    private static final class NoEvents implements EventLog {

        @Override
        public long safeHead() {
            return 0;
        }

        @Override
        public Complete complete() {
            return new Complete(0, Instant.EPOCH, true);
        }

        @Override
        public Slice<LoggedEvent> read(EventFilter filter, long after, long upTo, int most) {
            return new Slice<>(List.of(), false);
        }
    }

    @Test
    void the_own_are_found_read_and_ended() {
        var own = new Auditor("7");

        assertThat(audit.find(own, "1")).isEqualTo(new Outcome.Success<>(SEVENS));
        assertThat(audit.read(own, "1", ReportPart.COUNTS, read::add)).isEqualTo(new Outcome.Success<>(SEVENS));
        assertThat(read).containsExactly("1 COUNTS");
        assertThat(audit.cancel(own, "1")).isEqualTo(new Outcome.Success<>(SEVENS));
        assertThat(replays.cancelled).containsExactly("1");
    }

    @Test
    void those_of_others_are_unknown() {
        var other = new Auditor("8");

        assertThat(audit.find(other, "1")).isEqualTo(UNKNOWN);
        assertThat(audit.read(other, "1", ReportPart.COUNTS, read::add)).isEqualTo(UNKNOWN);
        assertThat(audit.cancel(other, "1")).isEqualTo(UNKNOWN);
        assertThat(audit.page(other, "7", null, 10))
                .isEqualTo(new Outcome.Refused<>(new ParameterInvalid("organization")));
        assertThat(audit.request(other, "7", null, null))
                .isEqualTo(new Outcome.Refused<>(new ParameterInvalid("organization")));
        assertThat(read).isEmpty();
        assertThat(replays.cancelled).isEmpty();
    }

    @Test
    void no_store_is_asked_for_what_it_cannot_keep() {
        assertThat(audit.find(new Auditor(null), "1\0")).isEqualTo(UNKNOWN);
    }
}
