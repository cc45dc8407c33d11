package io.connectedworkflow.domain.workflow;

import static io.connectedworkflow.domain.organization.TestOrganization.ASHA;
import static io.connectedworkflow.domain.organization.TestOrganization.CONTACTS;
import static io.connectedworkflow.domain.organization.TestOrganization.DEALS;
import static io.connectedworkflow.domain.organization.TestOrganization.LEADS;
import static io.connectedworkflow.domain.organization.TestOrganization.ORGANIZATION_ID;
import static io.connectedworkflow.domain.organization.TestOrganization.USER_ID;
import static io.connectedworkflow.domain.refusal.Refusals.refused;
import static io.connectedworkflow.domain.workflow.Past.DESCRIPTION;
import static io.connectedworkflow.domain.workflow.Past.ID;
import static io.connectedworkflow.domain.workflow.Past.NAME;
import static io.connectedworkflow.domain.workflow.Past.ROOT;
import static io.connectedworkflow.domain.workflow.Past.activated;
import static io.connectedworkflow.domain.workflow.Past.connection;
import static io.connectedworkflow.domain.workflow.Past.deactivated;
import static io.connectedworkflow.domain.workflow.Past.deleted;
import static io.connectedworkflow.domain.workflow.Past.drafted;
import static io.connectedworkflow.domain.workflow.Past.node;
import static io.connectedworkflow.domain.workflow.Past.renamed;
import static io.connectedworkflow.domain.workflow.Past.undescribed;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.connectedworkflow.domain.organization.CrmModule;
import io.connectedworkflow.domain.organization.CrmModule.Field;
import io.connectedworkflow.domain.organization.Edition;
import io.connectedworkflow.domain.organization.TestOrganization;
import io.connectedworkflow.domain.refusal.FieldPath;
import io.connectedworkflow.domain.refusal.Refusal.ActiveLimitReached;
import io.connectedworkflow.domain.refusal.Refusal.EditionTooLow;
import io.connectedworkflow.domain.refusal.Refusal.IdUnknown;
import io.connectedworkflow.domain.refusal.Refusal.ModuleName;
import io.connectedworkflow.domain.refusal.Refusal.ModulesDisabled;
import io.connectedworkflow.domain.refusal.Refusal.NameTaken;
import io.connectedworkflow.domain.refusal.Refusal.NodeLimitReached;
import io.connectedworkflow.domain.refusal.Refusal.PermissionMissing;
import io.connectedworkflow.domain.refusal.Refusal.RulesUnfit;
import io.connectedworkflow.domain.refusal.Refusal.TooManyRules;
import io.connectedworkflow.domain.refusal.Refusal.VersionStale;
import io.connectedworkflow.domain.refusal.Refusal.WorkflowLimitReached;
import io.connectedworkflow.domain.rule.Action;
import io.connectedworkflow.domain.rule.ActionType;
import io.connectedworkflow.domain.rule.Comparator;
import io.connectedworkflow.domain.rule.Condition;
import io.connectedworkflow.domain.rule.Criteria;
import io.connectedworkflow.domain.rule.FieldMapping;
import io.connectedworkflow.domain.rule.FieldName;
import io.connectedworkflow.domain.rule.MappingType;
import io.connectedworkflow.domain.rule.NewRecord;
import io.connectedworkflow.domain.rule.Operator;
import io.connectedworkflow.domain.rule.Rule;
import io.connectedworkflow.domain.rule.Rules;
import io.connectedworkflow.domain.rule.Trigger;
import io.connectedworkflow.domain.rule.TriggerType;
import io.connectedworkflow.domain.rule.Value;
import io.connectedworkflow.domain.rule.ValueType;
import io.connectedworkflow.domain.workflow.command.DeleteConnectedWorkflow;
import io.connectedworkflow.domain.workflow.command.RestoreConnectedWorkflow;
import io.connectedworkflow.domain.workflow.event.ConnectionAdded;
import io.connectedworkflow.domain.workflow.event.ConnectionRemoved;
import io.connectedworkflow.domain.workflow.event.NodeAdded;
import io.connectedworkflow.domain.workflow.event.NodeRemoved;
import io.connectedworkflow.domain.workflow.event.RuleAdded;
import io.connectedworkflow.domain.workflow.event.RuleChanged;
import io.connectedworkflow.domain.workflow.event.RuleRemoved;
import io.connectedworkflow.domain.workflow.event.WorkflowDeleted;
import io.connectedworkflow.domain.workflow.event.WorkflowDescribed;
import io.connectedworkflow.domain.workflow.event.WorkflowRenamed;
import io.connectedworkflow.domain.workflow.event.WorkflowRestored;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How a workflow becomes again what it was, and what stands against it. */
class RestoreConnectedWorkflowTest {

