package io.connectedworkflow.domain.rule;

import static io.connectedworkflow.domain.refusal.Refusals.refusalOf;
import static io.connectedworkflow.domain.refusal.Requests.item;
import static io.connectedworkflow.domain.rule.TestFields.DEALS;
import static io.connectedworkflow.domain.rule.TestFields.LISTED;
import static io.connectedworkflow.domain.rule.TestFields.MODULES;
import static io.connectedworkflow.domain.rule.TestFields.UNLISTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.connectedworkflow.domain.refusal.FieldPath;
import io.connectedworkflow.domain.refusal.FieldType;
import io.connectedworkflow.domain.refusal.Refusal;
import io.connectedworkflow.domain.refusal.Refusal.FieldMissing;
import io.connectedworkflow.domain.refusal.Refusal.TooLong;
import io.connectedworkflow.domain.refusal.Refusal.TooShort;
import io.connectedworkflow.domain.refusal.Refusal.ValueInvalid;
import io.connectedworkflow.domain.refusal.Refusal.ValueNotSupported;
import io.connectedworkflow.domain.refusal.Refusal.WrongType;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a new deal gets in its fields, from a rule of contacts. */
class FieldMappingReadingTest {

    private static final FieldPath FIRST = FieldPath.of("mappings").index(0);
    private static final String AMOUNT = "'field': {'api_name': 'Amount'}, ";

    private static List<FieldMapping> read(ModuleFields fields, String mappings) {
        return new FieldMappingReading(fields, new MergeFields(MODULES, LISTED)).read(
                item("{'mappings': " + mappings + "}"),
                "mappings");
    }

    private static List<FieldMapping> listed(String mappings) {
        return read(new ModuleFields(DEALS.fields()), mappings);
    }

    private static List<FieldMapping> unlisted(String mappings) {
        return read(UNLISTED, mappings);
    }

    private static String many(int count) {
        return "[" + "{'field': {'api_name': 'A'}, 'type': 'static', 'value': 1},".repeat(count - 1)
                + "{'field': {'api_name': 'A'}, 'type': 'static', 'value': 1}]";
    }

    @Test
    void reads_what_fits_a_listed_field() {
        var amount = new FieldName("Amount", "81");
        assertThat(listed("[{" + AMOUNT + "'type': 'static', 'value': 1.50}, {'field': {'id': '81'}, "
                + "'type': 'merge_field', 'value': '${Contacts.Age}'}, {" + AMOUNT
                + "'type': 'merge_field', 'value': 'Age'}, {" + AMOUNT
                + "'type': 'execution_time', 'value': 'today'}]"))
                .containsExactly(
                        new FieldMapping(amount, MappingType.STATIC, new Value(new BigDecimal("1.50"))),
                        new FieldMapping(amount, MappingType.MERGE_FIELD, new Value("${Contacts.Age}")),
                        new FieldMapping(amount, MappingType.MERGE_FIELD, new Value("Age")),
                        new FieldMapping(amount, MappingType.EXECUTION_TIME, new Value("today")));
    }

    @Test
    void reads_anything_for_a_field_that_is_not_listed() {
        assertThat(unlisted("[{'field': {'api_name': 'A'}, 'type': 'static', 'value': {'a': [1, null]}}]"))
                .extracting(FieldMapping::value)
                .isEqualTo(List.of(new Value(Map.of("a", Arrays.asList(1, null)))));
    }

    @Test
    void reads_25_and_no_more() {
        assertThat(unlisted(many(25))).hasSize(25);
        assertThat(refusalOf(() -> unlisted(many(26)))).isEqualTo(new TooLong(FieldPath.of("mappings"), 25));
    }

    static Stream<Arguments> faulty() {
        var all = FieldPath.of("mappings");
        var field = FIRST.key("field");
        var type = FIRST.key("type");
        var value = FIRST.key("value");
        var types = new ValueNotSupported(type, List.of("static", "merge_field", "execution_time"));
        return Stream.of(arguments("null", new FieldMissing(all)), arguments("{}", new WrongType(all, FieldType.ARRAY)),
                arguments("[]", new TooShort(all, 1)), arguments("[1]", new WrongType(FIRST, FieldType.OBJECT)),
                arguments("[{}]", new FieldMissing(field)), arguments("[{'field': null}]", new FieldMissing(field)),
                arguments("[{'field': 'Amount'}]", new WrongType(field, FieldType.OBJECT)),
                arguments("[{'field': {'api_name': 'Age'}}]", new ValueInvalid(field.key("api_name"))),
                arguments("[{" + AMOUNT + "'value': 1}]", new FieldMissing(type)),
                arguments("[{" + AMOUNT + "'type': null}]", new FieldMissing(type)),
                arguments("[{" + AMOUNT + "'type': 1}]", new WrongType(type, FieldType.TEXT)),
                arguments("[{" + AMOUNT + "'type': ''}]", types),
                arguments("[{" + AMOUNT + "'type': 'Static'}]", types),
                arguments("[{" + AMOUNT + "'type': 'value'}]", types),
                arguments("[{" + AMOUNT + "'type': 'static'}]", new FieldMissing(value)),
                arguments("[{" + AMOUNT + "'type': 'static', 'value': null}]", new FieldMissing(value)),
                arguments("[{" + AMOUNT + "'type': 'static', 'value': '1'}]", new ValueInvalid(value)),
                arguments("[{" + AMOUNT + "'type': 'static', 'value': 1e39}]", new ValueInvalid(value)),
                arguments("[{" + AMOUNT + "'type': 'static', 'value': {'a': ['\0']}}]",
                        new ValueInvalid(FieldPath.of("mappings[0].value.a[0]"))),
                arguments("[{" + AMOUNT + "'type': 'merge_field', 'value': 1}]", new ValueInvalid(value)),
                arguments("[{" + AMOUNT + "'type': 'merge_field', 'value': 'Amount'}]", new ValueInvalid(value)),
                arguments("[{" + AMOUNT + "'type': 'merge_field', 'value': '${Deals.Age}'}]", new ValueInvalid(value)),
                arguments("[{" + AMOUNT + "'type': 'execution_time', 'value': 1}]", new ValueInvalid(value)),
                arguments("[{" + AMOUNT + "'type': 'execution_time', 'value': ['today']}]", new ValueInvalid(value)));
    }

    @ParameterizedTest
    @MethodSource("faulty")
    void refuses_what_is_not_well_formed(String mappings, Refusal refusal) {
        assertThat(refusalOf(() -> listed(mappings))).isEqualTo(refusal);
    }

    @Test
    void looks_at_all_of_a_mapping_before_the_next() {
        assertThat(refusalOf(() -> listed("[{" + AMOUNT + "'type': 'static', 'value': '1'}, null]")))
                .isEqualTo(new ValueInvalid(FIRST.key("value")));
    }

    @Test
    void counts_before_it_looks_at_each() {
        assertThat(refusalOf(() -> listed("[" + "null, ".repeat(25) + "null]")))
                .isEqualTo(new TooLong(FieldPath.of("mappings"), 25));
    }
}
