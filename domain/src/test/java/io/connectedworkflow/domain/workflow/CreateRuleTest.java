package io.connectedworkflow.domain.workflow;

import static io.connectedworkflow.domain.organization.TestOrganization.ASHA;
import static io.connectedworkflow.domain.organization.TestOrganization.CONTACTS;
import static io.connectedworkflow.domain.organization.TestOrganization.DEALS;
import static io.connectedworkflow.domain.organization.TestOrganization.LEADS;
import static io.connectedworkflow.domain.workflow.Past.ID;
import static io.connectedworkflow.domain.workflow.Past.ROOT;
import static io.connectedworkflow.domain.workflow.Past.activated;
import static io.connectedworkflow.domain.workflow.Past.deactivated;
import static io.connectedworkflow.domain.workflow.Past.node;
import static io.connectedworkflow.domain.workflow.Past.rule;
import static io.connectedworkflow.domain.workflow.Past.withoutNode;
import static io.connectedworkflow.domain.workflow.Past.withoutRule;
import static io.connectedworkflow.domain.workflow.RuleParts.CREATED;
import static io.connectedworkflow.domain.workflow.RuleParts.FROM_WEB;
import static io.connectedworkflow.domain.workflow.RuleParts.NEW_DEAL;
import static io.connectedworkflow.domain.workflow.RuleParts.creating;
import static io.connectedworkflow.domain.workflow.RuleParts.named;
import static io.connectedworkflow.domain.workflow.RuleParts.updated;
import static io.connectedworkflow.domain.workflow.RuleParts.updating;
import static io.connectedworkflow.domain.workflow.RuleParts.when;
import static io.connectedworkflow.domain.workflow.RulePaths.at;
import static io.connectedworkflow.domain.workflow.RuleScenario.onContacts;
import static io.connectedworkflow.domain.workflow.RuleScenario.onContactsAndDeals;
import static io.connectedworkflow.domain.workflow.RuleTexts.PLAIN;
import static io.connectedworkflow.domain.workflow.RuleTexts.UPDATING;
import static io.connectedworkflow.domain.workflow.RuleTexts.WHEN_CREATED;
import static io.connectedworkflow.domain.workflow.RuleTexts.object;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.connectedworkflow.domain.refusal.FieldType;
import io.connectedworkflow.domain.refusal.Refusal;
import io.connectedworkflow.domain.refusal.Refusal.FieldMissing;
import io.connectedworkflow.domain.refusal.Refusal.IdInBodyUnknown;
import io.connectedworkflow.domain.refusal.Refusal.RuleLimitReached;
import io.connectedworkflow.domain.refusal.Refusal.WrongType;
import io.connectedworkflow.domain.rule.NewRecord;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which rules a workflow can be given: on which of its nodes, and how many. */
class CreateRuleTest {

    @Test
    void adds_a_rule_with_all_its_parts() {
        onContactsAndDeals()
                .create("""
                    {'node': {'id': 'root'},
                     'execute_when': {'type': 'field_update', 'details': {
                      'trigger_module': {'api_name': 'Contacts'}, 'repeat': false, 'criteria': {
                       'field': {'api_name': 'Lead_Source'}, 'comparator': 'equal', 'type': 'value', 'value': 'Web'}}},
                     'conditions': [{'sequence_number': 1, 'criteria_details': {'criteria': null},
                      'instant_actions': {'actions': [
                       {'type': 'create_connected_record', 'name': 'Open a deal', 'details': {
                        'module': {'api_name': 'Deals'}, 'layout': {'id': '4876876000000091023'},
                        'field_mappings': [
                         {'field': {'api_name': 'Deal_Name'}, 'type': 'static', 'value': 'New'}]}},
                       {'type': 'field_updates', 'id': '4876876000019340501'}]}}]}
                    """)
                .adds(ROOT, updated(FROM_WEB), when("new-1", 1,
                        named("Open a deal", creating("new-2", new NewRecord(DEALS.id(), "Deals",
                                "4876876000000091023", NEW_DEAL.fieldMappings()))),
                        updating("4876876000019340501")));
    }

    @Test
    void adds_a_rule_with_no_more_than_it_needs() {
        onContacts()
                .create(PLAIN)
                .adds(when("new-1", 1, updating("501")));
    }

    @Test
    void adds_a_rule_of_another_node() {
        onContactsAndDeals()
                .create(object("'node': {'id': 'leads'}",
                        "'execute_when': {'type': 'create', 'details': {'trigger_module': {'api_name': 'Leads'}}}",
                        UPDATING))
                .adds("leads", CREATED, when("new-1", 1, updating("501")));
    }

