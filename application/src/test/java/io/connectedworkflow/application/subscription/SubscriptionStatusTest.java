package io.connectedworkflow.application.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.application.subscription.SubscriptionStatus.Segment;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a subscription has nothing left to deliver. */
class SubscriptionStatusTest {

    private static final Segment DONE = new Segment(0, 7, true, null, null);
    private static final Segment BEHIND = new Segment(1, 5, false, "node", null);

    @Test
    void has_caught_up_once_each_of_its_segments_has() {
        assertThat(new SubscriptionStatus("mails", true, List.of(DONE, DONE)).caughtUp()).isTrue();
        assertThat(new SubscriptionStatus("mails", true, List.of(DONE, BEHIND)).caughtUp()).isFalse();
    }
}
