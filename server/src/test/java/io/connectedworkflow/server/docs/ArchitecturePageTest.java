package io.connectedworkflow.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.testing.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page about the architecture shows the house as it is, and so do the terms of the glossary. */
class ArchitecturePageTest {

    private static final Page PAGE = Page.of("architecture.md");
    private static final Pattern ROW = Pattern.compile("^\\| `([a-z/-]+)` \\|", Pattern.MULTILINE);
    private static final Pattern CLASS = Pattern.compile("`([A-Z]\\w+)`");
    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");
    private static final Set<String> FLOORS = Set.of("domain", "application", "infrastructure");

    @Test
    void names_all_modules_and_no_others() throws IOException {
        var modules = MODULE.matcher(Files.readString(Page.repository().resolve("pom.xml"))).results()
                .map(found -> found.group(1)).collect(Collectors.toCollection(TreeSet::new));
        assertThat(rows("## Modules")).isEqualTo(modules);
    }

    @Test
    void names_all_rooms_and_no_others() {
        var rooms = FLOORS.stream().flatMap(ArchitecturePageTest::rooms).collect(Collectors.toCollection(TreeSet::new));
        assertThat(rows("## Rooms")).isEqualTo(rooms);
    }

    @ParameterizedTest
    @ValueSource(strings = {"architecture.md", "glossary.md"})
    void names_no_class_that_there_is_not(String page) {
        var sources = sources();
        var named = CLASS.matcher(Page.of(page).text()).results().map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(named).isNotEmpty().allSatisfy(name -> assertThat(sources).contains(name));
    }

    private static Set<String> rows(String heading) {
        var text = PAGE.text();
        var section = text.substring(text.indexOf(heading) + heading.length());
        var end = section.indexOf("\n## ");
        return ROW.matcher(end < 0 ? section : section.substring(0, end)).results().map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> rooms(String floor) {
        var root = Page.repository().resolve(Path.of(floor, "src", "main", "java", "io", "connectedworkflow", floor));
        try (var entries = Files.list(root)) {
            return entries.filter(room -> Files.exists(room.resolve("package-info.java")))
                    .map(room -> room.getFileName().toString()).toList().stream();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Set<String> sources() {
        var modules = Stream.concat(FLOORS.stream(), Stream.of("server", "embedded-postgres"));
        return modules.flatMap(module -> {
            try (var files = Files.walk(Page.repository().resolve(Path.of(module, "src", "main", "java")))) {
                return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".java"))
                        .map(name -> name.substring(0, name.length() - ".java".length())).toList().stream();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }).collect(Collectors.toSet());
    }
}
