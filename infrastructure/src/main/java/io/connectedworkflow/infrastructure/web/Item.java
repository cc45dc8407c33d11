package io.connectedworkflow.infrastructure.web;

import io.connectedworkflow.domain.refusal.FieldPath;
import io.connectedworkflow.domain.refusal.FieldType;
import io.connectedworkflow.domain.refusal.Refusal;
import io.connectedworkflow.domain.refusal.Refusal.FieldMissing;
import io.connectedworkflow.domain.refusal.Refusal.WrongType;
import io.connectedworkflow.domain.refusal.RefusedException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * An object of a request's body, whose fields are read one by one, in the order in which they are to be checked. What
 * is not as asked is refused with its path. A key that is null is missing; a key that nobody reads is ignored.
 */
public final class Item {

    private final FieldPath path;
    private final Map<?, ?> fields;

    private Item(FieldPath path, Map<?, ?> fields) {
        this.path = path;
        this.fields = fields;
    }

    /** The value as an object, or {@link WrongType}. */
    static Item of(@Nullable Object value, FieldPath path) {
        if (value instanceof Map<?, ?> fields) {
            return new Item(path, fields);
        }
        throw new WrongType(path, FieldType.OBJECT).asException();
    }

    /** Where a field of this object stands. */
    public FieldPath at(String key) {
        return path.key(key);
    }

    /** Whether the key is there, be it null. */
    public boolean has(String key) {
        return fields.containsKey(key);
    }

    /** Whether the key is null, or missing. */
    public boolean isNull(String key) {
        return fields.get(key) == null;
    }

    /** A text, null if it is missing. */
    public @Nullable String text(String key) {
        return read(key, FieldType.TEXT, String.class);
    }

    /** A text, or {@link FieldMissing}. */
    public String requiredText(String key) {
        return required(key, text(key));
    }

    /** A boolean, null if it is missing. */
    public @Nullable Boolean flag(String key) {
        return read(key, FieldType.BOOLEAN, Boolean.class);
    }

    /** A JSON integer that fits in an {@code int}, null if it is missing. */
    public @Nullable Integer integer(String key) {
        var number = read(key, FieldType.INTEGER, Json.Digits.class);
        if (number == null) {
            return null;
        }
        try {
            return Integer.valueOf(number.text());
        } catch (NumberFormatException notAnInteger) {
            throw new WrongType(at(key), FieldType.INTEGER).asException();
        }
    }

    /** An object, null if it is missing. */
    public @Nullable Item object(String key) {
        var value = fields.get(key);
        return value == null ? null : of(value, at(key));
    }

    /** An object, or {@link FieldMissing}. */
    public Item requiredObject(String key) {
        return required(key, object(key));
    }

    /** An array of objects, null if it is missing. */
    public @Nullable List<Item> objects(String key) {
        var values = read(key, FieldType.ARRAY, List.class);
        return values == null
                ? null
                : IntStream.range(0, values.size()).mapToObj(i -> of(values.get(i), at(key).index(i))).toList();
    }

    /**
     * An array of objects that may be missing but not null, each read by itself: the refusal of one is made a value, so
     * that the others can still be judged.
     */
    public <T> List<T> each(String key, Function<Item, T> read, Function<Refusal, T> refused) {
        if (!has(key)) {
            return List.of();
        }
        if (!(fields.get(key) instanceof List<?> values)) {
            return List.of(refused.apply(new WrongType(at(key), FieldType.ARRAY)));
        }
        return IntStream.range(0, values.size()).mapToObj(i -> {
            try {
                return read.apply(of(values.get(i), at(key).index(i)));
            } catch (RefusedException refusal) {
                return refused.apply(refusal.refusal());
            }
        }).toList();
    }

    /** Where this object stands. */
    public FieldPath path() {
        return path;
    }

    /** An array of texts, or {@link FieldMissing}. */
    public List<String> requiredTexts(String key) {
        List<?> values = required(key, read(key, FieldType.ARRAY, List.class));
        return IntStream.range(0, values.size()).mapToObj(i -> {
            if (values.get(i) instanceof String text) {
                return text;
            }
            throw new WrongType(at(key).index(i), FieldType.TEXT).asException();
        }).toList();
    }

    private <T> @Nullable T read(String key, FieldType type, Class<T> as) {
        var value = fields.get(key);
        if (value != null && !as.isInstance(value)) {
            throw new WrongType(at(key), type).asException();
        }
        return as.cast(value);
    }

    private <T> T required(String key, @Nullable T value) {
        if (value == null) {
            throw new FieldMissing(at(key)).asException();
        }
        return value;
    }
}
