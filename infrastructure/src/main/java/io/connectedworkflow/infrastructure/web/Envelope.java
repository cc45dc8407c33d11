package io.connectedworkflow.infrastructure.web;

import io.connectedworkflow.domain.refusal.FieldPath;

/** The JSON around an item: in a request's body, in its answer, and in a path that leads to a fault in it. */
public enum Envelope {
    /** {@code {"connected_workflows":[…]}}. */
    WORKFLOWS("connected_workflows"),
    /** {@code {"rules":[…]}}. */
    RULES("rules"),
    /** Nothing around the item, and {@code {"connected_workflows":[…]}} around the answer. */
    DIRECT("connected_workflows"),
    /** Nothing: the body is the item. */
    BARE("");

    private final String key;

    Envelope(String key) {
        this.key = key;
    }

    /** Whether the body is the item. */
    boolean isBody() {
        return this == BARE || this == DIRECT;
    }

    /** The key of the array that holds the item; empty for {@link #BARE}. */
    public String key() {
        return key;
    }

    /** The whole path of a field, from the body down. */
    String path(FieldPath field) {
        var list = isBody() ? "$" : "$." + key;
        if (field.equals(FieldPath.LIST)) {
            return list;
        }
        var item = isBody() ? list : list + "[0]";
        return field.equals(FieldPath.ITEM) ? item : item + "." + field.text();
    }

    /** The last key of the whole path. */
    String lastKey(FieldPath field) {
        return field.equals(FieldPath.LIST) || field.equals(FieldPath.ITEM) ? key : field.lastKey();
    }
}
