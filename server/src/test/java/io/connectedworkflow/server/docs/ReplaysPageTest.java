package io.connectedworkflow.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

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

/** Pastes the page about replays into a shell, in an organization with an active workflow and one that was deleted. */
class ReplaysPageTest {

    private final RunningServer server = RunningServer.shared();

    @Test
    void every_command_is_answered_as_the_page_says(@TempDir Path directory) throws Exception {
        var organization = server.admin().organization();
        var active = organization.create("contacts-process", "Contacts");
        var deleted = organization.create("deals-process", "Deals");
        var http = server.http();
        http.send("PUT", Http.WORKFLOWS + "/" + active + "/actions/activate", organization.token(), null);
        http.send("DELETE", Http.WORKFLOWS + "/" + deleted, organization.token(), null);
        var page = Page.of("replays.md");
        var commands = page.texts("sh");
        var answers = page.texts("json");

        var printed = new Shell(server.http().server(), directory, organization.token("ConnectedWorkflow.audit"))
                .paste(commands)
                .stream().filter(text -> !text.isEmpty()).toList();

        // One command prepares the others, and one prints into a file.
        assertThat(answers).hasSize(commands.size() - 2).hasSize(5);
        assertThat(printed).hasSameSizeAs(answers);
        IntStream.range(0, answers.size()).forEach(i -> assertThat(comparable(printed.get(i)))
                .as("answer %d", i).isEqualTo(comparable(answers.get(i))));
        assertThat(Files.readAllLines(directory.resolve("counts.csv"))).first().isEqualTo("user_id,event,count");
        assertThat(Files.readAllLines(directory.resolve("counts.csv"))).hasSize(4);
    }

    // What is new each time: ids that are made, positions, and times.
    private static JsonNode comparable(String json) {
        return Http.JSON.readTree(json.replaceAll("\"[0-9]{4,19}\"", "\"an id\"")
                .replaceAll("\"to\": ?[0-9]+", "\"to\": 0")
                .replaceAll("\"[0-9-]{10}T[0-9:]{8}\\.[0-9]{3}Z\"", "\"a time\""));
    }
}
