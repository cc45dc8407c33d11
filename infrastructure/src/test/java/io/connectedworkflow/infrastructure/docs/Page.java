package io.connectedworkflow.infrastructure.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** A page of the documentation. */
record Page(String text) {

    private static final Pattern BLOCK = Pattern.compile("^```(\\w+)\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

    /** Something between fences, and what it is said to be. */
    record Block(String language, String text) {}

    /** The page of this name, such as {@code api.md}; tests run in the folder of their module. */
    static Page of(String name) {
        try {
            return new Page(Files.readString(Path.of("..", "docs", name)));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    /** Everything between fences, in its order. */
    List<Block> blocks() {
        return BLOCK.matcher(text).results().map(found -> new Block(found.group(1), found.group(2))).toList();
    }

    /** Everything between fences that is said to be of this language, in its order. */
    List<String> texts(String language) {
        return blocks().stream().filter(block -> block.language().equals(language)).map(Block::text).toList();
    }
}