    private static final FieldPath VERSION = FieldPath.of("version");
    private static final Origin ORIGIN = new Origin(42, "asha", Instant.parse("2026-02-03T04:45:00.123Z"));

    private static final Node ROOT_NODE = new Node(ROOT, CONTACTS.id(), CONTACTS.apiName());
    private static final Node LEADS_NODE = new Node("leads", LEADS.id(), LEADS.apiName());
    private static final Node DEALS_NODE = new Node("deals", DEALS.id(), DEALS.apiName());
    private static final Connection TO_LEADS = new Connection("to-leads", ROOT, "leads");
    private static final Connection TO_DEALS = new Connection("to-deals", "leads", "deals");
    private static final Diagram ROOT_ALONE = Diagram.of(ROOT_NODE);
    private static final Diagram ALL = new Diagram(List.of(ROOT_NODE, LEADS_NODE, DEALS_NODE),
            List.of(TO_LEADS, TO_DEALS));

    private static final Trigger WHEN_CREATED = new Trigger(TriggerType.CREATE, null, false);
    private static final Trigger WHEN_EDITED = new Trigger(TriggerType.EDIT, null, false);
    private static final List<Condition> UPDATES = List.of(new Condition("c", 1, null,
            List.of(new Action("5", ActionType.FIELD_UPDATES, null, null))));
    private static final Rule RULE = new Rule("r-1", "leads", WHEN_CREATED, UPDATES);

    private final FakeRegister register = new FakeRegister();
    private final AggregateTestFixture<ConnectedWorkflow> workflow = workflow();

    private AggregateTestFixture<ConnectedWorkflow> workflow() {
        var fixture = new AggregateTestFixture<>(ConnectedWorkflow.class);
        fixture.registerInjectableResources(register, new FakeIds());
        return fixture;
    }

    private static WorkflowDefinition was(Diagram diagram, Rule... rules) {
        return new WorkflowDefinition(NAME, DESCRIPTION, diagram, new Rules(List.of(rules)));
    }

    private static RestoreConnectedWorkflow restore(WorkflowDefinition wanted) {
        return restore(ASHA, null, wanted);
    }

    private static RestoreConnectedWorkflow restore(TestOrganization caller, @Nullable Long expectedVersion,
            WorkflowDefinition wanted) {
        return new RestoreConnectedWorkflow(ID, caller.seen(), expectedVersion, 7, wanted, ORIGIN);
    }

    private static WorkflowRestored restored(String status, int limit) {
        return new WorkflowRestored(ID, ORGANIZATION_ID, USER_ID, 7, ROOT, NAME, DESCRIPTION, CONTACTS.id(),
                CONTACTS.apiName(), 42, status, "asha", "2026-02-03T04:45:00.123Z", limit);
    }

    private static NodeAdded added(Node node) {
        return new NodeAdded(ID, ORGANIZATION_ID, USER_ID, node.id(), node.moduleId(), node.moduleApiName());
    }

    private static ConnectionAdded added(Connection connection) {
        return new ConnectionAdded(ID, ORGANIZATION_ID, USER_ID, connection.id(), connection.source(),
                connection.target());
    }

    private static RuleAdded added(Rule rule) {
        return new RuleAdded(ID, ORGANIZATION_ID, USER_ID, rule.id(), rule.nodeId(), rule.trigger(),
                rule.conditions());
    }

    @Test
    void stores_nothing_where_all_is_as_it_was() {
        workflow.given(drafted(), node("leads", LEADS), connection("to-leads", ROOT, "leads"), added(RULE))
                .when(restore(was(new Diagram(List.of(ROOT_NODE, LEADS_NODE), List.of(TO_LEADS)), RULE)))
                .expectSuccessfulHandlerExecution().expectNoEvents();
    }

