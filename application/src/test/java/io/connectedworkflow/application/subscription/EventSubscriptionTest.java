package io.connectedworkflow.application.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a host can declare, and what it gets where it says nothing. */
class EventSubscriptionTest {

    private static final EventSubscription.Handler NOTHING = event -> {};

    @Test
    void begins_at_the_beginning_in_four_segments_with_a_transaction_for_each_event() {
        assertThat(EventSubscription.named("to-kafka").handledBy(NOTHING))
                .isEqualTo(new EventSubscription("to-kafka", new StartFrom.Beginning(), 4, 1, NOTHING));
    }

    @Test
    void is_what_was_declared() {
        var since = Instant.parse("2026-02-03T04:05:06Z");
        assertThat(EventSubscription.named("a").startingFrom(StartFrom.since(since)).inSegments(32).inBatchesOf(1000)
                .handledBy(NOTHING))
                .isEqualTo(new EventSubscription("a", new StartFrom.Since(since), 32, 1000, NOTHING));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "0", "to-kafka", "a-",
        "012345678901234567890123456789012345678901234567890123456789012"})
    void may_be_named_so(String name) {
        assertThat(EventSubscription.named(name).handledBy(NOTHING).name()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "A", "a b", "a_b", "a/b", "\u00e4", "a\n",
        "0123456789012345678901234567890123456789012345678901234567890123"})
    void must_not_be_named_so(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> EventSubscription.named(name).handledBy(NOTHING))
                .withMessageStartingWith("A subscription's name is 1 to 63 of a-z, 0-9 and -");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 33})
    void must_not_have_so_many_segments(int number) {
        var declaration = EventSubscription.named("a").inSegments(number);
        assertThatIllegalArgumentException().isThrownBy(() -> declaration.handledBy(NOTHING))
                .withMessage("A subscription has 1 to 32 segments, not " + number);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1001})
    void must_not_have_so_many_events_in_a_batch(int number) {
        var declaration = EventSubscription.named("a").inBatchesOf(number);
        assertThatIllegalArgumentException().isThrownBy(() -> declaration.handledBy(NOTHING))
                .withMessage("A subscription has 1 to 1000 events in a batch, not " + number);
    }

    @Test
    void may_begin_behind_nothing_and_not_before_it() {
        assertThat(StartFrom.behind(0)).isEqualTo(new StartFrom.Behind(0));
        assertThatIllegalArgumentException().isThrownBy(() -> StartFrom.behind(-1))
                .withMessage("A position is not below 0: -1");
    }
}
