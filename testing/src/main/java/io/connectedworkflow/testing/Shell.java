package io.connectedworkflow.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A shell into which the commands of a page are pasted.
 *
 * @param server    the address of the server that they are about
 * @param directory where they run
 * @param token     what the commands call TOKEN
 */
public record Shell(String server, Path directory, String token) {

    private static final String DEFAULT_SERVER = "http://localhost:8080";
    private static final String BETWEEN = "=== between two commands ===";
    // A shell that stops at the first command that fails, and a curl that fails when it is refused.
    private static final String STRICT = """
        set -euo pipefail
        curl() { command curl --fail-with-body "$@"; }
        """;

    /** What each of the commands prints; the test fails if one fails. */
    public List<String> paste(List<String> commands) throws IOException, InterruptedException {
        var script = STRICT + String.join("echo '" + BETWEEN + "'\n", commands).replace(DEFAULT_SERVER, server);
        var output = directory.resolve("output");
        var shell = new ProcessBuilder("bash", "-c", script).directory(directory.toFile())
                .redirectOutput(output.toFile()).redirectErrorStream(true);
        shell.environment().put("TOKEN", token);
        var exit = shell.start().waitFor();
        var text = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(exit).as(text).isZero();
        return List.of(text.split(BETWEEN + "\n", -1));
    }
}