    @Test
    void takes_names_back() {
        workflow.given(drafted(), renamed("other"), undescribed(), activated())
                .when(restore(was(ROOT_ALONE)))
                .expectEvents(new WorkflowRenamed(ID, ORGANIZATION_ID, USER_ID, NAME),
                        new WorkflowDescribed(ID, ORGANIZATION_ID, USER_ID, DESCRIPTION));
    }

    @Test
    void brings_back_many_nodes_at_once_with_connections_and_rules() {
        workflow.given(drafted())
                .when(restore(was(ALL, RULE)))
                .expectEvents(added(LEADS_NODE), added(DEALS_NODE), added(TO_LEADS), added(TO_DEALS), added(RULE));
    }

    @Test
    void takes_away_what_came_later() {
        workflow.given(drafted(), node("leads", LEADS), connection("to-leads", ROOT, "leads"), added(RULE),
                new RuleAdded(ID, ORGANIZATION_ID, USER_ID, "r-2", ROOT, WHEN_CREATED, UPDATES))
                .when(restore(was(ROOT_ALONE)))
                .expectEvents(new RuleRemoved(ID, ORGANIZATION_ID, USER_ID, "r-2"), new NodeRemoved(ID,
                        ORGANIZATION_ID, USER_ID, "leads", List.of("to-leads"), List.of("r-1")));
    }

    @Test
    void takes_away_a_connection_and_turns_a_rule_back() {
        workflow.given(drafted(), node("leads", LEADS), connection("to-leads", ROOT, "leads"),
                new RuleAdded(ID, ORGANIZATION_ID, USER_ID, "r-1", "leads", WHEN_EDITED, UPDATES))
                .when(restore(was(new Diagram(List.of(ROOT_NODE, LEADS_NODE), List.of()), RULE)))
                .expectEvents(new ConnectionRemoved(ID, ORGANIZATION_ID, USER_ID, "to-leads"),
                        new RuleChanged(ID, ORGANIZATION_ID, USER_ID, "r-1", WHEN_CREATED, null));
    }

    @Test
    void lets_nodes_stay_whose_module_is_gone() {
        workflow.given(drafted(), node("leads", LEADS))
                .when(restore(ASHA.listing(CONTACTS), null,
                        was(new Diagram(List.of(ROOT_NODE, LEADS_NODE), List.of(TO_LEADS)))))
                .expectEvents(added(TO_LEADS));
    }

    @Test
    void brings_no_node_back_on_a_module_that_is_gone() {
        var noLeads = new CrmModule(LEADS.id(), "Prospects", false, List.of());
        workflow.given(drafted())
                .when(restore(ASHA.listing(CONTACTS, noLeads), null, was(ALL)))
                .expectNoEvents().expectException(refused(new ModulesDisabled(
                        List.of(new ModuleName(LEADS.id(), "Prospects"), new ModuleName(DEALS.id(), "Deals")))));
    }

    @Test
    void brings_no_rule_back_on_a_module_that_is_gone() {
        workflow.given(drafted(), node("leads", LEADS))
                .when(restore(ASHA.listing(CONTACTS), null,
                        was(new Diagram(List.of(ROOT_NODE, LEADS_NODE), List.of()), RULE)))
                .expectNoEvents()
                .expectException(refused(new ModulesDisabled(List.of(new ModuleName(LEADS.id(), "Leads")))));
    }

    @Test
    void turns_no_rule_back_that_creates_records_of_a_module_that_is_gone() {
        var creates = List.of(new Condition("c", 1, null, List.of(new Action("a", ActionType.CREATE_CONNECTED_RECORD,
                null, new NewRecord(DEALS.id(), DEALS.apiName(), "9", List.of())))));
        workflow.given(drafted(),
                new RuleAdded(ID, ORGANIZATION_ID, USER_ID, "r-1", ROOT, WHEN_CREATED, UPDATES))
                .when(restore(ASHA.listing(CONTACTS), null, was(ROOT_ALONE, new Rule("r-1", ROOT, WHEN_CREATED,
                        creates))))
                .expectNoEvents()
                .expectException(refused(new ModulesDisabled(List.of(new ModuleName(DEALS.id(), "Deals")))));
    }

