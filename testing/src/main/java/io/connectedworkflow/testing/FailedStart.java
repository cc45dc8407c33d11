package io.connectedworkflow.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.regex.Pattern;
import org.springframework.boot.test.system.CapturedOutput;

/** The message of an application that embeds us and does not start. */
public final class FailedStart {

    private static final Pattern DESCRIPTION = Pattern.compile("Description:\\s+(.*?)\\s+(?:Action:|\\z)",
            Pattern.DOTALL);

    private FailedStart() {}

    /** What is told instead of a stack trace, where the application has these settings and no others. */
    public static String of(CapturedOutput output, Class<?> application, String... arguments) {
        var before = output.getAll().length();
        assertThatThrownBy(() -> Host.run(application, arguments).close()).isInstanceOf(RuntimeException.class);
        var told = output.getAll().substring(before);
        var description = DESCRIPTION.matcher(told);
        assertThat(description.find()).as("a description in %s", told).isTrue();
        return String.valueOf(description.group(1));
    }
}
