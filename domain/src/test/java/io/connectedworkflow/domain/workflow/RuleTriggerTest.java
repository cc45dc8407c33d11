package io.connectedworkflow.domain.workflow;

import static io.connectedworkflow.domain.organization.TestOrganization.ASHA;
import static io.connectedworkflow.domain.organization.TestOrganization.CONTACTS;
import static io.connectedworkflow.domain.organization.TestOrganization.DEALS;
import static io.connectedworkflow.domain.workflow.RuleParts.CREATED;
import static io.connectedworkflow.domain.workflow.RuleParts.FIRST;
import static io.connectedworkflow.domain.workflow.RuleParts.ON_UPDATE;
import static io.connectedworkflow.domain.workflow.RulePaths.at;
import static io.connectedworkflow.domain.workflow.RuleScenario.onContacts;
import static io.connectedworkflow.domain.workflow.RuleScenario.onContactsAndDeals;
import static io.connectedworkflow.domain.workflow.RuleScenario.withRule;
import static io.connectedworkflow.domain.workflow.RuleTexts.LEAF;
import static io.connectedworkflow.domain.workflow.RuleTexts.ON_ROOT;
import static io.connectedworkflow.domain.workflow.RuleTexts.PLAIN;
import static io.connectedworkflow.domain.workflow.RuleTexts.UPDATING;
import static io.connectedworkflow.domain.workflow.RuleTexts.object;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.connectedworkflow.domain.organization.CrmModule;
import io.connectedworkflow.domain.refusal.FieldType;
import io.connectedworkflow.domain.refusal.Refusal;
import io.connectedworkflow.domain.refusal.Refusal.Ambiguous;
import io.connectedworkflow.domain.refusal.Refusal.DependentFieldMissing;
import io.connectedworkflow.domain.refusal.Refusal.FieldMissing;
import io.connectedworkflow.domain.refusal.Refusal.KeyNotAllowed;
import io.connectedworkflow.domain.refusal.Refusal.ModuleInvalid;
import io.connectedworkflow.domain.refusal.Refusal.OneOfMissing;
import io.connectedworkflow.domain.refusal.Refusal.ValueNotSupported;
import io.connectedworkflow.domain.refusal.Refusal.WrongType;
import io.connectedworkflow.domain.rule.Trigger;
import io.connectedworkflow.domain.rule.TriggerType;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a rule may run on, when it is created and when it is changed. */
class RuleTriggerTest {

    private static final String OURS = "'trigger_module': {'api_name': 'Contacts'}";
    private static final ValueNotSupported TYPE_UNKNOWN = new ValueNotSupported(at("execute_when.type"),
            List.of("create", "edit", "create_or_edit", "field_update"));

    @ParameterizedTest
    @CsvSource({"create, CREATE", "edit, EDIT", "create_or_edit, CREATE_OR_EDIT"})
    void runs_without_criteria_when_records_are_made_or_edited(String type, TriggerType expected) {
        onContacts()
                .createTriggeredBy("{'type': '" + type
                        + "', 'details': {'trigger_module': {'api_name': 'Contacts'}, 'criteria': null}}")
                .adds(new Trigger(expected, null, false));
    }

    @ParameterizedTest
    @CsvSource({"true, true", "false, false", "null, false"})
    void repeats_only_when_told_to(String given, boolean repeat) {
        onContacts()
                .createTriggeredBy(
                        "{'type': 'create', 'details': {'trigger_module': {'api_name': 'Contacts'}, 'repeat': "
                                + given + "}}")
                .adds(new Trigger(TriggerType.CREATE, null, repeat));
    }

    static Stream<String> namesOfContacts() {
        return Stream.of("{'id': '" + CONTACTS.id() + "'}",
                "{'api_name': 'Contacts', 'id': '" + CONTACTS.id() + "'}", "{'api_name': null, 'id': '"
                        + CONTACTS.id() + "'}");
    }

    @ParameterizedTest
    @MethodSource("namesOfContacts")
    void takes_its_node_s_module_by_either_key(String module) {
        onContacts()
                .createTriggeredBy("{'type': 'create', 'details': {'trigger_module': " + module + "}}")
                .adds(CREATED);
    }

