package io.connectedworkflow.domain.rule;

import static io.connectedworkflow.domain.refusal.Refusals.refusalOf;
import static io.connectedworkflow.domain.refusal.Requests.item;
import static io.connectedworkflow.domain.rule.TestFields.LISTED;
import static io.connectedworkflow.domain.rule.TestFields.MODULES;
import static io.connectedworkflow.domain.rule.TestFields.UNLISTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.connectedworkflow.domain.refusal.FieldPath;
import io.connectedworkflow.domain.refusal.FieldType;
import io.connectedworkflow.domain.refusal.Refusal;
import io.connectedworkflow.domain.refusal.Refusal.Ambiguous;
import io.connectedworkflow.domain.refusal.Refusal.FieldMissing;
import io.connectedworkflow.domain.refusal.Refusal.OneOfMissing;
import io.connectedworkflow.domain.refusal.Refusal.TooLong;
import io.connectedworkflow.domain.refusal.Refusal.TooShort;
import io.connectedworkflow.domain.refusal.Refusal.ValueInvalid;
import io.connectedworkflow.domain.refusal.Refusal.ValueNotSupported;
import io.connectedworkflow.domain.refusal.Refusal.WrongType;
import io.connectedworkflow.domain.rule.Criteria.Comparison;
import io.connectedworkflow.domain.rule.Criteria.Group;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which criteria a request can ask for. */
class CriteriaReadingTest {

    private static final String LEAF = "{'field': {'api_name': 'Email'}, 'comparator': 'equal', 'value': 'a'}";
    private static final FieldPath VALUE = FieldPath.of("value");
    private static final List<String> COMPARATORS = List.of("equal", "not_equal", "like", "not_like", "starts_with",
            "ends_with", "contains", "not_contains", "less_than", "less_equal", "greater_than", "greater_equal",
            "between", "not_between", "in", "not_in", "include_all", "include_any", "exclude_all", "exclude_any");

    /** Criteria of contacts, whose fields are listed. */
    private static Criteria read(String tree) {
        return new CriteriaReading(LISTED, new MergeFields(MODULES, LISTED)).read(item(tree));
    }

    private static Criteria readUnlisted(String tree) {
        return new CriteriaReading(UNLISTED, new MergeFields(MODULES, UNLISTED)).read(item(tree));
    }

    private static String leaf(String field, String comparator, String value) {
        return leaf(field, comparator, "value", value);
    }

    private static String leaf(String field, String comparator, String type, String value) {
        return "{'field': {'api_name': '" + field + "'}, 'comparator': '" + comparator + "', 'type': '" + type
                + "', 'value': " + value + "}";
    }

    private static String group(String... trees) {
        return "{'group_operator': 'OR', 'group': [" + String.join(", ", trees) + "]}";
    }

    private static String groupOf(int count) {
        return group(IntStream.range(0, count).mapToObj(i -> LEAF).toArray(String[]::new));
    }

    /** Groups in groups; a comparison in the innermost is on this level. */
    private static String deep(int levels) {
        return levels == 1 ? LEAF : group(LEAF, deep(levels - 1));
    }

    // Comparisons

