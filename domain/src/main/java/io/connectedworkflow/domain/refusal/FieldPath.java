package io.connectedworkflow.domain.refusal;

/**
 * Where in an item a fault lies, relative to the item: {@code name}, {@code nodes[2].module}. Whoever prints it adds
 * where the item itself stands.
 *
 * @param text the keys and indexes from the item down
 */
public record FieldPath(String text) {

    /** The item itself. */
    public static final FieldPath ITEM = new FieldPath("");

    /** The array that holds the item. */
    public static final FieldPath LIST = new FieldPath("..");

    /** The path of a key of the item. */
    public static FieldPath of(String key) {
        return new FieldPath(key);
    }

    /** The path of a key of the object at this path. */
    public FieldPath key(String key) {
        return equals(ITEM) ? of(key) : new FieldPath(text + "." + key);
    }

    /** The path of an element, counted from 0, of the array at this path. */
    public FieldPath index(int index) {
        return new FieldPath(text + "[" + index + "]");
    }

    /** The last key of the path, without an index; empty for the item itself. */
    public String lastKey() {
        var key = text.substring(text.lastIndexOf('.') + 1);
        var bracket = key.indexOf('[');
        return bracket < 0 ? key : key.substring(0, bracket);
    }
}
