package io.connectedworkflow.infrastructure.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.infrastructure.testing.Http;
import io.connectedworkflow.infrastructure.testing.RunningServer;
import io.connectedworkflow.infrastructure.testing.TestOrganization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Pastes the page about the API into a shell, from the first command to the last. */
class ApiPageTest {

    private static final String DEFAULT_SERVER = "http://localhost:8080";
    private static final String BETWEEN = "=== between two commands ===";
    // A shell that stops at the first command that fails, and a curl that fails when it is refused.
    private static final String STRICT = """
        set -euo pipefail
        curl() { command curl --fail-with-body "$@"; }
        """;

    private static final String USER_OF_THE_PAGE = "4876876000000327001";

    private final RunningServer server = RunningServer.shared();
    private final TestOrganization organization = server.admin()
            .organization(document -> document.put("time_zone", "Asia/Kolkata"));

    @Test
    void every_command_is_answered_as_the_page_says(@TempDir Path directory) throws Exception {
        var blocks = Page.of("api.md").blocks();
        var commands = texts(blocks, "sh");
        var answers = texts(blocks, "json");

        var printed = paste(commands, directory);

        // The first command prepares the others.
        assertThat(printed).hasSize(commands.size()).first().isEqualTo("");
        assertThat(answers).hasSize(commands.size() - 1).hasSizeGreaterThanOrEqualTo(14);
        IntStream.range(0, answers.size()).forEach(i -> assertThat(comparable(printed.get(i + 1)))
                .as("answer to %s", commands.get(i + 1)).isEqualTo(comparable(answers.get(i))));
    }

    private static List<String> texts(List<Page.Block> blocks, String language) {
        return blocks.stream().filter(block -> block.language().equals(language)).map(Page.Block::text).toList();
    }

    private List<String> paste(List<String> commands, Path directory) throws IOException, InterruptedException {
        var script = STRICT + String.join("echo '" + BETWEEN + "'\n", commands).replace(DEFAULT_SERVER,
                server.http().server());
        var output = directory.resolve("output");
        var shell = new ProcessBuilder("bash", "-c", script).directory(directory.toFile())
                .redirectOutput(output.toFile()).redirectErrorStream(true);
        shell.environment().put("TOKEN", organization.token());
        var exit = shell.start().waitFor();
        var text = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(exit).as(text).isZero();
        return new ArrayList<>(List.of(text.split(BETWEEN + "\n", -1)));
    }

    // What is new each time: ids that are made, and times.
    private JsonNode comparable(String json) {
        return Http.JSON
                .readTree(json.replace(organization.asha(), USER_OF_THE_PAGE).replaceAll("1[0-9]{18}", "an id")
                        .replaceAll("\"[0-9-]{10}T[0-9:]{8}\\+05:30\"", "\"a time\""));
    }
}
