package io.connectedworkflow.infrastructure.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What is kept, and what has to go. */
class RecentlyUsedTest {

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final RecentlyUsed<String, String> recent = new RecentlyUsed<>(10, String::length, Duration.ofNanos(100),
            now::get);

    @Test
    void keeps_what_is_put_in_place_of_what_was_there() {
        recent.put("a", "first");
        recent.put("a", "second");

        assertThat(recent.get("a")).isEqualTo("second");
        assertThat(recent.get("b")).isNull();
    }

    @Test
    void what_was_not_used_for_the_longest_time_makes_room() {
        recent.put("a", "1234");
        recent.put("b", "1234");
        assertThat(recent.get("a")).isEqualTo("1234");
        recent.put("c", "1234");

        assertThat(recent.get("b")).isNull();
        assertThat(recent.get("a")).isEqualTo("1234");
        assertThat(recent.get("c")).isEqualTo("1234");
    }

    @Test
    void what_has_gone_weighs_nothing() {
        for (var i = 0; i < 100; i++) {
            recent.put("a", "123456");
        }
        recent.put("b", "1234");

        assertThat(recent.get("a")).isEqualTo("123456");
        assertThat(recent.get("b")).isEqualTo("1234");
    }

    @Test
    void does_not_keep_what_weighs_more_than_all_may() {
        recent.put("a", "1234");
        recent.put("b", "12345678901");

        assertThat(recent.get("b")).isNull();
        assertThat(recent.get("a")).isEqualTo("1234");
        recent.put("a", "12345678901");
        assertThat(recent.get("a")).isNull();
    }

    @Test
    void keeps_nothing_longer_than_it_may_however_often_it_is_used() {
        recent.put("a", "old");
        now.addAndGet(60);
        recent.put("b", "new");
        assertThat(recent.get("a")).isEqualTo("old");
        now.addAndGet(41);

        assertThat(recent.get("a")).isNull();
        assertThat(recent.get("b")).isEqualTo("new");
    }
}
