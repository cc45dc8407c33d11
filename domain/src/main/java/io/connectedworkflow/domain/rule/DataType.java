package io.connectedworkflow.domain.rule;

import io.connectedworkflow.domain.refusal.Text;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells which values fit in a field, by the name of its data type in the CRM. */
final class DataType {

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    private DataType() {}

    /**
     * Whether a value fits.
     *
     * @param type  one that is not known takes any scalar or array
     * @param value numbers as they were written: an integer has no point and no exponent
     */
    static boolean takes(String type, @Nullable Object value) {
        return switch (type) {
            case "text", "textarea", "email", "phone", "website", "picklist" -> value instanceof String;
            case "multiselectpicklist" ->
                value instanceof List<?> list && list.stream().allMatch(String.class::isInstance);
            case "integer", "bigint" -> value instanceof BigDecimal number && number.scale() == 0;
            case "double", "currency", "percent", "decimal" -> value instanceof BigDecimal;
            case "boolean" -> value instanceof Boolean;
            case "date" -> value instanceof String text && isDate(text);
            case "datetime" -> value instanceof String text && isDateTime(text);
            case "lookup", "ownerlookup" -> value instanceof String text && Text.isId(text);
            default -> value != null && !(value instanceof Map);
        };
    }

    /** Whether a value can be compared with the field as one of several. */
    static boolean takesOneOf(String type, @Nullable Object value) {
        return takes(type, value) || (type.equals("multiselectpicklist") && value instanceof String);
    }

    private static boolean isDate(String text) {
        try {
            return text.length() == 10 && DATE.parse(text, LocalDate::from) != null;
        } catch (DateTimeException malformed) {
            return false;
        }
    }

    private static boolean isDateTime(String text) {
        try {
            return DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, OffsetDateTime::from) != null;
        } catch (DateTimeException malformed) {
            return false;
        }
    }
}
