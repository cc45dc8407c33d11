package io.connectedworkflow.application.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.connectedworkflow.application.workflow.Outcome;
import io.connectedworkflow.domain.refusal.Refusal.LogUnsettled;
import io.connectedworkflow.domain.refusal.Refusal.ParameterInvalid;
import java.lang.ref.WeakReference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Auditors get all of the log that is complete, and of that no more at a time than is good. */
class EventAuditTest {

    private static final EventFilter ALL = new EventFilter(null, null, null, null, null, null);
    private static final Auditor ADMINISTRATOR = new Auditor(null);
    private static final long HEAD = 1_000_000;
    private static final Outcome<?> UNSETTLED = new Outcome.Refused<>(new LogUnsettled(5));

    private final MadeUpLog log = new MadeUpLog();
    private final EventAudit audit = new EventAudit(log);

    /** A log that makes its events up as they are read, and remembers who still has which. */
    private static final class MadeUpLog implements EventLog {

        private final List<WeakReference<List<LoggedEvent>>> handedOut = new ArrayList<>();
        private int largest;
        private @Nullable EventFilter filter;

        private Complete complete = new Complete(HEAD, Instant.EPOCH, true);

        @Override
        public long safeHead() {
            if (!complete.isHead()) {
                throw new LogUnsettled(5).asException();
            }
            return HEAD;
        }

        @Override
        public Complete complete() {
            return complete;
        }

        @Override
        public Slice<LoggedEvent> read(EventFilter filter, long after, long upTo, int most) {
            this.filter = filter;
            var last = Math.min(after + most, upTo);
            var found = LongStream.rangeClosed(after + 1, last).mapToObj(MadeUpLog::event).toList();
            handedOut.add(new WeakReference<>(found));
            largest = Math.max(largest, found.size());
            return new Slice<>(found, last < upTo);
        }

        private static LoggedEvent event(long position) {
            return new LoggedEvent(position, "e" + position, "1", position, "NodeAdded", "1", Instant.EPOCH, "1", "1",
                    null, "{}");
        }
    }

    @Test
    void hands_over_a_million_events_and_keeps_none() {
        var expected = new long[]{0};

        var handedOver = audit.forEach(ADMINISTRATOR, ALL, event -> {
            assertThat(event.position()).isEqualTo(++expected[0]);
            // Some time has gone by, so that what nobody has any more can be seen to be gone.
            if (event.position() % 250_000 == 0) {
                System.gc();
                assertThat(log.handedOut.stream().filter(part -> part.get() != null)).hasSizeLessThanOrEqualTo(2);
            }
        });

        assertThat(handedOver).isEqualTo(new Outcome.Success<>(HEAD));
        assertThat(expected[0]).isEqualTo(HEAD);
        assertThat(log.largest).isEqualTo(1000);
    }

    @Test
    void a_page_ends_at_the_safe_head() {
        assertThat(audit.page(ADMINISTRATOR, ALL, 10, 3).orElseThrow().found()).extracting(LoggedEvent::position)
                .containsExactly(11L, 12L, 13L);
        assertThat(audit.page(ADMINISTRATOR, ALL, 10, 3).orElseThrow().more()).isTrue();
        assertThat(audit.page(ADMINISTRATOR, ALL, HEAD - 2, 3).orElseThrow().found()).hasSize(2);
        assertThat(audit.page(ADMINISTRATOR, ALL, HEAD - 2, 3).orElseThrow().more()).isFalse();
    }

    @Test
    void what_is_complete_is_there_while_a_transaction_keeps_the_rest_from_being_so() {
        var now = Instant.parse("2026-02-03T04:45:00Z");
        log.complete = new EventLog.Complete(100, now, false);
        var ended = new EventFilter(null, null, null, null, null, now);
        var later = new EventFilter(null, null, null, null, null, now.plusMillis(1));

        assertThat(audit.page(ADMINISTRATOR, ended, 90, 50).orElseThrow().found()).hasSize(10);
        assertThat(audit.forEach(ADMINISTRATOR, ended, event -> {})).isEqualTo(new Outcome.Success<>(100L));
        assertThat(audit.page(ADMINISTRATOR, ALL, 50, 49).orElseThrow()).satisfies(page -> {
            assertThat(page.found()).hasSize(49);
            assertThat(page.more()).isTrue();
        });
        for (var filter : List.of(ALL, later)) {
            assertThat(audit.page(ADMINISTRATOR, filter, 50, 50)).isEqualTo(UNSETTLED);
            assertThat(audit.page(ADMINISTRATOR, filter, 100, 1)).isEqualTo(UNSETTLED);
            assertThat(audit.forEach(ADMINISTRATOR, filter, event -> {})).isEqualTo(UNSETTLED);
        }
    }

    @Test
    void shows_an_auditor_only_what_is_of_the_own_organization() {
        audit.page(new Auditor("7"), ALL, 0, 1).orElseThrow();

        assertThat(log.filter).isEqualTo(new EventFilter("7", null, null, null, null, null));
        var others = new EventFilter("8", null, null, null, null, null);
        assertThat(audit.page(new Auditor("7"), others, 0, 1)).isEqualTo(refused());
        assertThat(audit.forEach(new Auditor("7"), others, event -> {})).isEqualTo(refused());
    }

    @Test
    void asks_no_store_for_what_it_cannot_keep() {
        assertThat(audit.page(ADMINISTRATOR, new EventFilter(null, "a\0b", null, null, null, null), 0, 1))
                .isEqualTo(new Outcome.Refused<>(new ParameterInvalid("workflow")));
        assertThat(audit.page(ADMINISTRATOR, new EventFilter("\ud800", null, null, null, null, null), 0, 1))
                .isEqualTo(refused());
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, 0, 10_001, Integer.MAX_VALUE})
    void has_no_page_of_no_size_or_of_any(int size) {
        assertThatIllegalArgumentException().isThrownBy(() -> audit.page(ADMINISTRATOR, ALL, 0, size));
    }

    private static <T> Outcome<T> refused() {
        return new Outcome.Refused<>(new ParameterInvalid("organization"));
    }
}
