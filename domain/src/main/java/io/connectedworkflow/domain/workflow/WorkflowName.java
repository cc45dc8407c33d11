package io.connectedworkflow.domain.workflow;

import io.connectedworkflow.domain.refusal.FieldPath;
import io.connectedworkflow.domain.refusal.Refusal.FieldMissing;
import io.connectedworkflow.domain.refusal.Refusal.NameNotMatching;
import io.connectedworkflow.domain.refusal.Refusal.NameTooLong;
import io.connectedworkflow.domain.refusal.Text;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The name of a workflow, exactly as it was given. Refused are: a blank one ({@link FieldMissing}), more than
 * {@value #MAXIMUM_LENGTH} code points ({@link NameTooLong}), and characters outside of {@link #PATTERN}, or half a
 * surrogate pair ({@link NameNotMatching}); in this order.
 */
public record WorkflowName(String value) {

    /** In Unicode code points. */
    public static final int MAXIMUM_LENGTH = 50;

    /**
     * What every character must be, as the CRM API prints it in its answers. It is a Java pattern, matched as a whole:
     * ASCII letters and digits, <code>_ - \ . | $ ? , ' / !</code>, white space, and everything above U+007F.
     */
    public static final String PATTERN = "[0-9a-zA-Z_\\-\\\\.\\|\\$\\?\\,\\'\\/\\!\\P{InBasicLatin}\\s]+";

    private static final Pattern COMPILED = Pattern.compile(PATTERN);
    private static final FieldPath AT = FieldPath.of("name");

    public WorkflowName {
        if (value.isBlank()) {
            throw new FieldMissing(AT).asException();
        }
        if (value.codePointCount(0, value.length()) > MAXIMUM_LENGTH) {
            throw new NameTooLong(AT, MAXIMUM_LENGTH).asException();
        }
        if (!COMPILED.matcher(value).matches() || Text.hasUnpairedSurrogate(value)) {
            throw new NameNotMatching(AT, PATTERN).asException();
        }
    }

    /**
     * What makes two names the same: equal after NFC normalisation, without white space around them, and whatever
     * their case. Nothing is refused: a name that is recorded has a key, whatever names may be today.
     */
    public static String key(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC).strip().toLowerCase(Locale.ROOT);
    }
}
