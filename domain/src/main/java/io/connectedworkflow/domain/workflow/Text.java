package io.connectedworkflow.domain.workflow;

/** What no text in a workflow may hold. */
public final class Text {

    private Text() {}

    /** Whether it is without U+0000 and without half a surrogate pair. */
    public static boolean isStorable(String text) {
        return text.indexOf('\0') < 0 && !hasUnpairedSurrogate(text);
    }

    static boolean hasUnpairedSurrogate(String text) {
        return text.codePoints()
                .anyMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }
}
