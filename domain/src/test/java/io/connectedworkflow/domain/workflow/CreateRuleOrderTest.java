package io.connectedworkflow.domain.workflow;

import static io.connectedworkflow.domain.organization.TestOrganization.ASHA;
import static io.connectedworkflow.domain.workflow.RulePaths.ACTIONS;
import static io.connectedworkflow.domain.workflow.RulePaths.at;
import static io.connectedworkflow.domain.workflow.RulePaths.inAction;
import static io.connectedworkflow.domain.workflow.RuleScenario.onContactsAndDeals;
import static io.connectedworkflow.domain.workflow.RuleTexts.LEAF;
import static io.connectedworkflow.domain.workflow.RuleTexts.fieldUpdate;
import static io.connectedworkflow.domain.workflow.RuleTexts.several;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.connectedworkflow.domain.refusal.FieldPath;
import io.connectedworkflow.domain.refusal.FieldType;
import io.connectedworkflow.domain.refusal.Refusal;
import io.connectedworkflow.domain.refusal.Refusal.Ambiguous;
import io.connectedworkflow.domain.refusal.Refusal.DependentFieldMissing;
import io.connectedworkflow.domain.refusal.Refusal.FieldMissing;
import io.connectedworkflow.domain.refusal.Refusal.IdInBodyUnknown;
import io.connectedworkflow.domain.refusal.Refusal.TooMany;
import io.connectedworkflow.domain.refusal.Refusal.ValueInvalid;
import io.connectedworkflow.domain.refusal.Refusal.WrongType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which of two faults a new rule is refused for. */
class CreateRuleOrderTest {

    /** A fault, by the field that it puts into a rule which would be fine without. */
    record Fault(String field, String value, Refusal refusal) {

        String in(String rule) {
            return rule.replace("<" + field + ">", value);
        }
    }

    private static final String TEMPLATE = """
        {'conditions': [{'instant_actions': {'actions': [
           {'name': <name>, 'details': {'field_mappings': [{'value': <value>, 'type': <mapping type>, 'field': <field>}],
            'layout': <layout>, 'module': <module>}, 'type': <action type>}, <second action>]},
          'criteria_details': <criteria details>, 'sequence_number': <number>} <more conditions>],
         'execute_when': {'details': {'repeat': <repeat>, 'criteria': <criteria>, 'trigger_module': <trigger module>},
          'type': <type>},
         'node': <node>}
        """;

    private static final List<Fault> FINE = List.of(fine("node", "{'id': 'root'}"), fine("type", "'field_update'"),
            fine("trigger module", "{'api_name': 'Contacts'}"), fine("criteria", LEAF), fine("repeat", "true"),
            fine("more conditions", ""), fine("number", "1"), fine("criteria details", "{'criteria': " + LEAF + "}"),
            fine("second action", fieldUpdate("501")), fine("action type", "'create_connected_record'"),
            fine("module", "{'api_name': 'Deals'}"), fine("layout", "{'id': '91'}"), fine("field", "{'api_name': 'A'}"),
            fine("mapping type", "'static'"), fine("value", "1"), fine("name", "'Open a deal'"));

    private static Fault fine(String field, String value) {
        return new Fault(field, value, new FieldMissing(FieldPath.ITEM));
    }

    /** In the order of the contract. */
    private static final List<Fault> FAULTS = List.of(
            new Fault("node", "{'id': 'unknown'}", new IdInBodyUnknown(at("node.id"))),
            new Fault("type", "1", new WrongType(at("execute_when.type"), FieldType.TEXT)),
            new Fault("trigger module", "{'api_name': 'Deals'}",
                    new Ambiguous(List.of(at("execute_when.details.trigger_module"), at("node")))),
            new Fault("criteria", "null",
                    new DependentFieldMissing(at("execute_when.details.criteria"), at("execute_when.type"))),
            new Fault("repeat", "1", new WrongType(at("execute_when.details.repeat"), FieldType.BOOLEAN)),
            new Fault("more conditions", ", {}".repeat(10), new TooMany("conditions", 10, at("conditions"))),
            new Fault("number", "0", new ValueInvalid(at("conditions[0].sequence_number"))),
            new Fault("criteria details", "1", new WrongType(at("conditions[0].criteria_details"), FieldType.OBJECT)),
            new Fault("second action", String.join(", ", several(6, fieldUpdate("501"))),
                    new TooMany("actions", 5, ACTIONS)),
            new Fault("action type", "1", new WrongType(inAction("type"), FieldType.TEXT)),
            new Fault("module", "{'api_name': 'Leads'}", new ValueInvalid(inAction("details.module"))),
            new Fault("layout", "null", new FieldMissing(inAction("details.layout"))),
            new Fault("field", "null", new FieldMissing(inAction("details.field_mappings[0].field"))),
            new Fault("mapping type", "null", new FieldMissing(inAction("details.field_mappings[0].type"))),
            new Fault("value", "null", new FieldMissing(inAction("details.field_mappings[0].value"))),
            new Fault("name", "1", new WrongType(inAction("name"), FieldType.TEXT)),
            new Fault("second action", "1",
                    new WrongType(at("conditions[0].instant_actions.actions[1]"), FieldType.OBJECT)));

    private static String ruleWith(Fault... faults) {
        return Stream.concat(Arrays.stream(faults), FINE.stream()).reduce(TEMPLATE, (rule, fault) -> fault.in(rule),
                (one, other) -> other);
    }

    @Test
    void adds_a_rule_whose_keys_are_in_any_order() {
        onContactsAndDeals()
                .create(ruleWith())
                .succeeds();
    }

    static Stream<Arguments> twoFaults() {
        return IntStream.range(0, FAULTS.size()).boxed()
                .flatMap(first -> FAULTS.stream().skip(first + 1L)
                        .filter(second -> !second.field.equals(FAULTS.get(first).field))
                        .map(second -> arguments(FAULTS.get(first), second)));
    }

    @ParameterizedTest
    @MethodSource("twoFaults")
    void refuses_the_first_of_two_faults(Fault first, Fault second) {
        onContactsAndDeals()
                .create(ruleWith(second, first))
                .isRefusedBy(first.refusal);
    }

    static Stream<Fault> faults() {
        return FAULTS.stream();
    }

    @ParameterizedTest
    @MethodSource("faults")
    void looks_at_the_limit_after_everything_else(Fault fault) {
        onContactsAndDeals()
                .create(ASHA.mayHaveRules(0), ruleWith(fault))
                .isRefusedBy(fault.refusal);
    }
}
