package io.connectedworkflow.infrastructure.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.connectedworkflow.domain.refusal.Refusal.BodyTooLarge;
import io.connectedworkflow.domain.refusal.Refusal.TooBusy;
import io.connectedworkflow.domain.refusal.RefusedException;
import io.connectedworkflow.testing.Together;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;

/** Who holds how much, who is refused, and that nobody waits for somebody who waits as well. */
class RequestMemoryTest {

    private final RequestMemory memory = new RequestMemory(100, 60);

    private HttpServletRequest request(String client) {
        var request = new MockHttpServletRequest();
        memory.lease(request, client);
        return request;
    }

    private static void end(HttpServletRequest request) {
        RequestMemory.of(request).orElseThrow().close();
    }

    @Test
    void refuses_a_client_more_than_its_share_and_gives_it_to_others() {
        var first = request("a");
        RequestMemory.take(first, 60);
        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> RequestMemory.take(request("a"), 1))
                .matches(refused -> refused.refusal() instanceof TooBusy);
        RequestMemory.take(request("b"), 40);
        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> RequestMemory.take(request("c"), 1));

        end(first);
        RequestMemory.take(request("a"), 60);
    }

    @Test
    void refuses_a_body_for_which_there_is_never_enough() {
        var large = request("a");
        RequestMemory.takeForBody(large, 60);
        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> RequestMemory.takeForBody(large, 1))
                .matches(refused -> refused.refusal() instanceof BodyTooLarge);
    }

    @Test
    void lets_all_get_on_who_hold_something_and_need_more() {
        var done = Together.run(10, i -> {
            var request = request("a");
            try {
                for (var step = 0; step < 5; step++) {
                    RequestMemory.take(request, 6);
                }
                return true;
            } finally {
                end(request);
            }
        });
        assertThat(done).isEqualTo(List.of(true, true, true, true, true, true, true, true, true, true));
        RequestMemory.take(request("b"), 60);
    }
}
