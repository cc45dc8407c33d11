package io.connectedworkflow.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The output of PostgreSQL's programs.
 *
 * @param lines without the time and the process that PostgreSQL puts in front of each
 */
record PostgresOutput(List<String> lines) {

    private static final Pattern PREFIX = Pattern.compile("^\\d{4}-\\S+ \\S+ \\S+ \\[\\d+\\] ");
    private static final Pattern END = Pattern.compile("(FATAL|PANIC): .*");
    private static final Pattern EXPLANATION = Pattern.compile("(DETAIL|HINT): .*");
    private static final Pattern CHATTER = Pattern.compile(
            "LOG: +(starting|listening|database system|shutting down|terminating|aborting|startup process|redo |"
                    + "checkpoint |all server processes|received ).*|.*(stopped waiting|Examine the log output|"
                    + "could not start server|server did not start in time)\\.?.*|creating .*|fixing .*|running .*|"
                    + "performing .*|.*\\.\\.\\. ok");
    private static final int MOST = 3;

    /** All that the file holds. */
    static PostgresOutput read(Path file) throws IOException {
        var text = Files.exists(file) ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8) : "";
        return new PostgresOutput(
                text.lines().map(line -> PREFIX.matcher(line).replaceFirst("").strip()).toList());
    }

    /**
     * Why it ended, in one line: PostgreSQL's last FATAL or PANIC, with what it says just before and after it; or, where
     * there is none, whatever it said last.
     */
    Optional<String> reason() {
        var told = lines.stream().filter(line -> !line.isBlank() && !CHATTER.matcher(line).matches()).toList();
        var end = told.size() - 1;
        while (end >= 0 && !END.matcher(told.get(end)).matches()) {
            end--;
        }
        var reason = new ArrayList<String>();
        if (end < 0) {
            reason.addAll(told.subList(Math.max(0, told.size() - MOST), told.size()));
        } else {
            reason.addAll(told.subList(Math.max(0, end - MOST + 1), end + 1));
            told.stream().skip(end + 1L).takeWhile(line -> EXPLANATION.matcher(line).matches()).forEach(reason::add);
        }
        return reason.isEmpty()
                ? Optional.empty()
                : Optional.of(reason.stream().distinct().map(line -> line.replaceAll("\\s+", " "))
                        .collect(Collectors.joining("; ")));
    }

    /** Whether it says this anywhere. */
    boolean says(String text) {
        return lines.stream().anyMatch(line -> line.contains(text));
    }
}
