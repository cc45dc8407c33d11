package io.connectedworkflow.domain.rule;

import static io.connectedworkflow.domain.refusal.Refusals.refusalOf;
import static io.connectedworkflow.domain.rule.TestFields.LISTED;
import static io.connectedworkflow.domain.rule.TestFields.MODULES;
import static io.connectedworkflow.domain.rule.TestFields.UNLISTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.connectedworkflow.domain.refusal.FieldPath;
import io.connectedworkflow.domain.refusal.Refusal.ValueInvalid;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which texts may name fields, in a rule of contacts. */
class MergeFieldsTest {

    private static final FieldPath AT = FieldPath.of("value");

    private final MergeFields merges = new MergeFields(MODULES, LISTED);

    @ParameterizedTest
    @ValueSource(strings = {"Email", "${Email}", "${!Email}", "Contacts.Email", "${Contacts.Email}",
        "${!Contacts.Email}", "${Deals.Amount}", "${Leads.Anything}", "${Unknown.Anything}",
        "Dear ${Contacts.Email}, you are ${!Contacts.Age}", "${Contacts.Email}${Deals.Amount}"})
    void allows_fields_that_are_listed_or_whose_module_lists_none(String text) {
        assertThatCode(() -> merges.require(text, AT)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Unknown", "email", "Amount", "${Unknown}", "${Amount}", "Contacts.Amount",
        "${Contacts.Amount}", "${!Contacts.Amount}", "${Deals.Email}", "Dear ${Contacts.Unknown}",
        "${Contacts.Email}${Contacts.Amount}", "${Contacts.Email} and ${!Deals.Email}."})
    void refuses_fields_that_are_not_listed(String text) {
        assertThat(refusalOf(() -> merges.require(text, AT))).isEqualTo(new ValueInvalid(AT));
    }

    static Stream<Object> others() {
        return Stream.of(new BigDecimal(1), true, List.of("Email"), Map.of("api_name", "Email"));
    }

    @ParameterizedTest
    @MethodSource("others")
    void refuses_what_is_no_text(Object value) {
        assertThat(refusalOf(() -> merges.require(value, AT))).isEqualTo(new ValueInvalid(AT));
        assertThat(refusalOf(() -> new MergeFields(MODULES, UNLISTED).require(value, AT)))
                .isEqualTo(new ValueInvalid(AT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Anything", "${Leads.Anything}", "${Anything}"})
    void allows_any_field_of_a_module_that_lists_none(String text) {
        assertThatCode(() -> new MergeFields(MODULES, UNLISTED).require(text, AT)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Contacts.Amount", "${Contacts.Amount}"})
    void checks_the_fields_of_other_modules_where_its_own_lists_none(String text) {
        assertThat(refusalOf(() -> new MergeFields(MODULES, UNLISTED).require(text, AT)))
                .isEqualTo(new ValueInvalid(AT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Email", "Age", "${Email}", "${!Email}"})
    void allows_one_field_by_its_name(String text) {
        assertThatCode(() -> merges.requireOwn(text, AT)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "Unknown", "No such field", "Email and Age", "Dear ${Contacts.Email}", "Email\n",
        "Email}", "${Email", "$Email", "{Email}", "Deals.Amount", "${Deals.Amount}", "Leads.Email"})
    void refuses_as_a_name_what_is_not_exactly_one(String text) {
        assertThat(refusalOf(() -> merges.requireOwn(text, AT))).isEqualTo(new ValueInvalid(AT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Anything", "Any thing"})
    void allows_any_text_as_a_name_where_no_fields_are_listed(String text) {
        assertThatCode(() -> new MergeFields(MODULES, UNLISTED).requireOwn(text, AT)).doesNotThrowAnyException();
    }
}
