package io.connectedworkflow.infrastructure.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.server.testing.ServerProcess;
import io.connectedworkflow.testing.TestPostgres;
import io.connectedworkflow.testing.TestPostgres.TestDatabase;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The time zone of the JVM, which its driver tells PostgreSQL by name. */
class TimeZoneTest {

    private final TestDatabase database = TestPostgres.newDatabase();

    @Test
    void a_zone_that_postgresql_does_not_know_is_named_by_the_start_that_fails() {
        try (var server = ServerProcess.launch(inZone("IST"))) {
            assertThat(server.awaitExit()).isNotZero();
            assertThat(server.stdout() + server.stderr())
                    .contains("invalid value for parameter \"TimeZone\": \"IST\"");
        }
    }

    @Test
    void in_any_other_zone_the_server_starts() {
        try (var server = ServerProcess.start(inZone("Asia/Kolkata"))) {
            assertThat(server.handle().isAlive()).isTrue();
        }
    }

    private Map<String, String> inZone(String zone) {
        var environment = new HashMap<>(ServerProcess.on(database));
        environment.put("JAVA_TOOL_OPTIONS", "-Duser.timezone=" + zone);
        return environment;
    }
}
