package io.connectedworkflow.infrastructure.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A number of an advisory lock means one thing, wherever it stands. */
class AdvisoryLocksTest {

    private static final Pattern NUMBER = Pattern
            .compile("advisory\\w*\\((?:hashtextextended\\([^,]+, *)?([0-9]+)");
    private static final Path RESOURCES = Path.of("src", "main", "resources");
    private static final Path SOURCES = Path.of("src", "main", "java");

    @Test
    void no_two_are_the_same() throws IllegalAccessException {
        assertThat(named()).hasSize(AdvisoryLocks.class.getFields().length).hasSizeGreaterThan(1);
    }

    @Test
    void all_that_stand_in_sql_files_are_named() throws IOException, IllegalAccessException {
        var found = numbersInSql();
        assertThat(found).hasSizeGreaterThan(3);
        assertThat(named()).containsAll(found);
    }

    @Test
    void none_stands_in_a_source_but_by_its_name() throws IOException, IllegalAccessException {
        var named = named();
        try (var files = Files.walk(SOURCES)) {
            assertThat(files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> named.stream().filter(number -> number.length() > 1)
                            .anyMatch(number -> read(file).contains(number))))
                    .singleElement().satisfies(file -> assertThat(file).hasFileName("AdvisoryLocks.java"));
        }
    }

    private static Set<String> named() throws IllegalAccessException {
        var numbers = new TreeSet<String>();
        for (var field : AdvisoryLocks.class.getFields()) {
            numbers.add(Long.toString(field.getLong(null)));
        }
        return numbers;
    }

    private static Set<String> numbersInSql() throws IOException {
        try (var files = Files.walk(RESOURCES)) {
            return files.filter(file -> file.toString().endsWith(".sql"))
                    .flatMap(file -> NUMBER.matcher(read(file)).results()).map(found -> found.group(1))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
