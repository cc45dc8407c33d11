package io.connectedworkflow.domain.refusal;

import io.connectedworkflow.domain.refusal.Refusal.FieldMissing;
import io.connectedworkflow.domain.refusal.Refusal.ValueInvalid;
import io.connectedworkflow.domain.refusal.Refusal.ValueNotSupported;
import io.connectedworkflow.domain.refusal.Refusal.WrongType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * An object of a request's body, whose fields are read one by one, in the order in which they are to be checked. What
 * is not as asked is refused with its path. A key that is null is missing; a key that nobody reads is ignored.
 */
public final class Item {

    private static final String ID = "id";
    private static final String DELETE = "_delete";

    private final FieldPath path;
    private final Map<?, ?> fields;

    private Item(FieldPath path, Map<?, ?> fields) {
        this.path = path;
        this.fields = fields;
    }

    /** An item that has no body, but is made in Java: of strings, booleans, numbers, lists, maps and nulls. */
    public static Item of(Map<String, ? extends @Nullable Object> fields) {
        return new Item(FieldPath.ITEM, fields);
    }

    /** The value as an object, or {@link WrongType}. */
    public static Item of(@Nullable Object value, FieldPath path) {
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

    /** A text that can be stored, null if it is missing; or {@link ValueInvalid}. */
    public @Nullable String storableText(String key) {
        var text = text(key);
        if (text != null && !Text.isStorable(text)) {
            throw new ValueInvalid(at(key)).asException();
        }
        return text;
    }

    /** One of the constants, by its name in lower case, null if it is missing; or {@link ValueNotSupported}. */
    public <E extends Enum<E>> @Nullable E choice(String key, Class<E> type) {
        return choice(key, type, name -> name.toLowerCase(Locale.ROOT));
    }

    /** One of the constants, by what the function makes of its name; else as {@link #choice(String, Class)}. */
    public <E extends Enum<E>> @Nullable E choice(String key, Class<E> type, Function<String, String> word) {
        var text = text(key);
        if (text == null) {
            return null;
        }
        var all = List.of(type.getEnumConstants());
        return all.stream().filter(constant -> word.apply(constant.name()).equals(text)).findFirst().orElseThrow(
                () -> new ValueNotSupported(at(key), all.stream().map(constant -> word.apply(constant.name())).toList())
                        .asException());
    }

    /** As {@link #choice(String, Class)}, or {@link FieldMissing}. */
    public <E extends Enum<E>> E requiredChoice(String key, Class<E> type) {
        return required(key, choice(key, type));
    }

    /** As {@link #choice(String, Class, Function)}, or {@link FieldMissing}. */
    public <E extends Enum<E>> E requiredChoice(String key, Class<E> type, Function<String, String> word) {
        return required(key, choice(key, type, word));
    }

    /** A boolean, null if it is missing. */
    public @Nullable Boolean flag(String key) {
        return read(key, FieldType.BOOLEAN, Boolean.class);
    }

    /** A JSON integer that fits in an {@code int}, null if it is missing. */
    public @Nullable Integer integer(String key) {
        var number = read(key, FieldType.INTEGER, NumberLiteral.class);
        if (number == null) {
            return null;
        }
        try {
            return Integer.valueOf(number.text());
        } catch (NumberFormatException notAnInteger) {
            throw new WrongType(at(key), FieldType.INTEGER).asException();
        }
    }

    /** A JSON integer, null if it is missing; {@link ValueInvalid} if it does not fit in a {@code long}. */
    public @Nullable Long wholeNumber(String key) {
        var number = read(key, FieldType.INTEGER, NumberLiteral.class);
        if (number == null) {
            return null;
        }
        if (!number.text().matches("-?[0-9]+")) {
            throw new WrongType(at(key), FieldType.INTEGER).asException();
        }
        try {
            return Long.valueOf(number.text());
        } catch (NumberFormatException tooLarge) {
            throw new ValueInvalid(at(key)).asException();
        }
    }

    /** As {@link #wholeNumber}, or {@link FieldMissing}. */
    public long requiredWholeNumber(String key) {
        return required(key, wholeNumber(key));
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

    /** How many elements an array has, null if it is missing. */
    public @Nullable Integer size(String key) {
        var values = read(key, FieldType.ARRAY, List.class);
        return values == null ? null : values.size();
    }

    /** How many elements an array has, or {@link FieldMissing}. */
    public int requiredSize(String key) {
        return required(key, size(key));
    }

    /** How many elements of an array are objects that have the constant, by its name in lower case, in this field. */
    public long count(String key, String field, Enum<?> constant) {
        List<?> values = required(key, read(key, FieldType.ARRAY, List.class));
        var word = constant.name().toLowerCase(Locale.ROOT);
        return values.stream().filter(value -> value instanceof Map<?, ?> object && word.equals(object.get(field)))
                .count();
    }

    /** An element of an array, as an object; the array is there and has as many elements. */
    public Item element(String key, int index) {
        return of(((List<?>) required(key, read(key, FieldType.ARRAY, List.class))).get(index), at(key).index(index));
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

    /**
     * The id of what is there already and this object is about; null if it is about something new. Refused is a key
     * {@code _delete} without an id ({@link FieldMissing}), or with a value ({@link ValueInvalid}).
     */
    public @Nullable String referencedId() {
        var id = text(ID);
        if (has(DELETE)) {
            required(ID, id);
            if (!isNull(DELETE)) {
                throw new ValueInvalid(at(DELETE)).asException();
            }
        }
        return id;
    }

    /** Whether what this object is about is to go. */
    public boolean isMarkedForDeletion() {
        return has(DELETE);
    }

    /**
     * Whatever stands there, made of strings, booleans, numbers, lists, maps and nulls; null if it is missing. What
     * cannot be stored, deep in it as well, is refused with its own path ({@link ValueInvalid}).
     */
    public @Nullable Object value(String key) {
        return storable(fields.get(key), at(key));
    }

    /** As {@link #value}, or {@link FieldMissing}. */
    public Object requiredValue(String key) {
        return required(key, value(key));
    }

    private static @Nullable Object storable(@Nullable Object value, FieldPath at) {
        return switch (written(value)) {
            case String text when !Text.isStorable(text) -> throw new ValueInvalid(at).asException();
            case NumberLiteral digits -> digits.number().orElseThrow(() -> new ValueInvalid(at).asException());
            case List<?> list -> {
                var elements = new ArrayList<@Nullable Object>();
                list.forEach(element -> elements.add(storable(element, at.index(elements.size()))));
                yield elements;
            }
            case Map<?, ?> object -> {
                var entries = new LinkedHashMap<String, @Nullable Object>();
                object.forEach((key, entry) -> {
                    var name = String.valueOf(key);
                    if (!Text.isStorable(name)) {
                        throw new ValueInvalid(at).asException();
                    }
                    entries.put(name, storable(entry, at.key(name)));
                });
                yield entries;
            }
            case null, default -> value;
        };
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
        var value = written(fields.get(key));
        if (value != null && !as.isInstance(value)) {
            throw new WrongType(at(key), type).asException();
        }
        return as.cast(value);
    }

    // Whoever has no body, but Java, need not write numbers as digits.
    private static @Nullable Object written(@Nullable Object value) {
        return value instanceof Number number ? new NumberLiteral(number.toString()) : value;
    }

    private <T> T required(String key, @Nullable T value) {
        if (value == null) {
            throw new FieldMissing(at(key)).asException();
        }
        return value;
    }
}
