package io.connectedworkflow.infrastructure.background;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What happens again and again is told now and then, with how often it did. */
class SeldomTest {

    private final long[] now = {Long.MAX_VALUE - 1};
    private final Seldom seldom = new Seldom(Duration.ofSeconds(1), () -> now[0]);

    @Test
    void tells_at_once_and_then_nothing_for_a_while() {
        assertThat(seldom.happened("a")).hasValue(1);
        assertThat(seldom.happened("a")).isEmpty();
        now[0] += 999_999_999;
        assertThat(seldom.happened("a")).isEmpty();
    }

    @Test
    void tells_after_a_while_how_often_it_happened() {
        assertThat(seldom.happened("a")).hasValue(1);
        assertThat(seldom.happened("a")).isEmpty();
        assertThat(seldom.happened("a")).isEmpty();

        now[0] += 1_000_000_000;
        assertThat(seldom.happened("a")).hasValue(3);
        assertThat(seldom.happened("a")).isEmpty();
        now[0] += 1_000_000_000;
        assertThat(seldom.happened("a")).hasValue(2);
    }

    @Test
    void tells_of_each_kind_by_itself() {
        assertThat(seldom.happened("a")).hasValue(1);
        assertThat(seldom.happened("b")).hasValue(1);
        assertThat(seldom.happened("a")).isEmpty();
    }

    @Test
    void keeps_no_more_than_a_hundred_kinds() {
        for (var i = 0; i < 101; i++) {
            assertThat(seldom.happened("kind " + i)).hasValue(1);
        }
        assertThat(seldom.happened("kind 100")).isEmpty();
        assertThat(seldom.happened("kind 0")).hasValue(1);
    }
}