    @Test
    void adds_rules_to_active_and_inactive_workflows_too() {
        onContacts()
                .having(activated())
                .create(PLAIN)
                .adds(CREATED);
        onContacts()
                .having(activated(), deactivated())
                .create(PLAIN)
                .adds(CREATED);
    }

    @Test
    void ignores_keys_that_it_does_not_know_with_all_that_is_in_them() {
        onContacts()
                .create(
                        """
                            {'id': '7', 'sum': 1e99, 'node': {'id': 'root', 'no\0t': 'known'}, 'execute_when': {
                              'more': '\0', 'type': 'create', 'details': {'trigger_module': {'api_name': 'Contacts', 'x': 1e99},
                              'more': [1e99]}}, 'conditions': [{'more': '\0', 'sequence_number': 1, 'instant_actions': {
                               'more': 1e99, 'actions': [{'more': '\0', 'details': 1e99, 'type': 'field_updates', 'id': '501'}]}}]}
                            """)
                .adds(when("new-1", 1, updating("501")));
    }

    static Stream<Arguments> faultyNodes() {
        var node = at("node");
        var id = at("node.id");
        return Stream.of(arguments("null", new FieldMissing(node)),
                arguments("'root'", new WrongType(node, FieldType.OBJECT)),
                arguments("[]", new WrongType(node, FieldType.OBJECT)),
                arguments("{}", new FieldMissing(id)),
                arguments("{'id': null}", new FieldMissing(id)),
                arguments("{'id': 1}", new WrongType(id, FieldType.TEXT)),
                arguments("{'id': ''}", new IdInBodyUnknown(id)),
                arguments("{'id': 'unknown'}", new IdInBodyUnknown(id)),
                arguments("{'id': 'c'}", new IdInBodyUnknown(id)),
                arguments("{'id': '" + ID + "'}", new IdInBodyUnknown(id)));
    }

    @ParameterizedTest
    @MethodSource("faultyNodes")
    void refuses_what_is_no_node_of_the_workflow(String node, Refusal refusal) {
        onContactsAndDeals()
                .create(object("'node': " + node, WHEN_CREATED, UPDATING))
                .isRefusedBy(refusal);
    }

    @Test
    void refuses_a_rule_without_a_node() {
        onContacts()
                .create(object(WHEN_CREATED, UPDATING))
                .isRefusedBy(new FieldMissing(at("node")));
    }

    @Test
    void refuses_a_node_that_is_gone() {
        onContacts()
                .having(node("leads", LEADS), withoutNode("leads"))
                .create(object("'node': {'id': 'leads'}", WHEN_CREATED, UPDATING))
                .isRefusedBy(new IdInBodyUnknown(at("node.id")));
    }

    @Test
    void adds_the_last_rule_of_the_limit() {
        onContacts()
                .having(rule("r1", ROOT))
                .create(ASHA.mayHaveRules(2), PLAIN)
                .adds(CREATED);
    }

    @Test
    void refuses_one_more_than_the_limit() {
        onContacts()
                .having(rule("r1", ROOT), rule("r2", ROOT))
                .create(ASHA.mayHaveRules(2), PLAIN)
                .isRefusedBy(new RuleLimitReached(2));
    }

    @Test
    void refuses_when_the_limit_was_lowered_below_what_is_there() {
        onContacts()
                .having(rule("r1", ROOT), rule("r2", ROOT))
                .create(ASHA.mayHaveRules(1), PLAIN)
                .isRefusedBy(new RuleLimitReached(1));
    }

    @Test
    void refuses_the_first_where_none_is_allowed() {
        onContacts()
                .create(ASHA.mayHaveRules(0), PLAIN)
                .isRefusedBy(new RuleLimitReached(0));
    }

    @Test
    void counts_the_rules_of_all_nodes_of_a_module() {
        onContacts()
                .having(node("more contacts", CONTACTS), rule("r1", "more contacts"), rule("r2", ROOT))
                .create(ASHA.mayHaveRules(2), PLAIN)
                .isRefusedBy(new RuleLimitReached(2));
    }

    @Test
    void does_not_count_rules_of_other_modules_or_those_that_are_gone() {
        onContacts()
                .having(node("deals", DEALS), node("more contacts", CONTACTS), rule("r1", "deals"),
                        rule("r2", ROOT), withoutRule("r2"), rule("r3", "more contacts"),
                        withoutNode("more contacts"))
                .create(ASHA.mayHaveRules(1), PLAIN)
                .adds(CREATED);
    }
}