    @Test
    void reads_a_comparison() {
        assertThat(read("{'field': {'id': '72'}, 'comparator': 'less_equal', 'type': 'value', 'value': 18}"))
                .isEqualTo(new Comparison(new FieldName("Age", "72"), Comparator.LESS_EQUAL, ValueType.VALUE,
                        new Value(new BigDecimal("18"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "'type': null, ", "'type': 'value', "})
    void compares_with_a_value_unless_told_otherwise(String type) {
        assertThat(read("{'field': {'api_name': 'Email'}, 'comparator': 'equal', " + type + "'value': 'a'}"))
                .isEqualTo(new Comparison(new FieldName("Email", "71"), Comparator.EQUAL, ValueType.VALUE,
                        new Value("a")));
    }

    @Test
    void keeps_the_id_of_a_field_that_is_not_listed() {
        assertThat(readUnlisted("{'field': {'api_name': 'A', 'id': '7'}, 'comparator': 'equal', 'value': {'a': 1}}"))
                .extracting(criteria -> ((Comparison) criteria).field()).isEqualTo(new FieldName("A", "7"));
    }

    @ParameterizedTest
    @EnumSource
    void knows_every_comparator(Comparator comparator) {
        var word = comparator.name().toLowerCase(Locale.ROOT);
        var value = comparator.looksAtElements() ? "['a', 'b']" : "'a'";
        assertThat(COMPARATORS).contains(word);
        assertThat(read(leaf("Email", word, value))).isInstanceOfSatisfying(Comparison.class,
                read -> assertThat(read.comparator()).isEqualTo(comparator));
    }

    @Test
    void knows_types_of_values() {
        assertThat(Stream
                .of(leaf("Age", "equal", "value", "1"), leaf("Age", "equal", "merge_field", "'${Contacts.Age}'"),
                        leaf("Age", "equal", "pre_defined", "'${LAST_7_DAYS}'"),
                        leaf("Age", "equal", "field", "'Email'"))
                .map(tree -> ((Comparison) read(tree)).type())).containsExactly(ValueType.VALUE,
                        ValueType.MERGE_FIELD, ValueType.PRE_DEFINED, ValueType.FIELD);
    }

    static Stream<Arguments> faultyLeaves() {
        var field = FieldPath.of("field");
        var comparator = FieldPath.of("comparator");
        var type = FieldPath.of("type");
        var types = new ValueNotSupported(type, List.of("value", "merge_field", "pre_defined", "field"));
        var start = "{'field': {'api_name': 'Email'}";
        return Stream.of(arguments("{}", new FieldMissing(field)),
                arguments("{'field': null}", new FieldMissing(field)),
                arguments("{'field': 'Email'}", new WrongType(field, FieldType.OBJECT)),
                arguments("{'field': {}}", new OneOfMissing(List.of(field.key("api_name"), field.key("id")))),
                arguments("{'field': {'api_name': 'Unknown'}}", new ValueInvalid(field.key("api_name"))),
                arguments("{'field': {'id': '1'}}", new ValueInvalid(field.key("id"))),
                arguments("{'field': {'api_name': 'Email', 'id': '72'}}",
                        new Ambiguous(List.of(field.key("id"), field.key("api_name")))),
                arguments(start + "}", new FieldMissing(comparator)),
                arguments(start + ", 'comparator': null}", new FieldMissing(comparator)),
                arguments(start + ", 'comparator': 1}", new WrongType(comparator, FieldType.TEXT)),
                arguments(start + ", 'comparator': ''}", new ValueNotSupported(comparator, COMPARATORS)),
                arguments(start + ", 'comparator': 'EQUAL'}", new ValueNotSupported(comparator, COMPARATORS)),
                arguments(start + ", 'comparator': '='}", new ValueNotSupported(comparator, COMPARATORS)),
                arguments(start + ", 'comparator': 'equal', 'type': 1}", new WrongType(type, FieldType.TEXT)),
                arguments(start + ", 'comparator': 'equal', 'type': ''}", types),
                arguments(start + ", 'comparator': 'equal', 'type': 'static'}", types),
                arguments(start + ", 'comparator': 'equal'}", new ValueInvalid(VALUE)),
                arguments(start + ", 'comparator': 'equal', 'value': null}", new ValueInvalid(VALUE)),
                arguments(start + ", 'comparator': 'equal', 'value': 'a\0'}", new ValueInvalid(VALUE)),
                arguments(start + ", 'comparator': 'in', 'value': ['a', 'b\0']}", new ValueInvalid(VALUE.index(1))));
    }

    @ParameterizedTest
    @MethodSource("faultyLeaves")
    void refuses_a_comparison_that_is_not_well_formed(String leaf, Refusal refusal) {
        assertThat(refusalOf(() -> read(leaf))).isEqualTo(refusal);
    }

    static Stream<String> fitting() {
        return Stream.of(leaf("Age", "between", "[1, 2]"), leaf("Age", "in", "[1]"),
                leaf("Hobbies", "include_all", "['a', 'b']"), leaf("Hobbies", "equal", "[]"),
                leaf("Hobbies", "in", "['a', 'b']"), leaf("Hobbies", "in", "[['a'], ['b', 'c']]"),
                leaf("Birthday", "between", "['2024-02-29', '2025-01-01']"),
                leaf("Birthday", "less_than", "'2024-02-29'"),
                leaf("Age", "equal", "'${EMPTY}'"), leaf("Age", "not_equal", "'${NOTEMPTY}'"),
                leaf("Birthday", "equal", "'${ANYVALUE}'"), leaf("Hobbies", "equal", "'${EMPTY}'"));
    }

    @ParameterizedTest
    @MethodSource("fitting")
    void takes_a_value_that_fits_its_field(String leaf) {
        assertThat(read(leaf)).isInstanceOf(Comparison.class);
    }

    static Stream<String> notFitting() {
        return Stream.of(leaf("Age", "equal", "'1'"), leaf("Age", "equal", "[1]"), leaf("Age", "between", "[1, '2']"),
                leaf("Age", "in", "[1, null]"), leaf("Age", "in", "1"), leaf("Age", "less_than", "[1]"),
                leaf("Age", "like", "'1'"), leaf("Hobbies", "include_any", "[1]"), leaf("Hobbies", "equal", "'a'"),
                leaf("Birthday", "equal", "'2025-02-29'"), leaf("Birthday", "between", "['2024-02-29', 'today']"),
                leaf("Age", "equal", "'${empty}'"), leaf("Age", "equal", "'${UNKNOWN}'"),
                leaf("Age", "equal", "merge_field", "1"), leaf("Age", "equal", "pre_defined", "1"),
                leaf("Age", "equal", "pre_defined", "['${LAST_7_DAYS}']"), leaf("Age", "equal", "field", "1"),
                leaf("Age", "equal", "merge_field", "'${Contacts.Unknown}'"),
                leaf("Age", "equal", "merge_field", "'${Deals.Age}'"), leaf("Age", "equal", "field", "'Unknown'"),
                leaf("Age", "equal", "field", "'Amount'"), leaf("Age", "equal", "field", "'No such field'"),
                leaf("Age", "equal", "field", "''"));
    }

    @ParameterizedTest
    @MethodSource("notFitting")
    void refuses_a_value_that_does_not_fit_its_field_or_its_type(String leaf) {
        assertThat(refusalOf(() -> read(leaf))).isEqualTo(new ValueInvalid(VALUE));
    }

    static Stream<String> anything() {
        return Stream.of(leaf("A", "equal", "{'a': [1, null]}"), leaf("A", "between", "['a', 1]"),
                leaf("A", "equal", "merge_field", "'${Leads.Anything}'"), leaf("A", "equal", "field", "'Anything'"));
    }

    @ParameterizedTest
    @MethodSource("anything")
    void does_not_check_fields_that_are_not_listed(String leaf) {
        assertThat(readUnlisted(leaf)).isInstanceOf(Comparison.class);
    }

    static Stream<String> malformedWhateverTheField() {
        return Stream.of(leaf("A", "between", "[1]"), leaf("A", "in", "[]"), leaf("A", "less_than", "{}"),
                leaf("A", "equal", "merge_field", "1"), leaf("A", "equal", "pre_defined", "true"),
                leaf("A", "equal", "field", "['B']"), leaf("A", "equal", "1e39"));
    }

    @ParameterizedTest
    @MethodSource("malformedWhateverTheField")
    void checks_the_form_of_values_of_fields_that_are_not_listed(String leaf) {
        assertThat(refusalOf(() -> readUnlisted(leaf))).isEqualTo(new ValueInvalid(VALUE));
    }

    // Groups

    @Test
    void reads_a_group() {
        assertThat(read("{'group_operator': 'AND', 'group': [" + LEAF + ", " + group(LEAF, leaf("Age", "equal", "1"))
                + "]}")).isEqualTo(new Group(Operator.AND, List.of(read(LEAF),
                        new Group(Operator.OR, List.of(read(LEAF), read(leaf("Age", "equal", "1")))))));
    }

    @Test
    void takes_a_tree_whose_keys_of_a_group_are_null_for_a_comparison() {
        assertThat(read(LEAF.replace("{'field'", "{'group_operator': null, 'group': null, 'field'")))
                .isEqualTo(read(LEAF));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 25})
    void may_have_2_to_25_in_a_group(int count) {
        assertThat(read(groupOf(count))).isInstanceOfSatisfying(Group.class,
                group -> assertThat(group.group()).hasSize(count));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void must_have_2_in_a_group(int count) {
        assertThat(refusalOf(() -> read(groupOf(count)))).isEqualTo(new TooShort(FieldPath.of("group"), 2));
    }

    @Test
    void may_not_have_26_in_a_group() {
        assertThat(refusalOf(() -> read(groupOf(26)))).isEqualTo(new TooLong(FieldPath.of("group"), 25));
    }

    @Test
    void may_be_5_deep_with_its_comparisons() {
        assertThat(read(deep(5))).isInstanceOf(Group.class);
    }

    @Test
    void may_not_be_6_deep() {
        assertThat(refusalOf(() -> read(deep(6))))
                .isEqualTo(new TooLong(FieldPath.of("group[1].group[1].group[1].group[1].group"), 5));
    }

    static Stream<Arguments> faultyGroups() {
        var operator = FieldPath.of("group_operator");
        var group = FieldPath.of("group");
        var operators = new ValueNotSupported(operator, List.of("AND", "OR"));
        return Stream.of(arguments("{'group': [" + LEAF + ", " + LEAF + "]}", new FieldMissing(operator)),
                arguments("{'group_operator': null, 'group': []}", new FieldMissing(operator)),
                arguments("{'group_operator': 1, 'group': []}", new WrongType(operator, FieldType.TEXT)),
                arguments("{'group_operator': 'and', 'group': []}", operators),
                arguments("{'group_operator': 'XOR', 'group': []}", operators),
                arguments("{'group_operator': ''}", operators),
                arguments("{'group_operator': 'AND'}", new FieldMissing(group)),
                arguments("{'group_operator': 'AND', 'group': null}", new FieldMissing(group)),
                arguments("{'group_operator': 'AND', 'group': {}}", new WrongType(group, FieldType.ARRAY)),
                arguments("{'group_operator': 'AND', 'group': [" + LEAF + ", null]}",
                        new WrongType(group.index(1), FieldType.OBJECT)),
                arguments("{'group_operator': 'AND', 'group': [{}, null]}",
                        new FieldMissing(group.index(0).key("field"))),
                arguments("{'group_operator': 'AND', 'group': [" + LEAF + ", " + groupOf(1) + "]}",
                        new TooShort(group.index(1).key("group"), 2)));
    }

    @ParameterizedTest
    @MethodSource("faultyGroups")
    void refuses_a_group_that_is_not_well_formed(String tree, Refusal refusal) {
        assertThat(refusalOf(() -> read(tree))).isEqualTo(refusal);
    }

    // The order of these

    /** A fault, by the field that it puts into a comparison which would be fine without. */
    record Fault(String field, String value, Refusal refusal) {}

    /** In the order of the contract. */
    private static final List<Fault> FAULTS = List.of(
            new Fault("field", "1", new WrongType(FieldPath.of("field"), FieldType.OBJECT)),
            new Fault("comparator", "1", new WrongType(FieldPath.of("comparator"), FieldType.TEXT)),
            new Fault("type", "1", new WrongType(FieldPath.of("type"), FieldType.TEXT)),
            new Fault("value", "1", new ValueInvalid(VALUE)));

    static Stream<Arguments> twoFaults() {
        return IntStream.range(0, FAULTS.size()).boxed().map(first -> FAULTS.stream().skip(first + 1L)
                .map(second -> arguments(FAULTS.get(first), second))).flatMap(Function.identity());
    }

    @ParameterizedTest
    @MethodSource("twoFaults")
    void refuses_the_first_of_two_faults(Fault first, Fault second) {
        assertThat(refusalOf(() -> read(leafWith(first, second)))).isEqualTo(first.refusal);
    }

    private static String leafWith(Fault... faults) {
        var leaf = "{'value': <value>, 'type': <type>, 'comparator': <comparator>, 'field': <field>}";
        for (var fault : faults) {
            leaf = leaf.replace("<" + fault.field + ">", fault.value);
        }
        return leaf.replace("<value>", "'a'").replace("<type>", "'value'").replace("<comparator>", "'equal'")
                .replace("<field>", "{'api_name': 'Email'}");
    }
}
