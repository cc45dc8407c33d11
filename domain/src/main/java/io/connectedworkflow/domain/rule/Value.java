package io.connectedworkflow.domain.rule;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The value that a criterion compares with, or a mapping puts into a field: a string, a boolean, a number, a list or an object.
 *
 * @param content strings, booleans, {@link BigDecimal}s, lists, maps, and in lists and maps nulls; two numbers that are
 *                written with the same digits are the same, however they were read
 */
public record Value(Object content) {

    public Value {
        content = canonical(content);
    }

    private static Object canonical(Object content) {
        return switch (content) {
            case BigDecimal number -> number.scale() < 0 ? number.setScale(0) : number;
            case Number number -> canonical(new BigDecimal(number.toString()));
            case List<?> list -> {
                var elements = new ArrayList<@Nullable Object>();
                list.forEach(element -> elements.add(element == null ? null : canonical(element)));
                yield Collections.unmodifiableList(elements);
            }
            case Map<?, ?> object -> {
                var entries = new LinkedHashMap<String, @Nullable Object>();
                object.forEach(
                        (key, entry) -> entries.put(String.valueOf(key), entry == null ? null : canonical(entry)));
                yield Collections.unmodifiableMap(entries);
            }
            default -> content;
        };
    }
}
