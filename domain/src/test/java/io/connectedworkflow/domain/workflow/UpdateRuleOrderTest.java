package io.connectedworkflow.domain.workflow;

import static io.connectedworkflow.domain.workflow.RuleParts.FIRST;
import static io.connectedworkflow.domain.workflow.RuleParts.ON_UPDATE;
import static io.connectedworkflow.domain.workflow.RuleParts.SECOND;
import static io.connectedworkflow.domain.workflow.RuleParts.updating;
import static io.connectedworkflow.domain.workflow.RuleParts.when;
import static io.connectedworkflow.domain.workflow.RulePaths.at;
import static io.connectedworkflow.domain.workflow.RulePaths.inAction;
import static io.connectedworkflow.domain.workflow.RuleScenario.withRule;
import static io.connectedworkflow.domain.workflow.RuleTexts.changed;
import static io.connectedworkflow.domain.workflow.RuleTexts.condition;
import static io.connectedworkflow.domain.workflow.RuleTexts.fieldUpdate;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.connectedworkflow.domain.refusal.FieldType;
import io.connectedworkflow.domain.refusal.Refusal;
import io.connectedworkflow.domain.refusal.Refusal.Ambiguous;
import io.connectedworkflow.domain.refusal.Refusal.Duplicate;
import io.connectedworkflow.domain.refusal.Refusal.FieldMissing;
import io.connectedworkflow.domain.refusal.Refusal.IdInBodyUnknown;
import io.connectedworkflow.domain.refusal.Refusal.KeyNotAllowed;
import io.connectedworkflow.domain.refusal.Refusal.ValueInvalid;
import io.connectedworkflow.domain.refusal.Refusal.ValueNotSupported;
import io.connectedworkflow.domain.refusal.Refusal.WrongType;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which of two faults the change of a rule is refused for. */
class UpdateRuleOrderTest {

    /** A change that has one fault, and a place of its own. */
    record Fault(String where, String text, Refusal refusal) {}

    /** In the order of the contract. */
    private static final List<Fault> FAULTS = List.of(
            new Fault("node", "'node': 1", new KeyNotAllowed(at("node"))),
            new Fault("type", "'unknown'", new ValueNotSupported(at("execute_when.type"),
                    List.of("create", "edit", "create_or_edit", "field_update"))),
            new Fault("module", "'trigger_module': {'api_name': 'Deals'}",
                    new Ambiguous(List.of(at("execute_when.details.trigger_module")))),
            new Fault("criteria", "'criteria': {}", new FieldMissing(at("execute_when.details.criteria.field"))),
            new Fault("repeat", "'repeat': 1", new WrongType(at("execute_when.details.repeat"), FieldType.BOOLEAN)),
            new Fault("first id", "'unknown'", new IdInBodyUnknown(at("conditions[0].id"))),
            new Fault("number", "'sequence_number': 0", new ValueInvalid(at("conditions[0].sequence_number"))),
            new Fault("criteria details", "'criteria_details': 1",
                    new WrongType(at("conditions[0].criteria_details"), FieldType.OBJECT)),
            new Fault("action id", "'502'", new IdInBodyUnknown(inAction("id"))),
            new Fault("name", "'name': 1", new WrongType(inAction("name"), FieldType.TEXT)),
            new Fault("more actions", fieldUpdate("501"),
                    new Duplicate("id", at("conditions[0].instant_actions.actions[1].id"))),
            new Fault("second", changed("c1"), new Duplicate("id", at("conditions[1].id"))),
            new Fault("third", condition(2, fieldUpdate("501")),
                    new Duplicate("sequence_number", at("conditions[2].sequence_number"))));

    private static String changeWith(Fault... faults) {
        var text = """
            {<third place> 'execute_when': {'details': {<repeat> <criteria> <module> 'x': 1}, 'type': <type>}, <node> 'x': 1}
            """.replace(
                "<third place>", "'conditions': [{'instant_actions': {'actions': [{<name> 'id': <action id>}, "
                        + "<more actions>]}, <criteria details> <number> 'id': <first id>}, <second>, <third>],");
        for (var fault : faults) {
            text = text.replace("<" + fault.where + ">", fault.text.startsWith("'") && fault.text.contains(":")
                    ? fault.text + ","
                    : fault.text);
        }
        return text.replace("<type>", "'field_update'").replace("<first id>", "'c1'").replace("<action id>", "'501'")
                .replace("<more actions>", changed("601")).replace("<second>", changed("c2"))
                .replace("<third>", condition(3, fieldUpdate("501"))).replaceAll("<[a-z ]+>", "");
    }

    @Test
    void changes_a_rule_whatever_the_order_of_the_keys() {
        withRule(ON_UPDATE, FIRST, SECOND)
                .changeRule(RuleScenario.RULE, changeWith())
                .changesTo(FIRST, SECOND, when("new-1", 3, updating("501")));
    }

    static Stream<Arguments> twoFaults() {
        return IntStream.range(0, FAULTS.size()).boxed()
                .flatMap(first -> FAULTS.stream().skip(first + 1L)
                        .map(second -> arguments(FAULTS.get(first), second)));
    }

    @ParameterizedTest
    @MethodSource("twoFaults")
    void refuses_the_first_of_two_faults(Fault first, Fault second) {
        withRule(ON_UPDATE, FIRST, SECOND)
                .changeRule(RuleScenario.RULE, changeWith(first, second))
                .isRefusedBy(first.refusal);
    }

    static Stream<Fault> faults() {
        return FAULTS.stream();
    }

    @ParameterizedTest
    @MethodSource("faults")
    void changes_nothing_at_all_when_one_thing_is_wrong(Fault fault) {
        withRule(ON_UPDATE, FIRST, SECOND)
                .changeRule(RuleScenario.RULE, changeWith(fault))
                .isRefusedBy(fault.refusal);
    }
}
