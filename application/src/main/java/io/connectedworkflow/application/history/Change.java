package io.connectedworkflow.application.history;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A difference between two states of a workflow. Values are made of strings, numbers, booleans, lists, maps and nulls.
 *
 * @param path where it is, such as {@code name} or {@code nodes[4876876000019340007].module.api_name}: what has an id is
 *             named by it, wherever it stands
 * @param from what was there; null if nothing was
 * @param to   what is there; null if nothing is
 */
public record Change(String path, @Nullable Object from, @Nullable Object to) {

    // What a value takes beside its characters, about.
    private static final long EACH = 16;

    /** About how many characters it takes to tell it. */
    public long characters() {
        return path.length() + charactersOf(from) + charactersOf(to);
    }

    /** About how many characters it takes to write a value. */
    public static long charactersOf(@Nullable Object value) {
        return EACH + switch (value) {
            case String text -> text.length();
            case List<?> all -> all.stream().mapToLong(Change::charactersOf).sum();
            case Map<?, ?> parts -> charactersOf(List.copyOf(parts.keySet()))
                    + parts.values().stream().mapToLong(Change::charactersOf).sum();
            case null, default -> 0;
        };
    }
}