    static Stream<Arguments> faultyTriggers() {
        var type = at("execute_when.type");
        var details = at("execute_when.details");
        var module = at("execute_when.details.trigger_module");
        var criteria = at("execute_when.details.criteria");
        return Stream.of(arguments("null", new FieldMissing(at("execute_when"))),
                arguments("'create'", new WrongType(at("execute_when"), FieldType.OBJECT)),
                arguments("{'details': {" + OURS + "}}", new FieldMissing(type)),
                arguments("{'type': null}", new FieldMissing(type)),
                arguments("{'type': 1}", new WrongType(type, FieldType.TEXT)),
                arguments("{'type': ''}", TYPE_UNKNOWN),
                arguments("{'type': 'delete'}", TYPE_UNKNOWN),
                arguments("{'type': 'CREATE'}", TYPE_UNKNOWN),
                arguments("{'type': 'create '}", TYPE_UNKNOWN),
                arguments("{'type': 'create'}", new FieldMissing(details)),
                arguments("{'type': 'create', 'details': null}", new FieldMissing(details)),
                arguments("{'type': 'create', 'details': []}", new WrongType(details, FieldType.OBJECT)),
                arguments("{'type': 'create', 'details': {}}", new FieldMissing(module)),
                arguments("{'type': 'create', 'details': {'trigger_module': null}}", new FieldMissing(module)),
                arguments("{'type': 'create', 'details': {'trigger_module': 'Contacts'}}",
                        new WrongType(module, FieldType.OBJECT)),
                arguments("{'type': 'create', 'details': {'trigger_module': {}}}",
                        new OneOfMissing(List.of(module.key("api_name"), module.key("id")))),
                arguments("{'type': 'create', 'details': {'trigger_module': {'api_name': 1}}}",
                        new WrongType(module.key("api_name"), FieldType.TEXT)),
                arguments("{'type': 'create', 'details': {'trigger_module': {'api_name': 'Contacts', 'id': 1}}}",
                        new WrongType(module.key("id"), FieldType.TEXT)),
                arguments("{'type': 'create', 'details': {'trigger_module': {'api_name': 'Unknown'}}}",
                        new ModuleInvalid(module.key("api_name"))),
                arguments("{'type': 'create', 'details': {'trigger_module': {'api_name': 'Notes'}}}",
                        new ModuleInvalid(module.key("api_name"))),
                arguments("{'type': 'create', 'details': {'trigger_module': {'id': '1'}}}",
                        new ModuleInvalid(module.key("id"))),
                arguments("{'type': 'create', 'details': {'trigger_module': {'api_name': 'Contacts', 'id': '"
                        + DEALS.id() + "'}}}", new Ambiguous(List.of(module.key("id"), module.key("api_name")))),
                arguments("{'type': 'create', 'details': {'trigger_module': {'api_name': 'Deals'}}}",
                        new Ambiguous(List.of(module, at("node")))),
                arguments("{'type': 'field_update', 'details': {" + OURS + "}}",
                        new DependentFieldMissing(criteria, type)),
                arguments("{'type': 'field_update', 'details': {" + OURS + ", 'criteria': null}}",
                        new DependentFieldMissing(criteria, type)),
                arguments("{'type': 'field_update', 'details': {" + OURS + ", 'criteria': 'all'}}",
                        new WrongType(criteria, FieldType.OBJECT)),
                arguments("{'type': 'field_update', 'details': {" + OURS + ", 'criteria': {}}}",
                        new FieldMissing(criteria.key("field"))),
                arguments("{'type': 'create', 'details': {" + OURS + ", 'criteria': " + LEAF + "}}",
                        new KeyNotAllowed(criteria)),
                arguments("{'type': 'edit', 'details': {" + OURS + ", 'criteria': {}}}",
                        new KeyNotAllowed(criteria)),
                arguments("{'type': 'create_or_edit', 'details': {" + OURS + ", 'criteria': 1}}",
                        new KeyNotAllowed(criteria)),
                arguments("{'type': 'create', 'details': {" + OURS + ", 'repeat': 'true'}}",
                        new WrongType(details.key("repeat"), FieldType.BOOLEAN)),
                arguments("{'type': 'create', 'details': {" + OURS + ", 'repeat': 1}}",
                        new WrongType(details.key("repeat"), FieldType.BOOLEAN)));
    }

