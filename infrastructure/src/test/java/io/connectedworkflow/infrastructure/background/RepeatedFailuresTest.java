package io.connectedworkflow.infrastructure.background;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.connectedworkflow.testing.CapturedLog;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What is said of work that nobody waits for. */
class RepeatedFailuresTest {

    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Logger LOG = (Logger) LoggerFactory.getLogger(RepeatedFailuresTest.class);

    private final CapturedLog log = CapturedLog.of(LOG, Level.INFO);
    private final RepeatedFailures task = new RepeatedFailures(LOG, "Watering the plants", Duration.ZERO);

    @AfterEach
    void listenNoMore() {
        log.close();
    }

    private static IllegalStateException dry(String message) {
        return new IllegalStateException(message, new IOException("no water"));
    }

    @Test
    void a_failure_is_told_with_what_why_and_when_again_and_its_stack_once() {
        task.failed(dry("dry"), PAUSE);
        task.failed(dry("dry"), PAUSE.multipliedBy(2));
        task.failed(dry("dry"), Duration.ofMillis(200));

        assertThat(log.lines()).containsExactly(
                "WARN Watering the plants: failed, next try in 2 s: java.lang.IllegalStateException: dry + stack",
                "WARN Watering the plants: failed again (2 times in a row), next try in 4 s: java.lang.IllegalStateException: dry",
                "WARN Watering the plants: failed again (3 times in a row), next try in 200 ms: java.lang.IllegalStateException: dry");
    }

    @Test
    void another_cause_comes_with_its_own_stack() {
        task.failed(dry("dry"), PAUSE);
        task.failed(new IllegalStateException("dry", new IOException("no can")), PAUSE);
        task.failed(new IllegalStateException("locked"), PAUSE);
        task.failed(dry("dry"), PAUSE);

        assertThat(log.lines()).hasSize(4).allMatch(line -> line.endsWith(" + stack"));
    }

    @Test
    void a_number_that_differs_is_no_other_cause() {
        task.failed(dry("dry for 1000 ms"), PAUSE);
        task.failed(dry("dry for 1001 ms"), PAUSE);

        assertThat(log.lines()).last().asString().endsWith("dry for 1001 ms");
    }

    @Test
    void it_is_told_once_when_it_works_again() {
        task.worked();
        task.failed(dry("dry"), PAUSE);
        task.worked();
        task.worked();
        task.failed(dry("dry"), PAUSE);
        task.failed(dry("dry"), PAUSE);
        task.worked();

        assertThat(log.lines()).hasSize(5)
                .contains("INFO Watering the plants: works again, after one failure",
                        "INFO Watering the plants: works again, after 2 failures in a row")
                .element(2).asString().endsWith("dry + stack");
    }

    @Test
    void what_is_tried_every_moment_is_not_told_every_moment() {
        var often = new RepeatedFailures(LOG, "Watching the plants", RepeatedFailures.A_MINUTE);
        for (var i = 0; i < 100; i++) {
            often.failed(dry("dry"), PAUSE);
        }
        often.failed(dry("locked"), PAUSE);
        often.worked();

        assertThat(log.lines()).hasSize(3).last().asString().endsWith("works again, after 101 failures in a row");
    }

    @Test
    void a_failure_that_causes_itself_is_told_too() {
        var first = new IllegalStateException("first");
        first.initCause(new IllegalStateException("second", first));
        task.failed(first, PAUSE);

        assertThat(log.lines()).singleElement().asString().endsWith("first + stack");
    }
}
