package io.connectedworkflow.infrastructure.background;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Tells the log of work that nobody waits for and that is tried again until it succeeds: one line for a failure, with
 * the stack only when its cause is another than that of the failure before, and one line when it works again. Any thread
 * may tell it.
 */
public final class RepeatedFailures {

    /** How long nothing is said of a failure that only repeats, where tries follow each other within moments. */
    public static final Duration A_MINUTE = Duration.ofMinutes(1);

    private final Logger log;
    private final String what;
    private final long quiet;
    private int failures;
    private String last = "";
    private @Nullable String cause;
    private long toldAt;

    /**
     * One that has not failed yet.
     *
     * @param log   its name says whose task it is
     * @param what  is tried, as a sentence begins with it: "Expired access tokens are purged"
     * @param quiet how long nothing is said of the same failure again; zero to tell of each
     */
    public RepeatedFailures(Logger log, String what, Duration quiet) {
        this.log = log;
        this.what = what;
        this.quiet = quiet.toNanos();
    }

    /** It was tried and did not succeed, and is tried again after this pause; answers whether that was told. */
    public boolean failed(Throwable failure, Duration pause) {
        return failed(what, failure, pause);
    }

    /**
     * It was tried and did not succeed, and is tried again after this pause; answers whether that was told.
     *
     * @param attempt what was tried this time, in place of what is tried always
     */
    public synchronized boolean failed(String attempt, Throwable failure, Duration pause) {
        failures++;
        last = failure.toString();
        var now = System.nanoTime();
        var told = signature(failure);
        if (!told.equals(cause)) {
            log.warn("{}: failed, next try in {}: {}", attempt, text(pause), failure, failure);
        } else if (now - toldAt >= quiet) {
            log.warn("{}: failed again ({} times in a row), next try in {}: {}", attempt, failures, text(pause),
                    failure.toString());
        } else {
            return false;
        }
        cause = told;
        toldAt = now;
        return true;
    }

    /** It was tried and succeeded. */
    public synchronized void worked() {
        if (failures > 0) {
            log.info("{}: works again, after {}", what,
                    failures == 1 ? "one failure" : failures + " failures in a row");
            failures = 0;
            cause = null;
        }
    }

    /** Why it has failed last, if it has not succeeded since. */
    public synchronized Optional<String> last() {
        return failures == 0 ? Optional.empty() : Optional.of(last);
    }

    /** How often it has failed since it succeeded last. */
    public synchronized int failures() {
        return failures;
    }

    // Numbers in messages, such as times, ports and the names of objects, differ though the cause is the same.
    private static String signature(Throwable failure) {
        var chain = new StringBuilder();
        var link = failure;
        for (var depth = 0; link != null && depth < 10; depth++) {
            chain.append(link.getClass().getName()).append(' ')
                    .append(Objects.toString(link.getMessage(), "").replaceAll("@\\p{XDigit}+|\\p{XDigit}{8,}|\\d+",
                            "0"))
                    .append('\n');
            link = link.getCause();
        }
        return chain.toString();
    }

    private static String text(Duration pause) {
        return pause.compareTo(Duration.ofSeconds(1)) < 0
                ? pause.toMillis() + " ms"
                : pause.toSeconds() + " s";
    }
}
