package io.connectedworkflow.domain.refusal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a request's body is read into, from JSON that has single quotes around its strings and no escapes. */
public final class Requests {

    private static final Pattern TOKEN = Pattern.compile("'[^']*'|[\\[\\]{},:]|[^\\s\\[\\]{},:']+");

    private final Queue<String> tokens;

    private Requests(String json) {
        tokens = TOKEN.matcher(json).results().map(MatchResult::group)
                .collect(Collectors.toCollection(ArrayDeque::new));
    }

    /** An item of a request. */
    public static Item item(String json) {
        return Item.of(value(json), FieldPath.ITEM);
    }

    /** Any part of a request. */
    public static @Nullable Object value(String json) {
        var text = new Requests(json);
        var value = text.value();
        if (!text.tokens.isEmpty()) {
            throw new IllegalArgumentException("There is more behind the value: " + text.tokens);
        }
        return value;
    }

    private @Nullable Object value() {
        var token = tokens.remove();
        return switch (token) {
            case "{" -> object();
            case "[" -> array();
            case "null" -> null;
            case "true" -> true;
            case "false" -> false;
            default -> token.startsWith("'") ? token.substring(1, token.length() - 1) : number(token);
        };
    }

    private static NumberLiteral number(String token) {
        if (!token.matches("-?[0-9].*")) {
            throw new IllegalArgumentException("This is no number: " + token);
        }
        return new NumberLiteral(token);
    }

    private Map<String, @Nullable Object> object() {
        var object = new LinkedHashMap<String, @Nullable Object>();
        while (!ends("}")) {
            var key = String.valueOf(value());
            expect(":");
            object.put(key, value());
        }
        return object;
    }

    private List<@Nullable Object> array() {
        var array = new ArrayList<@Nullable Object>();
        while (!ends("]")) {
            array.add(value());
        }
        return array;
    }

    private boolean ends(String end) {
        if (",".equals(tokens.peek())) {
            tokens.remove();
            return false;
        }
        var ends = end.equals(tokens.peek());
        if (ends) {
            tokens.remove();
        }
        return ends;
    }

    private void expect(String expected) {
        var token = tokens.remove();
        if (!token.equals(expected)) {
            throw new IllegalArgumentException("Instead of " + expected + " there is " + token);
        }
    }
}
