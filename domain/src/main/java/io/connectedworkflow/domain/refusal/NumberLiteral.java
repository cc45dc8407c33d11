package io.connectedworkflow.domain.refusal;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/** A number, as a request writes it: nothing is made of it unless somebody asks. */
public record NumberLiteral(String text) {

    private static final int MOST_DIGITS = 38;
    private static final int LARGEST_EXPONENT = 38;
    private static final Pattern NUMBER = Pattern.compile("-?([0-9]+)(?:\\.([0-9]+))?(?:[eE][+-]?([0-9]+))?");

    /**
     * The number, if it has at most 38 digits and an exponent within ±38, so that a store can keep it. Its scale is 0
     * just when it is written as an integer, without a point and without an exponent.
     */
    public Optional<BigDecimal> number() {
        var matcher = NUMBER.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        var fraction = matcher.group(2) == null ? 0 : matcher.group(2).length();
        var exponent = matcher.group(3) == null ? "0" : matcher.group(3);
        var fits = matcher.group(1).length() + fraction <= MOST_DIGITS && exponent.length() <= MOST_DIGITS
                && new BigDecimal(exponent).compareTo(BigDecimal.valueOf(LARGEST_EXPONENT)) <= 0;
        return fits ? Optional.of(read(matcher.group(2) == null && matcher.group(3) == null)) : Optional.empty();
    }

    private BigDecimal read(boolean integer) {
        var number = new BigDecimal(text);
        return integer || number.scale() != 0 ? number : number.setScale(1);
    }
}
