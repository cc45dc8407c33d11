package io.connectedworkflow.hosts.plain;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.testing.Page;
import io.connectedworkflow.testing.Sources;
import io.connectedworkflow.testing.TestPostgres;
import io.connectedworkflow.testing.TestPostgres.TestDatabase;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page for hosts begins with one of ten lines and one dependency: it compiles and runs with these and no others. */
class TenLinesTest {

    private static final Page PAGE = Page.of("embedding.md");
    // Written by the build: what the one dependency brings, and nothing of the tests.
    private static final Path CLASS_PATH = Path.of("target", "host-class-path");
    private static final String REFUSED = "Refused[refusal=NameTaken[at=FieldPath[text=name, lastKey=name]]]";

    @TempDir
    private Path classes;

    private final TestDatabase database = TestPostgres.newDatabase();

    /** Starts the host in a JVM of its own, waits for its end, and returns what it has printed beside its log. */
    private String printed() throws IOException, InterruptedException {
        var output = classes.resolve("output");
        var builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-cp", classes + File.pathSeparator + Files.readString(CLASS_PATH),
                "demo.Host");
        builder.environment().putAll(Map.of("SPRING_DATASOURCE_URL", database.url(), "SPRING_DATASOURCE_USERNAME",
                database.owner(), "SPRING_DATASOURCE_PASSWORD", database.password()));
        var process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
        try {
            var ended = process.waitFor(2, TimeUnit.MINUTES);
            assertThat(ended).as("the end of\n%s", Files.readString(output)).isTrue();
            assertThat(process.exitValue()).as(Files.readString(output)).isZero();
            return Files.readAllLines(output).stream().filter(line -> line.matches("(Success|Refused)\\[.*"))
                    .collect(joining("\n"));
        } finally {
            process.destroyForcibly().onExit().join();
        }
    }

    @Test
    void print_what_the_page_says_at_their_first_start_and_at_their_second() throws Exception {
        Sources.compile(List.of(PAGE.texts("java").getFirst()), Files.readString(CLASS_PATH), classes);

        assertThat(printed()).matches("Success\\[value=[0-9]{19}]");
        assertThat(printed()).isEqualTo(REFUSED);
        assertThat(PAGE.text()).contains("`Success[value=`", "`" + REFUSED + "`");
    }
}