    private static final Field SOURCE = new Field("1", "Lead_Source", null, "text");
    private static final Field AMOUNT = new Field("2", "Amount", null, "integer");

    /** A rule of contacts with everything that can name a field. */
    private static Rule ofContacts(Criteria criteria, FieldMapping mapping) {
        return new Rule("r-1", ROOT, new Trigger(TriggerType.FIELD_UPDATE, criteria, false),
                List.of(new Condition("c", 1, new Criteria.Group(Operator.AND, List.of(criteria, criteria)),
                        List.of(new Action("a", ActionType.CREATE_CONNECTED_RECORD, null,
                                new NewRecord(DEALS.id(), DEALS.apiName(), "9", List.of(mapping)))))));
    }

    private static Criteria compares(String field, ValueType type, Object value) {
        return new Criteria.Comparison(new FieldName(field, null), Comparator.EQUAL, type, new Value(value));
    }

    private static FieldMapping maps(String field, MappingType type, Object value) {
        return new FieldMapping(new FieldName(field, null), type, new Value(value));
    }

    static Stream<Arguments> rules() {
        var fits = compares("Lead_Source", ValueType.VALUE, "Web");
        var mapped = maps("Amount", MappingType.STATIC, new BigDecimal(5));
        return Stream.of(arguments(true, ofContacts(fits, mapped)),
                arguments(true, ofContacts(compares("Lead_Source", ValueType.VALUE, "${EMPTY}"), mapped)),
                arguments(true, ofContacts(compares("Lead_Source", ValueType.FIELD, "Lead_Source"), mapped)),
                arguments(true, ofContacts(fits, maps("Amount", MappingType.MERGE_FIELD, "${Contacts.Lead_Source}"))),
                arguments(false, ofContacts(compares("Gone", ValueType.VALUE, "Web"), mapped)),
                arguments(false, ofContacts(compares("Lead_Source", ValueType.VALUE, new BigDecimal(5)), mapped)),
                arguments(false, ofContacts(compares("Lead_Source", ValueType.FIELD, "Gone"), mapped)),
                arguments(false,
                        ofContacts(compares("Lead_Source", ValueType.MERGE_FIELD, "${Contacts.Gone}"), mapped)),
                arguments(false, ofContacts(fits, maps("Gone", MappingType.STATIC, new BigDecimal(5)))),
                arguments(false, ofContacts(fits, maps("Amount", MappingType.STATIC, "five"))),
                arguments(false, ofContacts(fits, maps("Amount", MappingType.MERGE_FIELD, "${Contacts.Gone}"))));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void brings_no_rule_back_whose_fields_are_gone_or_of_another_type(boolean fits, Rule rule) {
        var contacts = new CrmModule(CONTACTS.id(), CONTACTS.apiName(), true, List.of(SOURCE));
        var deals = new CrmModule(DEALS.id(), DEALS.apiName(), true, List.of(AMOUNT));
        var result = workflow.given(drafted())
                .when(restore(ASHA.listing(contacts, deals), null, was(ROOT_ALONE, rule)));
        if (fits) {
            result.expectEvents(added(rule));
        } else {
            result.expectNoEvents().expectException(refused(new RulesUnfit(List.of("r-1"))));
        }
    }

    @Test
    void brings_no_more_nodes_back_than_are_allowed() {
        workflow.given(drafted())
                .when(restore(ASHA.mayHaveNodes(2), null, was(ALL)))
                .expectNoEvents().expectException(refused(new NodeLimitReached(2)));
    }

    @Test
    void brings_as_many_nodes_and_rules_back_as_are_allowed() {
        workflow.given(drafted())
                .when(restore(ASHA.mayHaveNodes(2).mayHaveRules(1), null,
                        was(new Diagram(List.of(ROOT_NODE, LEADS_NODE), List.of()), RULE)))
                .expectEvents(added(LEADS_NODE), added(RULE));
    }

    @Test
    void lets_more_nodes_stay_than_are_allowed() {
        workflow.given(drafted(), node("leads", LEADS), node("deals", DEALS))
                .when(restore(ASHA.mayHaveNodes(2), null, was(ALL)))
                .expectEvents(added(TO_LEADS), added(TO_DEALS));
    }

    @Test
    void brings_no_more_rules_back_than_are_allowed() {
        workflow.given(drafted(), node("leads", LEADS), added(RULE))
                .when(restore(ASHA.mayHaveRules(1), null,
                        was(new Diagram(List.of(ROOT_NODE, LEADS_NODE), List.of()), RULE,
                                new Rule("r-2", "leads", WHEN_EDITED, UPDATES))))
                .expectNoEvents()
                .expectException(refused(new TooManyRules(List.of(new ModuleName(LEADS.id(), "Leads")))));
    }

    @Test
    void takes_no_name_back_that_another_workflow_has() {
        register.holds(NAME);
        workflow.given(drafted(), renamed("other"))
                .when(restore(was(ALL)))
                .expectNoEvents().expectException(refused(new NameTaken(VERSION)));
    }

    @Test
    void comes_back_from_its_deletion() {
        workflow.given(drafted(), activated(), deactivated(), node("leads", LEADS), deleted())
                .when(restore(was(ALL, RULE)))
                .expectEvents(restored("INACTIVE", 25), added(LEADS_NODE), added(DEALS_NODE), added(TO_LEADS),
                        added(TO_DEALS), added(RULE));
    }

    @Test
    void can_be_deleted_again() {
        workflow.given(drafted(), deleted(), restored("DRAFT", 25))
                .when(new DeleteConnectedWorkflow(ID, ASHA.seen(), null))
                .expectEvents(new WorkflowDeleted(ID, ORGANIZATION_ID, USER_ID));
    }

    @Test
    void comes_back_to_no_name_that_is_taken_meanwhile() {
        register.holds(NAME);
        workflow.given(drafted(), deleted())
                .when(restore(was(ROOT_ALONE)))
                .expectNoEvents().expectException(refused(new NameTaken(VERSION)));
    }

    @Test
    void comes_back_to_no_module_that_is_taken_meanwhile() {
        register.holds("other", CONTACTS);
        workflow.given(drafted(), deleted())
                .when(restore(was(ROOT_ALONE)))
                .expectNoEvents().expectException(refused(new WorkflowLimitReached(1, VERSION)));
    }

    @Test
    void comes_back_to_no_place_that_is_taken_meanwhile() {
        register.holds("other");
        workflow.given(drafted(), deleted())
                .when(restore(ASHA.mayHave(1), null, was(ROOT_ALONE)))
                .expectNoEvents().expectException(refused(new WorkflowLimitReached(1, VERSION)));
    }

    @Test
    void comes_back_to_work_only_if_there_may_be_one_more_at_work() {
        register.hasActive(25);
        workflow.given(drafted(), activated(), deleted())
                .when(restore(was(ROOT_ALONE)))
                .expectNoEvents().expectException(refused(new ActiveLimitReached(25)));
        workflow.given(drafted(), deleted())
                .when(restore(was(ROOT_ALONE)))
                .expectEvents(restored("DRAFT", 25));
    }

    @Test
    void comes_back_to_no_primary_module_that_is_gone() {
        workflow.given(drafted(), deleted())
                .when(restore(ASHA.listing(LEADS), null, was(ROOT_ALONE)))
                .expectNoEvents().expectException(
                        refused(new ModulesDisabled(List.of(new ModuleName(CONTACTS.id(), "Contacts")))));
    }

    @Test
    void is_restored_by_those_only_who_may() {
        workflow.given(drafted(), deleted()).when(restore(ASHA.in(Edition.FREE), null, was(ROOT_ALONE)))
                .expectNoEvents().expectException(refused(new EditionTooLow()));
        workflow.given(drafted(), deleted()).when(restore(ASHA.with(), null, was(ROOT_ALONE)))
                .expectNoEvents().expectException(refused(new PermissionMissing()));
        workflow.given(drafted(), deleted()).when(restore(ASHA.of("another"), null, was(ROOT_ALONE)))
                .expectNoEvents().expectException(refused(new IdUnknown(2)));
        workflow.given(drafted(), deleted()).when(restore(ASHA, 1L, was(ROOT_ALONE)))
                .expectNoEvents().expectException(refused(new VersionStale(2)));
    }
}
