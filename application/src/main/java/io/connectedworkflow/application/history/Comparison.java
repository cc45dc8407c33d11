package io.connectedworkflow.application.history;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Compares values part by part, as they are kept. */
public final class Comparison {

    private final List<Change> changes = new ArrayList<>();

    /** All differences; what is there as a whole on one side only is one, and its path is empty at the top. */
    public static List<Change> changes(@Nullable Object expected, @Nullable Object found) {
        var comparison = new Comparison();
        comparison.compare("", expected, found);
        return comparison.changes;
    }

    private void compare(String path, @Nullable Object expected, @Nullable Object found) {
        if (expected instanceof Map<?, ?> one && found instanceof Map<?, ?> other) {
            var keys = new LinkedHashSet<Object>(one.keySet());
            keys.addAll(other.keySet());
            keys.forEach(key -> compare(path.isEmpty() ? key.toString() : path + "." + key, one.get(key),
                    other.get(key)));
        } else if (expected instanceof List<?> one && found instanceof List<?> other && one.size() == other.size()) {
            for (var i = 0; i < one.size(); i++) {
                compare(path + "[" + i + "]", one.get(i), other.get(i));
            }
        } else if (!areSame(expected, found)) {
            changes.add(new Change(path, expected, found));
        }
    }

    // However many digits they are written with.
    private static boolean areSame(@Nullable Object expected, @Nullable Object found) {
        if (expected instanceof Number one && found instanceof Number other) {
            return new BigDecimal(one.toString()).compareTo(new BigDecimal(other.toString())) == 0;
        }
        return Objects.equals(expected, found);
    }
}
