package io.connectedworkflow.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.server.testing.RunningServer;
import io.connectedworkflow.testing.Http;
import io.connectedworkflow.testing.Page;
import io.connectedworkflow.testing.Shell;
import io.connectedworkflow.testing.TestOrganization;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Pastes the page about the API into a shell, from the first command to the last. */
class ApiPageTest {

    private static final String USER_OF_THE_PAGE = "4876876000000327001";

    private final RunningServer server = RunningServer.shared();
    private final TestOrganization organization = server.admin()
            .organization(document -> document.put("time_zone", "Asia/Kolkata"));

    @Test
    void every_command_is_answered_as_the_page_says(@TempDir Path directory) throws Exception {
        var page = Page.of("api.md");
        var commands = page.texts("sh");
        var answers = page.texts("json");

        var printed = new Shell(server.http().server(), directory, organization.token()).paste(commands);

        // The first command prepares the others.
        assertThat(printed).hasSize(commands.size()).first().isEqualTo("");
        assertThat(answers).hasSize(commands.size() - 1).hasSizeGreaterThanOrEqualTo(14);
        IntStream.range(0, answers.size()).forEach(i -> assertThat(comparable(printed.get(i + 1)))
                .as("answer to %s", commands.get(i + 1)).isEqualTo(comparable(answers.get(i))));
    }

    // What is new each time: ids that are made, and times.
    private JsonNode comparable(String json) {
        return Http.JSON
                .readTree(json.replace(organization.asha(), USER_OF_THE_PAGE).replaceAll("1[0-9]{18}", "an id")
                        .replaceAll("\"[0-9-]{10}T[0-9:]{8}(\\.[0-9]{3})?\\+05:30\"", "\"a time\""));
    }
}
