package io.connectedworkflow.domain.workflow;

import static io.connectedworkflow.domain.workflow.RuleParts.FROM_WEB;
import static io.connectedworkflow.domain.workflow.RuleParts.NEW_DEAL;
import static io.connectedworkflow.domain.workflow.RuleParts.creating;
import static io.connectedworkflow.domain.workflow.RuleParts.mailing;
import static io.connectedworkflow.domain.workflow.RuleParts.named;
import static io.connectedworkflow.domain.workflow.RuleParts.updating;
import static io.connectedworkflow.domain.workflow.RuleParts.when;
import static io.connectedworkflow.domain.workflow.RulePaths.at;
import static io.connectedworkflow.domain.workflow.RuleScenario.onContacts;
import static io.connectedworkflow.domain.workflow.RuleScenario.withRule;
import static io.connectedworkflow.domain.workflow.RuleTexts.changed;
import static io.connectedworkflow.domain.workflow.RuleTexts.condition;
import static io.connectedworkflow.domain.workflow.RuleTexts.fieldUpdate;
import static io.connectedworkflow.domain.workflow.RuleTexts.gone;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.connectedworkflow.domain.refusal.Refusal.Duplicate;
import io.connectedworkflow.domain.refusal.Refusal.IdInBodyUnknown;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** In which order the conditions of a rule are looked at, by their sequence numbers. */
class RuleConditionNumbersTest {

    @Test
    void lists_conditions_by_their_numbers() {
        onContacts()
                .createWithConditions(condition(30, fieldUpdate("501")), condition(2, fieldUpdate("502")),
                        condition(11, fieldUpdate("503")))
                .adds(when("new-2", 2, updating("502")), when("new-3", 11, updating("503")),
                        when("new-1", 30, updating("501")));
    }

    @Test
    void refuses_a_number_that_is_there_twice() {
        onContacts()
                .createWithConditions(condition(1, fieldUpdate("501")), condition(2, fieldUpdate("501")),
                        condition(1, fieldUpdate("502")))
                .isRefusedBy(new Duplicate("sequence_number", at("conditions[2].sequence_number")));
    }

    @Test
    void looks_for_a_second_use_of_a_number_before_the_rest_of_its_condition() {
        onContacts()
                .createWithConditions(condition(1, fieldUpdate("501")), "{'sequence_number': 1, 'criteria_details': 1}")
                .isRefusedBy(new Duplicate("sequence_number", at("conditions[1].sequence_number")));
    }

    @Test
    void exchanges_numbers() {
        withRule()
                .changeConditions(changed("c1", "'sequence_number': 2"), changed("c2", "'sequence_number': 1"))
                .changesTo(when("c2", 1, FROM_WEB, creating("a1", NEW_DEAL)),
                        when("c1", 2, updating("501"), named("Say hello", mailing("601"))));
    }

    static Stream<Arguments> numbersTaken() {
        var two = condition(2, fieldUpdate("502"));
        return Stream.of(arguments(List.of(changed("c1", "'sequence_number': 2")), 0),
                arguments(List.of(changed("c2", "'sequence_number': 2"), changed("c1", "'sequence_number': 2")), 1),
                arguments(List.of(changed("c1"), two), 1),
                arguments(List.of(condition(3, fieldUpdate("502")), condition(3, fieldUpdate("503"))), 1),
                arguments(List.of(changed("c2", "'sequence_number': 3"), condition(3, fieldUpdate("502"))), 1),
                arguments(List.of(gone("c1"), two), 1));
    }

    @ParameterizedTest
    @MethodSource("numbersTaken")
    void refuses_a_number_that_another_condition_has_in_the_end(List<String> elements, int index) {
        withRule()
                .changeConditions(elements.toArray(String[]::new))
                .isRefusedBy(new Duplicate("sequence_number",
                        at("conditions").index(index).key("sequence_number")));
    }

    static Stream<List<String>> faultsOfTheResult() {
        return Stream.of(List.of(gone("c1"), gone("c2")), List.of(changed("c1", "'sequence_number': 2")),
                List.of(condition(2, fieldUpdate("502"))));
    }

    @ParameterizedTest
    @MethodSource("faultsOfTheResult")
    void looks_at_every_condition_before_all_of_them_together(List<String> elements) {
        var last = Stream.concat(elements.stream(), Stream.of("{'id': 'unknown'}")).toArray(String[]::new);
        withRule()
                .changeConditions(last)
                .isRefusedBy(new IdInBodyUnknown(at("conditions").index(last.length - 1).key("id")));
    }
}
