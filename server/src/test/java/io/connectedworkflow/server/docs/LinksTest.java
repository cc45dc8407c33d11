package io.connectedworkflow.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.testing.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The links of all pages, within the repository. */
class LinksTest {

    private static final Pattern FENCED = Pattern.compile("^```.*?^```$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern ELSEWHERE = Pattern.compile("[a-z]+:.*");
    private static final Pattern HEADING = Pattern.compile("^#+ +(.*)$", Pattern.MULTILINE);

    @Test
    void each_leads_to_a_file_and_a_heading_that_exist() {
        var dead = Page.all().stream().flatMap(
                page -> links(page).filter(link -> !exists(page, link)).map(link -> page.file() + ": " + link));
        assertThat(dead).isEmpty();
    }

    private static Stream<String> links(Page page) {
        return LINK.matcher(outsideOfFences(page.text())).results().map(found -> found.group(1))
                .filter(link -> !ELSEWHERE.matcher(link).matches());
    }

    private static boolean exists(Page page, String link) {
        var parts = link.split("#", 2);
        var target = parts[0].isEmpty() ? page.file() : page.file().resolveSibling(parts[0]);
        return Files.exists(target) && (parts.length == 1 || hasAnchor(target, parts[1]));
    }

    private static boolean hasAnchor(Path target, String anchor) {
        try {
            return HEADING.matcher(outsideOfFences(Files.readString(target))).results()
                    .anyMatch(heading -> anchor(heading.group(1)).equals(anchor));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String outsideOfFences(String text) {
        return FENCED.matcher(text).replaceAll("");
    }

    // As GitHub and others make it of a heading.
    private static String anchor(String heading) {
        return heading.strip().toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}_ -]", "").replace(' ', '-');
    }
}
