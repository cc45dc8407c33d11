package io.connectedworkflow.infrastructure.eventstore;

import static io.connectedworkflow.testing.Callers.draft;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.connectedworkflow.domain.refusal.RefusedException;
import io.connectedworkflow.testing.Callers;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A refusal is no fault, and nobody warns of it in a host's log. */
class QuietRefusalsTest {

    private static final Logger ROOT = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

    private static Host host;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeAll
    static void start() {
        host = new Host(Host.Manager.JDBC);
    }

    @AfterAll
    static void stop() {
        host.close();
    }

    @BeforeEach
    void listen() {
        log.start();
        ROOT.addAppender(log);
    }

    @AfterEach
    void listen_no_longer() {
        ROOT.detachAppender(log);
    }

    @Test
    void nobody_warns_of_a_refused_creation() {
        assertQuietlyRefused(
                () -> host.workflows().create(Callers.of("2001", 0), draft("contacts-process", 0)).orElseThrow());
    }

    @Test
    void nobody_warns_of_a_refused_change() {
        var caller = Callers.of("2002", 1);
        var id = host.workflows().create(caller, draft("contacts-process", 0)).orElseThrow();

        assertQuietlyRefused(() -> host.workflows().activate(caller, id, 7L).orElseThrow());
        assertQuietlyRefused(() -> host.workflows().deactivate(caller, id, null).orElseThrow());
    }

    @Test
    void nobody_warns_of_a_change_of_what_is_not_there() {
        assertQuietlyRefused(() -> host.workflows().activate(Callers.of("2003", 1), "1", null).orElseThrow());
    }

    private void assertQuietlyRefused(ThrowingCallable command) {
        assertThatThrownBy(command).isInstanceOf(RefusedException.class);

        assertThat(log.list).filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.WARN)).isEmpty();
    }
}
