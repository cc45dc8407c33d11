package io.connectedworkflow.domain.refusal;

/**
 * Where in an item a fault lies, relative to the item: {@code name}, {@code nodes[2].module}. Whoever prints it adds
 * where the item itself stands.
 *
 * @param text    the keys and indexes from the item down
 * @param lastKey the last key, without an index; empty for the item itself
 */
public record FieldPath(String text, String lastKey) {

    /** The item itself. */
    public static final FieldPath ITEM = new FieldPath("", "");

    /** The array that holds the item. */
    public static final FieldPath LIST = new FieldPath("..", "");

    /** A path as it is written, of keys that hold neither a dot nor a bracket. */
    public static FieldPath of(String path) {
        var key = path.substring(path.lastIndexOf('.') + 1);
        var bracket = key.indexOf('[');
        return new FieldPath(path, bracket < 0 ? key : key.substring(0, bracket));
    }

    /** The path of a key of the object at this path. */
    public FieldPath key(String key) {
        return equals(ITEM) ? new FieldPath(key, key) : new FieldPath(text + "." + key, key);
    }

    /** The path of an element, counted from 0, of the array at this path. */
    public FieldPath index(int index) {
        return new FieldPath(text + "[" + index + "]", lastKey);
    }
}