    @ParameterizedTest
    @MethodSource("faultyTriggers")
    void refuses_a_trigger_that_is_not_well_formed(String executeWhen, Refusal refusal) {
        onContactsAndDeals()
                .createTriggeredBy(executeWhen)
                .isRefusedBy(refusal);
    }

    @Test
    void refuses_a_rule_without_a_trigger() {
        onContacts()
                .create(object(ON_ROOT, UPDATING))
                .isRefusedBy(new FieldMissing(at("execute_when")));
    }

    @Test
    void refuses_a_trigger_on_a_module_that_is_no_longer_supported() {
        var contacts = new CrmModule(CONTACTS.id(), "Contacts", false, List.of());
        onContacts()
                .create(ASHA.listing(contacts), PLAIN)
                .isRefusedBy(new ModuleInvalid(at("execute_when.details.trigger_module.api_name")));
    }

    @Test
    void stops_to_repeat_when_told_to() {
        withRule(new Trigger(TriggerType.CREATE, null, true), FIRST)
                .change("'execute_when': {'type': 'create', 'details': {'repeat': false}}")
                .changesTo(CREATED);
    }

    static Stream<Arguments> faultyTriggerChanges() {
        var type = at("execute_when.type");
        var details = at("execute_when.details");
        var module = details.key("trigger_module");
        return Stream.of(arguments("'edit'", new WrongType(at("execute_when"), FieldType.OBJECT)),
                arguments("{}", new FieldMissing(type)),
                arguments("{'type': null, 'details': 1}", new FieldMissing(type)),
                arguments("{'details': {" + OURS + ", 'repeat': true}}", new FieldMissing(type)),
                arguments("{'type': 1}", new WrongType(type, FieldType.TEXT)),
                arguments("{'type': ''}", TYPE_UNKNOWN),
                arguments("{'type': 'unknown', 'details': 1}", TYPE_UNKNOWN),
                arguments("{'type': 'edit', 'details': []}", new WrongType(details, FieldType.OBJECT)),
                arguments("{'type': 'edit', 'details': {'trigger_module': 1}}",
                        new WrongType(module, FieldType.OBJECT)),
                arguments("{'type': 'edit', 'details': {'trigger_module': {}}}",
                        new OneOfMissing(List.of(module.key("api_name"), module.key("id")))),
                arguments("{'type': 'edit', 'details': {'trigger_module': {'id': '1'}}}",
                        new ModuleInvalid(module.key("id"))),
                arguments("{'type': 'edit', 'details': {'trigger_module': {'api_name': 'Deals'}}}",
                        new Ambiguous(List.of(module))),
                arguments("{'type': 'edit', 'details': {'trigger_module': {'api_name': 'Deals'}, 'criteria': 1}}",
                        new Ambiguous(List.of(module))),
                arguments("{'type': 'edit', 'details': {'criteria': " + LEAF + "}}",
                        new KeyNotAllowed(details.key("criteria"))),
                arguments("{'type': 'create', 'details': {'criteria': 1, 'repeat': 1}}",
                        new KeyNotAllowed(details.key("criteria"))),
                arguments("{'type': 'field_update', 'details': {'criteria': {}, 'repeat': 1}}",
                        new FieldMissing(details.key("criteria").key("field"))),
                arguments("{'type': 'field_update', 'details': {'repeat': 1}}",
                        new WrongType(details.key("repeat"), FieldType.BOOLEAN)));
    }

    @ParameterizedTest
    @MethodSource("faultyTriggerChanges")
    void refuses_a_change_of_a_trigger_that_is_not_well_formed(String executeWhen, Refusal refusal) {
        withRule(ON_UPDATE, FIRST)
                .change("'conditions': null", "'execute_when': " + executeWhen)
                .isRefusedBy(refusal);
    }
}
