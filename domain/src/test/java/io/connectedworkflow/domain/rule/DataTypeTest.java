package io.connectedworkflow.domain.rule;

import static io.connectedworkflow.domain.refusal.Requests.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What fits in a field of which data type. */
class DataTypeTest {

    private static final List<String> TEXTS = List.of("text", "textarea", "email", "phone", "website", "picklist");
    private static final List<String> WHOLE = List.of("integer", "bigint");
    private static final List<String> NUMBERS = List.of("double", "currency", "percent", "decimal");
    private static final List<String> IDS = List.of("lookup", "ownerlookup");

    private static @Nullable Object value(String json) {
        return item("{'value': " + json + "}").value("value");
    }

    private static Stream<Arguments> of(List<String> types, String... values) {
        return types.stream().flatMap(type -> Arrays.stream(values).map(value -> arguments(type, value)));
    }

    static Stream<Arguments> fitting() {
        return Stream.of(of(TEXTS, "''", "'a'", "'12'", "'not an address'"),
                of(List.of("multiselectpicklist"), "[]", "['a']", "['a', '']"),
                of(WHOLE, "0", "-1", "12345678901234567890123456789012345678"),
                of(NUMBERS, "0", "-1", "1.50", "1e2", "1e-2", "1E38"), of(List.of("boolean"), "true", "false"),
                of(List.of("date"), "'2024-02-29'", "'2000-02-29'", "'2025-12-31'", "'1999-01-01'"),
                of(List.of("datetime"), "'2024-02-29T10:15:30+05:30'", "'2025-12-01T00:00:00-12:00'",
                        "'2025-12-01T23:59:59+00:00'", "'2025-12-01T11:09:10Z'"),
                of(IDS, "'1'", "'4876876000019340001'", "'9223372036854775807'"),
                of(List.of("autonumber", "Text", ""), "'a'", "1", "1.5", "true", "[]", "[1, 'a']", "[{}]"))
                .flatMap(Function.identity());
    }

    @ParameterizedTest
    @MethodSource("fitting")
    void takes(String type, String value) {
        assertThat(DataType.takes(type, value(value))).isTrue();
        assertThat(DataType.takesOneOf(type, value(value))).isTrue();
    }

    static Stream<Arguments> notFitting() {
        return Stream.of(of(TEXTS, "null", "1", "true", "['a']", "{}"),
                of(List.of("multiselectpicklist"), "null", "[1]", "['a', null]", "['a', ['b']]", "{}", "1"),
                of(WHOLE, "null", "'1'", "1.0", "1.5", "1e2", "1e0", "1.5e1", "10e-1", "true", "[1]", "{}"),
                of(NUMBERS, "null", "'1.5'", "true", "[1.5]", "{}"),
                of(List.of("boolean"), "null", "'true'", "1", "0", "[true]"),
                of(List.of("date"), "null", "'2025-02-29'", "'1900-02-29'", "'2024-02-30'", "'2025-04-31'",
                        "'2025-13-01'", "'2025-00-10'", "'2025-01-00'", "'2025-1-1'", "'25-01-01'", "'20250101'",
                        "'01/02/2025'", "'2025-01-01 '", "' 2025-01-01'", "'+2025-1-01'",
                        "'2025-01-01T00:00:00+00:00'", "''", "'today'", "20250101", "['2025-01-01']"),
                of(List.of("datetime"), "null", "'2025-12-01T11:09:10'", "'2025-12-01'",
                        "'2025-02-29T10:15:30+05:30'", "'2025-12-01T24:00:00+05:30'", "'2025-12-01T23:60:00+05:30'",
                        "'2025-12-01T23:59:60+05:30'", "'2025-12-01T11:09:10+19:00'", "'2025-12-01T11:09:10+05:60'",
                        "'2025-12-01 11:09:10+05:30'", "'2025-12-01T11:09:10 +05:30'",
                        "'2025-12-01T11:09:10+05:30[Asia/Kolkata]'", "'2025-12-01T11:09:10+05:30 '", "''", "1764567550",
                        "['2025-12-01T11:09:10+05:30']"),
                of(IDS, "null", "''", "1", "'a'", "'-1'", "'9223372036854775808'", "'00000000000000000001'",
                        "{'id': '1'}", "['1']"),
                of(List.of("autonumber", "Text", ""), "null", "{}", "{'a': 1}")).flatMap(Function.identity());
    }

    @ParameterizedTest
    @MethodSource("notFitting")
    void does_not_take(String type, String value) {
        assertThat(DataType.takes(type, value(value))).isFalse();
        assertThat(DataType.takesOneOf(type, value(value))).isFalse();
    }

    @Test
    void compares_several_values_with_one_text_each() {
        assertThat(DataType.takes("multiselectpicklist", "a")).isFalse();
        assertThat(DataType.takesOneOf("multiselectpicklist", "a")).isTrue();
    }
}
