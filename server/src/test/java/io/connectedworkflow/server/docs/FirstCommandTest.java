package io.connectedworkflow.server.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.connectedworkflow.server.testing.ServerProcess;
import io.connectedworkflow.testing.Page;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's first command, as somebody types it at a terminal: it starts the server, and Ctrl-C ends everything. */
class FirstCommandTest {

    private static final Duration LONG_ENOUGH = Duration.ofMinutes(3);
    // Five seconds are promised; a machine that builds something else beside gets some more.
    private static final Duration SOON = Duration.ofSeconds(15);
    private static final int CTRL_C = 3;
    private static final int LINES_SHOWN = 40;

    @TempDir
    private Path place;

    @Test
    void ctrl_c_ends_the_server_and_the_build_and_leaves_nothing_behind() throws Exception {
        assumeTrue(hasTerminals(),
                "'script' of util-linux and 'env' of coreutils are not here to make a terminal with");
        var checkout = place.resolve("checkout");
        Files.createDirectory(checkout);
        // With what is compiled already. Whether Maven compiles is not what is tried here, so nothing is compiled twice.
        assertThat(
                shell("tar -c --exclude=./.git --exclude=./.data --exclude='*/target/[!c]*' . | tar -x -C " + checkout)
                        .directory(Page.repository().toFile()).start().waitFor())
                .isZero();
        var terminal = terminal(checkout);
        try {
            await("the server's first words").atMost(LONG_ENOUGH).until(() -> {
                assertThat(terminal.isAlive()).as(lastPrinted()).isTrue();
                return printed().contains("curl ");
            });
            terminal.getOutputStream().write(CTRL_C);
            terminal.getOutputStream().flush();

            assertThat(terminal.waitFor(SOON.toMillis(), TimeUnit.MILLISECONDS)).as(lastPrinted()).isTrue();
            assertThat(terminal.exitValue()).as(lastPrinted()).isZero();
            assertThat(printed().substring(printed().indexOf("curl "))).doesNotContain("Building connected-workflow",
                    "ERROR", "FAILURE");
            await("the end of PostgreSQL").atMost(SOON).until(() -> left().toList().isEmpty());
        } finally {
            terminal.descendants().forEach(ProcessHandle::destroyForcibly);
            terminal.destroyForcibly().waitFor();
            left().forEach(ProcessHandle::destroyForcibly);
        }
    }

    private static boolean hasTerminals() throws InterruptedException {
        try {
            return shell("script -qec 'env --default-signal=INT true' /dev/null")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException missing) {
            return false;
        }
    }

    private static ProcessBuilder shell(String command) {
        return new ProcessBuilder("bash", "-c", command).redirectErrorStream(true);
    }

    // A build may run with Ctrl-C switched off, as one in the background does; at a terminal it is on. And the shell that
    // 'script' starts would get the Ctrl-C too: it makes room for the command, whose status is asked for.
    private Process terminal(Path checkout) throws IOException {
        var builder = new ProcessBuilder("script", "-qec", "exec env --default-signal=INT ./mvnw -Dmaven.main.skip"
                + " -Dmaven.test.skip -Dformatter.skip -Dflatten.skip", "/dev/null").directory(checkout.toFile());
        builder.environment().put("SERVER_PORT", Integer.toString(ServerProcess.freePort()));
        builder.environment().put("CONNECTED_WORKFLOW_DATA_DIR", data().toString());
        return builder.redirectErrorStream(true).redirectOutput(output()).start();
    }

    private Path data() {
        return place.resolve("data");
    }

    private File output() {
        return place.resolve("output").toFile();
    }

    private String printed() {
        try {
            return Files.readString(output().toPath());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    // The end says most, and a long text is cut there when a failure is shown.
    private String lastPrinted() {
        var lines = printed().lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size()));
    }

    private Stream<ProcessHandle> left() {
        return ProcessHandle.allProcesses().filter(process -> process.info().commandLine()
                .filter(line -> line.contains(place.toString())).isPresent());
    }
}
