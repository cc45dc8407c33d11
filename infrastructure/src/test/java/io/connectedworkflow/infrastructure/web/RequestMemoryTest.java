package io.connectedworkflow.infrastructure.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.connectedworkflow.domain.refusal.Refusal.BodyTooLarge;
import io.connectedworkflow.domain.refusal.Refusal.TooBusy;
import io.connectedworkflow.domain.refusal.RefusedException;
import io.connectedworkflow.infrastructure.web.RequestMemory.Lease;
import io.connectedworkflow.testing.Together;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who holds how much, who is refused, and that nobody waits for somebody who waits as well. */
class RequestMemoryTest {

    private final RequestMemory memory = new RequestMemory(120, 60);

    @AfterEach
    void leaves_nothing_to_whoever_has_the_thread_next() {
        RequestMemory.current().ifPresent(Lease::close);
        RequestMemory.take(Long.MAX_VALUE);
    }

    private void isRefused(String client, long bytes) {
        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> memory.lease(client).take(bytes))
                .matches(refused -> refused.refusal() instanceof TooBusy);
    }

    @Test
    void refuses_a_client_more_than_its_share_and_gives_it_to_others() {
        var first = memory.lease("a");
        first.take(60);
        isRefused("a", 1);
        memory.lease("b").take(30);

        first.close();
        memory.lease("a").take(45);
    }

    @Test
    void leaves_something_however_many_hold_as_much_as_they_may() {
        memory.lease("a").take(60);
        memory.lease("b").take(30);
        isRefused("b", 1);
        memory.lease("c").take(15);
        isRefused("c", 1);
        isRefused("d", 8);
        memory.lease("d").take(7);
        isRefused("d", 1);
        memory.lease("e").take(4);
    }

    @Test
    void refuses_a_body_for_which_there_is_never_enough() {
        var large = memory.lease("a");
        large.takeForBody(60);
        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> large.takeForBody(1))
                .matches(refused -> refused.refusal() instanceof BodyTooLarge);
    }

    @Test
    void lets_all_get_on_who_hold_something_and_need_more() {
        var done = Together.run(10, i -> {
            try (var lease = memory.lease("a")) {
                for (var step = 0; step < 5; step++) {
                    lease.take(6);
                }
                return true;
            }
        });
        assertThat(done).isEqualTo(List.of(true, true, true, true, true, true, true, true, true, true));
        memory.lease("b").take(60);
    }

    @Test
    void counts_for_the_request_that_the_thread_handles() {
        try (var lease = memory.lease("a")) {
            assertThat(RequestMemory.current()).containsSame(lease);
            RequestMemory.take(60);
            isRefused("a", 1);
        }
        RequestMemory.take(60);
        memory.lease("a").take(60);
    }
}
