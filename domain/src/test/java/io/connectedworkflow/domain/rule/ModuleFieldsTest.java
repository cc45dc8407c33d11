package io.connectedworkflow.domain.rule;

import static io.connectedworkflow.domain.refusal.Refusals.refusalOf;
import static io.connectedworkflow.domain.refusal.Requests.item;
import static io.connectedworkflow.domain.rule.TestFields.LISTED;
import static io.connectedworkflow.domain.rule.TestFields.UNLISTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.connectedworkflow.domain.refusal.FieldPath;
import io.connectedworkflow.domain.refusal.FieldType;
import io.connectedworkflow.domain.refusal.Refusal;
import io.connectedworkflow.domain.refusal.Refusal.Ambiguous;
import io.connectedworkflow.domain.refusal.Refusal.FieldMissing;
import io.connectedworkflow.domain.refusal.Refusal.OneOfMissing;
import io.connectedworkflow.domain.refusal.Refusal.ValueInvalid;
import io.connectedworkflow.domain.refusal.Refusal.WrongType;
import io.connectedworkflow.domain.rule.ModuleFields.Named;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which field a request means. */
class ModuleFieldsTest {

    private static final FieldPath API_NAME = FieldPath.of("api_name");
    private static final FieldPath ID = FieldPath.of("id");

    @ParameterizedTest
    @ValueSource(strings = {"{'api_name': 'Age'}", "{'id': '72'}", "{'api_name': 'Age', 'id': '72'}",
        "{'api_name': null, 'id': '72'}", "{'api_name': 'Age', 'id': null}"})
    void finds_a_listed_field_by_either_key_or_both(String field) {
        assertThat(LISTED.named(item(field))).isEqualTo(new Named(new FieldName("Age", "72"), "integer"));
    }

    @Test
    void finds_a_listed_field_that_has_no_id() {
        assertThat(LISTED.named(item("{'api_name': 'Birthday'}")))
                .isEqualTo(new Named(new FieldName("Birthday", null), "date"));
    }

    static Stream<Arguments> faultyWhereListed() {
        return Stream.of(arguments("{}", new OneOfMissing(List.of(API_NAME, ID))),
                arguments("{'api_name': null, 'id': null}", new OneOfMissing(List.of(API_NAME, ID))),
                arguments("{'api_name': 1}", new WrongType(API_NAME, FieldType.TEXT)),
                arguments("{'id': 72}", new WrongType(ID, FieldType.TEXT)),
                arguments("{'api_name': 'Unknown', 'id': 72}", new WrongType(ID, FieldType.TEXT)),
                arguments("{'api_name': 'age'}", new ValueInvalid(API_NAME)),
                arguments("{'api_name': 'Age '}", new ValueInvalid(API_NAME)),
                arguments("{'api_name': ''}", new ValueInvalid(API_NAME)),
                arguments("{'api_name': '72'}", new ValueInvalid(API_NAME)),
                arguments("{'api_name': 'Amount'}", new ValueInvalid(API_NAME)),
                arguments("{'id': '81'}", new ValueInvalid(ID)), arguments("{'id': 'Age'}", new ValueInvalid(ID)),
                arguments("{'id': '072'}", new ValueInvalid(ID)),
                arguments("{'api_name': 'Age', 'id': '1'}", new ValueInvalid(ID)),
                arguments("{'api_name': 'Unknown', 'id': '72'}", new ValueInvalid(API_NAME)),
                arguments("{'api_name': 'Unknown', 'id': '1'}", new ValueInvalid(API_NAME)),
                arguments("{'api_name': 'Birthday', 'id': '1'}", new ValueInvalid(ID)),
                arguments("{'api_name': 'Age', 'id': '71'}", new Ambiguous(List.of(ID, API_NAME))));
    }

    @ParameterizedTest
    @MethodSource("faultyWhereListed")
    void refuses_what_is_not_exactly_one_listed_field(String field, Refusal refusal) {
        assertThat(refusalOf(() -> LISTED.named(item(field)))).isEqualTo(refusal);
    }

    @Test
    void takes_any_api_name_where_fields_are_not_listed() {
        assertThat(UNLISTED.named(item("{'api_name': 'Anything'}")))
                .isEqualTo(new Named(new FieldName("Anything", null), null));
        assertThat(UNLISTED.named(item("{'api_name': 'Anything', 'id': '7'}")))
                .isEqualTo(new Named(new FieldName("Anything", "7"), null));
    }

    static Stream<Arguments> faultyWhereNotListed() {
        return Stream.of(arguments("{}", new FieldMissing(API_NAME)),
                arguments("{'id': '72'}", new FieldMissing(API_NAME)),
                arguments("{'api_name': null}", new FieldMissing(API_NAME)),
                arguments("{'api_name': 1}", new WrongType(API_NAME, FieldType.TEXT)),
                arguments("{'api_name': 'A', 'id': 1}", new WrongType(ID, FieldType.TEXT)),
                arguments("{'api_name': 'A\0'}", new ValueInvalid(API_NAME)),
                arguments("{'api_name': 'A', 'id': '\ud83d'}", new ValueInvalid(ID)));
    }

    @ParameterizedTest
    @MethodSource("faultyWhereNotListed")
    void wants_an_api_name_that_can_be_stored_where_fields_are_not_listed(String field, Refusal refusal) {
        assertThat(refusalOf(() -> UNLISTED.named(item(field)))).isEqualTo(refusal);
    }

    @Test
    void lets_any_value_fit_where_the_data_type_is_unknown_and_no_other_elsewhere() {
        var anything = UNLISTED.named(item("{'api_name': 'Age'}"));
        var age = LISTED.named(item("{'api_name': 'Age'}"));
        assertThat(anything.takes("a")).isTrue();
        assertThat(anything.takesOneOf(null)).isTrue();
        assertThat(age.takes("a")).isFalse();
        assertThat(age.takesOneOf(null)).isFalse();
    }

    @Test
    void allows_names_of_listed_fields_or_any() {
        assertThat(LISTED.allow("Age")).isTrue();
        assertThat(LISTED.allow("72")).isFalse();
        assertThat(LISTED.allow("age")).isFalse();
        assertThat(UNLISTED.allow("Age")).isTrue();
    }
}
