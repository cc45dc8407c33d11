package io.connectedworkflow.server.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.connectedworkflow.server.testing.RunningServer;
import io.connectedworkflow.testing.Http;
import io.connectedworkflow.testing.Page;
import io.connectedworkflow.testing.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Pastes the page about the audit into a shell, in an organization that has one workflow and was refused another. */
class AuditPageTest {

    private final RunningServer server = RunningServer.shared();

    @Test
    void every_command_is_answered_as_the_page_says(@TempDir Path directory) throws Exception {
        var organization = server.admin().organization();
        var auditor = organization.token("ConnectedWorkflow.audit");
        organization.create("contacts-process", "Contacts");
        assertThat(organization.tryToCreate("contacts-process", "Deals").status()).isEqualTo(400);
        await().until(() -> server.http().send("GET", "/audit/v1/refusals", auditor, null).status() == 200);
        var page = Page.of("audit.md");
        var commands = page.texts("sh");
        var answers = page.texts("json");

        var printed = new Shell(server.http().server(), directory, auditor).paste(commands);

        // The first command prepares the others.
        assertThat(printed).hasSize(commands.size()).first().isEqualTo("");
        assertThat(answers).hasSize(commands.size() - 1).hasSize(3);
        IntStream.range(0, answers.size()).forEach(i -> assertThat(comparable(printed.get(i + 1)))
                .as("answer to %s", commands.get(i + 1)).isEqualTo(comparable(answers.get(i))));
        assertThat(Files.readAllLines(directory.resolve("events.ndjson"))).hasSize(1);
    }

    // What is new each time: ids that are made, positions, and times.
    private static JsonNode comparable(String json) {
        return Http.JSON.readTree(json.replaceAll("\"[0-9]{4,19}\"", "\"an id\"")
                .replaceAll("\"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\"", "\"a UUID\"")
                .replaceAll("\"position\": ?[0-9]+", "\"position\": 0")
                .replaceAll("\"[0-9-]{10}T[0-9:]{8}\\.[0-9]{3}Z\"", "\"a time\""));
    }
}
