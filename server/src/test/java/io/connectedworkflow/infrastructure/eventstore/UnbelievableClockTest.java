package io.connectedworkflow.infrastructure.eventstore;

import static io.connectedworkflow.testing.Http.WORKFLOWS;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.server.testing.RunningServer;
import io.connectedworkflow.testing.Expected;
import io.connectedworkflow.testing.Http.Reply;
import io.connectedworkflow.testing.TestOrganization;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.axonframework.eventhandling.GenericEventMessage;
import org.junit.jupiter.api.Test;

/** A time for which there are no ids is not recorded either: all later events of the workflow would have to keep it. */
class UnbelievableClockTest {

    private static final Expected UNAVAILABLE = Expected.bare(503, "SERVICE_UNAVAILABLE",
            "The service is temporarily unavailable", "'retry_after':5");

    @Test
    void is_refused_until_it_is_right() {
        try (var server = RunningServer.start()) {
            var organization = server.admin().organization();
            var workflow = organization.create("before", "Leads");
            var before = organization.get(workflow).body();
            var clock = GenericEventMessage.clock;
            for (var wrong : List.of("2090-01-01T00:00:00Z", "1970-01-01T00:00:00Z")) {
                GenericEventMessage.clock = Clock.fixed(Instant.parse(wrong), ZoneOffset.UTC);
                try {
                    activate(server, organization, workflow).mustBe(UNAVAILABLE);
                } finally {
                    GenericEventMessage.clock = clock;
                }
            }
            assertThat(organization.get(workflow).body()).isEqualTo(before);
            assertThat(activate(server, organization, workflow).status()).isEqualTo(200);
        }
    }

    private static Reply activate(RunningServer server, TestOrganization organization, String workflow) {
        return server.http().send("PUT", WORKFLOWS + "/" + workflow + "/actions/activate", organization.token(), null);
    }
}
