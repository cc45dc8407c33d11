package io.connectedworkflow.domain.refusal;

import static io.connectedworkflow.domain.refusal.Refusals.refusalOf;
import static io.connectedworkflow.domain.refusal.Requests.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.connectedworkflow.domain.refusal.Refusal.FieldMissing;
import io.connectedworkflow.domain.refusal.Refusal.ValueInvalid;
import io.connectedworkflow.domain.refusal.Refusal.ValueNotSupported;
import io.connectedworkflow.domain.refusal.Refusal.WrongType;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the fields of a request's object are read. */
class ItemTest {

    private static final FieldPath KEY = FieldPath.of("key");

    private enum Colour {
        LIGHT_RED, BLUE
    }

    /** An object of which {@code key} is this. */
    private static Item with(String value) {
        return item("{'key': " + value + "}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "'a'", "1", "true"})
    void is_an_object_and_nothing_else(String value) {
        assertThat(refusalOf(() -> Item.of(Requests.value(value), KEY)))
                .isEqualTo(new WrongType(KEY, FieldType.OBJECT));
    }

    @Test
    void tells_a_key_that_is_null_from_one_that_is_missing_only_when_asked() {
        assertThat(with("null").has("key")).isTrue();
        assertThat(with("null").isNull("key")).isTrue();
        assertThat(with("1").isNull("key")).isFalse();
        assertThat(item("{}").has("key")).isFalse();
        assertThat(item("{}").isNull("key")).isTrue();
    }

    @Test
    void knows_where_its_fields_are() {
        var inner = item("{'a': {'b': [{'c': {}}]}}").requiredObject("a").element("b", 0).requiredObject("c");
        assertThat(inner.path()).isEqualTo(FieldPath.of("a.b[0].c"));
        assertThat(inner.at("d")).isEqualTo(FieldPath.of("a.b[0].c.d"));
    }

    static Stream<Arguments> optionalReads() {
        return Stream.<Function<Item, Object>>of(i -> opt(i.text("key")), i -> opt(i.storableText("key")),
                i -> opt(i.flag("key")), i -> opt(i.integer("key")), i -> opt(i.wholeNumber("key")),
                i -> opt(i.object("key")), i -> opt(i.objects("key")), i -> opt(i.size("key")),
                i -> opt(i.value("key")), i -> opt(i.choice("key", Colour.class))).map(Arguments::of);
    }

    private static Object opt(@Nullable Object value) {
        return Optional.ofNullable(value);
    }

    @ParameterizedTest
    @MethodSource("optionalReads")
    void takes_null_for_missing(Function<Item, Object> read) {
        assertThat(read.apply(with("null"))).isEqualTo(Optional.empty());
        assertThat(read.apply(item("{}"))).isEqualTo(Optional.empty());
    }

    static Stream<Consumer<Item>> requiredReads() {
        return Stream.of(i -> i.requiredText("key"), i -> i.requiredObject("key"), i -> i.requiredSize("key"),
                i -> i.requiredValue("key"), i -> i.requiredChoice("key", Colour.class),
                i -> i.requiredChoice("key", Colour.class, Function.identity()), i -> i.requiredTexts("key"));
    }

    @ParameterizedTest
    @MethodSource("requiredReads")
    void refuses_what_is_missing_or_null(Consumer<Item> read) {
        assertThat(refusalOf(() -> read.accept(with("null")))).isEqualTo(new FieldMissing(KEY));
        assertThat(refusalOf(() -> read.accept(item("{}")))).isEqualTo(new FieldMissing(KEY));
    }

    static Stream<Arguments> wrongTypes() {
        Consumer<Item> text = i -> i.text("key");
        Consumer<Item> storable = i -> i.storableText("key");
        Consumer<Item> choice = i -> i.choice("key", Colour.class);
        Consumer<Item> flag = i -> i.flag("key");
        Consumer<Item> integer = i -> i.integer("key");
        Consumer<Item> whole = i -> i.wholeNumber("key");
        Consumer<Item> object = i -> i.object("key");
        Consumer<Item> objects = i -> i.objects("key");
        Consumer<Item> size = i -> i.size("key");
        return Stream.of(refusing(text, FieldType.TEXT, "1", "true", "{}", "[]"),
                refusing(storable, FieldType.TEXT, "1", "true", "{}", "[]"),
                refusing(choice, FieldType.TEXT, "1", "true", "{}", "['blue']"),
                refusing(flag, FieldType.BOOLEAN, "1", "'true'", "{}", "[]"),
                refusing(integer, FieldType.INTEGER, "'1'", "true", "{}", "[]", "1.0", "1e2", "1e0"),
                refusing(whole, FieldType.INTEGER, "'1'", "true", "{}", "[]", "1.0", "1e2", "1e0", "1.5e1"),
                refusing(object, FieldType.OBJECT, "1", "true", "'{}'", "[]"),
                refusing(objects, FieldType.ARRAY, "1", "true", "'[]'", "{}"),
                refusing(size, FieldType.ARRAY, "1", "true", "'[]'", "{}")).flatMap(Function.identity());
    }

    private static Stream<Arguments> refusing(Consumer<Item> read, FieldType type, String... values) {
        return Arrays.stream(values).map(value -> arguments(value, type, read));
    }

    @ParameterizedTest
    @MethodSource("wrongTypes")
    void refuses_what_is_of_another_type(String value, FieldType expected, Consumer<Item> read) {
        assertThat(refusalOf(() -> read.accept(with(value)))).isEqualTo(new WrongType(KEY, expected));
    }

    @Test
    void reads_texts_as_they_are() {
        assertThat(with("''").requiredText("key")).isEmpty();
        assertThat(with("' a '").storableText("key")).isEqualTo(" a ");
        assertThat(with("'a\0'").text("key")).isEqualTo("a\0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\0", "\ud83d", "\ude80"})
    void refuses_a_text_that_cannot_be_stored(String text) {
        assertThat(refusalOf(() -> with("'" + text + "'").storableText("key"))).isEqualTo(new ValueInvalid(KEY));
    }

    @Test
    void reads_a_constant_by_its_name_in_lower_case_or_by_another_word() {
        assertThat(with("'light_red'").choice("key", Colour.class)).isEqualTo(Colour.LIGHT_RED);
        assertThat(with("'BLUE'").requiredChoice("key", Colour.class, Function.identity())).isEqualTo(Colour.BLUE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "LIGHT_RED", "light red", " blue", "blue ", "green"})
    void refuses_what_is_the_name_of_no_constant_and_tells_all(String text) {
        assertThat(refusalOf(() -> with("'" + text + "'").choice("key", Colour.class)))
                .isEqualTo(new ValueNotSupported(KEY, List.of("light_red", "blue")));
    }

    @Test
    void tells_the_words_that_are_supported_where_they_are_others() {
        assertThat(refusalOf(() -> with("'blue'").requiredChoice("key", Colour.class, Function.identity())))
                .isEqualTo(new ValueNotSupported(KEY, List.of("LIGHT_RED", "BLUE")));
    }

    @Test
    void reads_booleans() {
        assertThat(with("true").flag("key")).isTrue();
        assertThat(with("false").flag("key")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 7, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void reads_integers(int expected) {
        assertThat(with(String.valueOf(expected)).integer("key")).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2147483648", "-2147483649"})
    void refuses_an_integer_that_is_too_large(String text) {
        assertThat(refusalOf(() -> with(text).integer("key"))).isEqualTo(new WrongType(KEY, FieldType.INTEGER));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "-1, -1", "9223372036854775807, 9223372036854775807",
        "-9223372036854775808, -9223372036854775808"})
    void reads_whole_numbers(String text, long expected) {
        assertThat(with(text).wholeNumber("key")).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"9223372036854775808", "-9223372036854775809", "123456789012345678901234567890123456789"})
    void refuses_a_whole_number_that_is_too_large(String text) {
        assertThat(refusalOf(() -> with(text).wholeNumber("key"))).isEqualTo(new ValueInvalid(KEY));
    }

    @Test
    void knows_the_size_of_an_array_whatever_is_in_it() {
        assertThat(with("[]").requiredSize("key")).isZero();
        assertThat(with("[null, 1, {}]").size("key")).isEqualTo(3);
    }

    @Test
    void reads_an_element_without_looking_at_the_others() {
        assertThat(with("[null, {'a': 'b'}, 1]").element("key", 1).text("a")).isEqualTo("b");
        assertThat(refusalOf(() -> with("[null, {'a': 'b'}, 1]").element("key", 2)))
                .isEqualTo(new WrongType(KEY.index(2), FieldType.OBJECT));
    }

    @Test
    void counts_the_elements_that_have_a_constant_in_a_field() {
        assertThat(with("[{'c': 'blue'}, null, {'c': 'light_red'}, {'c': 1}, 'blue', {}, {'c': 'blue', 'd': 1}]")
                .count("key", "c", Colour.BLUE)).isEqualTo(2);
    }

    @Test
    void reads_texts_in_an_array() {
        assertThat(with("['a', '']").requiredTexts("key")).containsExactly("a", "");
        assertThat(refusalOf(() -> with("['a', null]").requiredTexts("key")))
                .isEqualTo(new WrongType(KEY.index(1), FieldType.TEXT));
    }

    @Test
    void is_about_something_new_without_an_id() {
        assertThat(item("{}").referencedId()).isNull();
        assertThat(item("{'id': null}").referencedId()).isNull();
        assertThat(item("{'id': null}").isMarkedForDeletion()).isFalse();
    }

    @Test
    void is_about_what_is_there_with_an_id() {
        assertThat(item("{'id': '7'}").referencedId()).isEqualTo("7");
        assertThat(item("{'id': '7'}").isMarkedForDeletion()).isFalse();
        assertThat(item("{'id': '7', '_delete': null}").referencedId()).isEqualTo("7");
        assertThat(item("{'id': '7', '_delete': null}").isMarkedForDeletion()).isTrue();
    }

    static Stream<Arguments> faultyIds() {
        return Stream.of(arguments("{'id': 7}", new WrongType(FieldPath.of("id"), FieldType.TEXT)),
                arguments("{'id': 7, '_delete': 1}", new WrongType(FieldPath.of("id"), FieldType.TEXT)),
                arguments("{'_delete': null}", new FieldMissing(FieldPath.of("id"))),
                arguments("{'_delete': 1}", new FieldMissing(FieldPath.of("id"))),
                arguments("{'id': null, '_delete': null}", new FieldMissing(FieldPath.of("id"))),
                arguments("{'id': '7', '_delete': false}", new ValueInvalid(FieldPath.of("_delete"))),
                arguments("{'id': '7', '_delete': {}}", new ValueInvalid(FieldPath.of("_delete"))));
    }

    @ParameterizedTest
    @MethodSource("faultyIds")
    void refuses_an_id_that_is_none_and_a_removal_of_nothing(String element, Refusal refusal) {
        assertThat(refusalOf(() -> item(element).referencedId())).isEqualTo(refusal);
    }

    @Test
    void reads_any_value_with_numbers_in_it() {
        assertThat(with("{'a': [1.50, null, true, 'b', {'c': 1e2}]}").value("key")).isEqualTo(
                Map.of("a",
                        Arrays.asList(new BigDecimal("1.50"), null, true, "b", Map.of("c", new BigDecimal("1e2")))));
        assertThat(with("''").requiredValue("key")).isEqualTo("");
        assertThat(with("[]").requiredValue("key")).isEqualTo(List.of());
    }

    static Stream<Arguments> unstorableValues() {
        return Stream.of(arguments("'a\0'", "key"), arguments("'\ud83d'", "key"), arguments("1e39", "key"),
                arguments("123456789012345678901234567890123456789", "key"), arguments("[1, 'a\0']", "key[1]"),
                arguments("[[1e39]]", "key[0][0]"), arguments("{'a': {'b': ['\ude80']}}", "key.a.b[0]"),
                arguments("{'a': {'b\0': 1}}", "key.a"), arguments("{'\ud83d': 1}", "key"),
                arguments("[1e39, '\0']", "key[0]"));
    }

    @ParameterizedTest
    @MethodSource("unstorableValues")
    void refuses_a_value_with_anything_in_it_that_cannot_be_stored(String value, String at) {
        assertThat(refusalOf(() -> with(value).value("key"))).isEqualTo(new ValueInvalid(FieldPath.of(at)));
        assertThat(refusalOf(() -> with(value).requiredValue("key"))).isEqualTo(new ValueInvalid(FieldPath.of(at)));
    }

    @Test
    void judges_every_object_of_an_array_by_itself() {
        assertThat(
                with("[{'a': 'b'}, 1, {'a': 1}, {'a': null}]").<Object>each("key", element -> element.text("a") + "!",
                        refusal -> refusal))
                .containsExactly("b!", new WrongType(KEY.index(1), FieldType.OBJECT),
                        new WrongType(FieldPath.of("key[2].a"), FieldType.TEXT), "null!");
    }

    @Test
    void judges_no_objects_where_the_array_is_missing_and_one_where_it_is_none() {
        assertThat(item("{}").<Object>each("key", element -> element, refusal -> refusal)).isEmpty();
        assertThat(with("[]").<Object>each("key", element -> element, refusal -> refusal)).isEmpty();
        assertThat(with("null").<Object>each("key", element -> element, refusal -> refusal))
                .containsExactly(new WrongType(KEY, FieldType.ARRAY));
    }
}
