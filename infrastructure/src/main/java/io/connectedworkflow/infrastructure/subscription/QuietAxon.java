package io.connectedworkflow.infrastructure.subscription;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.springframework.util.ClassUtils;

/**
 * Keeps what Axon itself says of our processors out of the log, up to warnings, which the log gets from us instead: in one
 * line, with the stack only when the cause is new. An Axon of the host's uses loggers of the same names, so they are told
 * apart by what the thread is at; that one goes on saying what it says. {@code logging.level.org.axonframework=DEBUG}
 * brings everything back, and so does a logging system that is not Logback.
 */
final class QuietAxon {

    private static final ThreadLocal<@Nullable QuietAxon> AT_WORK = new ThreadLocal<>();

    private final Consumer<Throwable> warnings;

    /**
     * Of one processor.
     *
     * @param warnings gets what Axon warns of, in the thread that it happens in
     */
    QuietAxon(Consumer<Throwable> warnings) {
        this.warnings = warnings;
        if (ClassUtils.isPresent("ch.qos.logback.classic.LoggerContext", QuietAxon.class.getClassLoader())) {
            Filter.install();
        }
    }

    /** Does what makes the processor speak. */
    void run(Runnable work) {
        var before = AT_WORK.get();
        AT_WORK.set(this);
        try {
            work.run();
        } finally {
            AT_WORK.set(before);
        }
    }

    /** Threads that do nothing but the processor's work. */
    ThreadFactory threads(ThreadFactory factory) {
        return work -> factory.newThread(() -> run(work));
    }

    /** Steps out of the processor, into what is the host's; to be given to {@link #enter}. */
    static @Nullable QuietAxon leave() {
        var left = AT_WORK.get();
        AT_WORK.remove();
        return left;
    }

    /** Steps into the processor again. */
    static void enter(@Nullable QuietAxon left) {
        AT_WORK.set(left);
    }

    /** Before all others of Logback's, as it knows the thread. */
    private static final class Filter extends TurboFilter {

        private static synchronized void install() {
            if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logging
                    && logging.getTurboFilterList().stream().noneMatch(Filter.class::isInstance)) {
                var filter = new Filter();
                filter.setContext(logging);
                filter.start();
                logging.addTurboFilter(filter);
            }
        }

        @Override
        public FilterReply decide(@Nullable Marker marker, Logger logger, Level level, @Nullable String format,
                Object @Nullable [] parameters, @Nullable Throwable failure) {
            var axon = AT_WORK.get();
            if (axon == null || level.toInt() > Level.WARN_INT || level.toInt() < Level.INFO_INT
                    || !logger.getName().startsWith("org.axonframework.")
                    || logger.getEffectiveLevel().toInt() <= Level.DEBUG_INT) {
                return FilterReply.NEUTRAL;
            }
            if (level.toInt() == Level.WARN_INT) {
                var thrown = failure == null ? last(parameters) : failure;
                if (thrown != null) {
                    axon.warnings.accept(thrown);
                }
            }
            return FilterReply.DENY;
        }

        private static @Nullable Throwable last(Object @Nullable [] parameters) {
            return parameters != null && parameters.length > 0
                    && parameters[parameters.length - 1] instanceof Throwable thrown ? thrown : null;
        }
    }
}
