package io.connectedworkflow.domain.refusal;

/** Rules for all texts, whatever they say. */
public final class Text {

    private static final int LONGEST_ID = 19;

    private Text() {}

    /** Whether it is without U+0000 and without half a surrogate pair, so that a store can keep it. */
    public static boolean isStorable(String text) {
        return text.indexOf('\0') < 0 && !hasUnpairedSurrogate(text);
    }

    /** Whether it holds half a surrogate pair. */
    public static boolean hasUnpairedSurrogate(String text) {
        return text.codePoints()
                .anyMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }

    /** Whether it is an id of the CRM: 1 to 19 decimal digits that fit in 63 bits. */
    public static boolean isId(String text) {
        if (text.isEmpty() || text.length() > LONGEST_ID || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return false;
        }
        return text.length() < LONGEST_ID || text.compareTo(Long.toString(Long.MAX_VALUE)) <= 0;
    }
}
