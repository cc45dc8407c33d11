package io.connectedworkflow.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the documentation.
 *
 * @param file where it lies
 */
public record Page(Path file, String text) {

    private static final Pattern BLOCK = Pattern.compile("^```(\\w+)\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Path REPOSITORY = found();

    /** Something between fences, and what it is said to be. */
    public record Block(String language, String text) {}

    // Tests run in the folder of their module, however deep it lies.
    private static Path found() {
        return Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
                .filter(folder -> Files.exists(folder.resolve("mvnw"))).findFirst().orElseThrow();
    }

    /** The root of the repository. */
    public static Path repository() {
        return REPOSITORY;
    }

    /** The page of this name in the folder {@code docs}, such as {@code api.md}; one that is missing is refused. */
    public static Page of(String name) {
        return at(REPOSITORY.resolve("docs").resolve(name));
    }

    /** All pages: the repository's and the examples' README, and what is in the folder {@code docs} and below it. */
    public static List<Page> all() {
        return Stream.concat(Stream.of(REPOSITORY.resolve("README.md")),
                Stream.concat(below("docs", ".md"), below("examples", "README.md"))).map(Page::at).toList();
    }

    private static Stream<Path> below(String folder, String end) {
        try (var files = Files.walk(REPOSITORY.resolve(folder))) {
            return files.filter(file -> file.toString().endsWith(end)).sorted().toList().stream();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Page at(Path file) {
        try {
            return new Page(file, Files.readString(file));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    /** Everything between fences, in its order. */
    public List<Block> blocks() {
        return BLOCK.matcher(text).results().map(found -> new Block(found.group(1), found.group(2))).toList();
    }

    /** Everything between fences that is said to be of this language, in its order. */
    public List<String> texts(String language) {
        return blocks().stream().filter(block -> block.language().equals(language)).map(Block::text).toList();
    }
}
