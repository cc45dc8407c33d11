package io.connectedworkflow.domain.workflow;

import io.connectedworkflow.domain.refusal.FieldPath;
import io.connectedworkflow.domain.refusal.Refusal.TooLong;
import io.connectedworkflow.domain.refusal.Refusal.ValueInvalid;
import io.connectedworkflow.domain.refusal.Text;

/**
 * A workflow's description, in its owner's words. Refused are more than {@value #MAXIMUM_LENGTH} code points
 * ({@link TooLong}), and U+0000 or half a surrogate pair, which no store can keep ({@link ValueInvalid}).
 */
public record Description(String value) {

    /** In Unicode code points. */
    public static final int MAXIMUM_LENGTH = 500;

    private static final FieldPath AT = FieldPath.of("description");

    public Description {
        if (value.codePointCount(0, value.length()) > MAXIMUM_LENGTH) {
            throw new TooLong(AT, MAXIMUM_LENGTH).asException();
        }
        if (!Text.isStorable(value)) {
            throw new ValueInvalid(AT).asException();
        }
    }
}
