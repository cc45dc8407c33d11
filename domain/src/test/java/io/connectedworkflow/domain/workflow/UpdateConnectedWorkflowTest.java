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
import static io.connectedworkflow.domain.workflow.Past.drafted;
import static io.connectedworkflow.domain.workflow.Past.node;
import static io.connectedworkflow.domain.workflow.Past.renamed;
import static io.connectedworkflow.domain.workflow.Past.undescribed;
import static io.connectedworkflow.domain.workflow.Update.UPDATE;
import static io.connectedworkflow.domain.workflow.Update.add;
import static io.connectedworkflow.domain.workflow.Update.connect;
import static io.connectedworkflow.domain.workflow.Update.connectionAt;
import static io.connectedworkflow.domain.workflow.Update.disconnect;
import static io.connectedworkflow.domain.workflow.Update.id;
import static io.connectedworkflow.domain.workflow.Update.keep;
import static io.connectedworkflow.domain.workflow.Update.keepConnection;
import static io.connectedworkflow.domain.workflow.Update.nodeAt;
import static io.connectedworkflow.domain.workflow.Update.reference;
import static io.connectedworkflow.domain.workflow.Update.remove;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.domain.refusal.FieldPath;
import io.connectedworkflow.domain.refusal.Refusal;
import io.connectedworkflow.domain.refusal.Refusal.NameTaken;
import io.connectedworkflow.domain.refusal.Refusal.PrimaryNodeStays;
import io.connectedworkflow.domain.refusal.Refusal.TooManyNodeChanges;
import io.connectedworkflow.domain.refusal.Refusal.ValueInvalid;
import io.connectedworkflow.domain.workflow.event.ConnectionAdded;
import io.connectedworkflow.domain.workflow.event.ConnectionRemoved;
import io.connectedworkflow.domain.workflow.event.NodeAdded;
import io.connectedworkflow.domain.workflow.event.NodeRemoved;
import io.connectedworkflow.domain.workflow.event.WorkflowDescribed;
import io.connectedworkflow.domain.workflow.event.WorkflowRenamed;
import java.util.List;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an update does to name and description, and to everything at once; the diagram has tests of its own. */
class UpdateConnectedWorkflowTest {

    private static final Refusal NAME_TAKEN = new NameTaken(FieldPath.of("name"));

    private final FakeRegister register = new FakeRegister();
    private final AggregateTestFixture<ConnectedWorkflow> workflow = workflow();

    private AggregateTestFixture<ConnectedWorkflow> workflow() {
        var fixture = new AggregateTestFixture<>(ConnectedWorkflow.class);
        fixture.registerInjectableResources(register, new FakeIds());
        return fixture;
    }

    private static WorkflowRenamed renamedNow(String name) {
        return new WorkflowRenamed(ID, ORGANIZATION_ID, USER_ID, name);
    }

    private static WorkflowDescribed describedNow(@Nullable String description) {
        return new WorkflowDescribed(ID, ORGANIZATION_ID, USER_ID, description);
    }

    // Name

    @Test
    void renames() {
        workflow.given(drafted())
                .when(UPDATE.name("deals-process").command())
                .expectSuccessfulHandlerExecution().expectEvents(renamedNow("deals-process"));
    }

    @Test
    void locks_the_register_once_to_rename_and_asks_for_the_name_only() {
        workflow.given(drafted())
                .when(UPDATE.name("deals-process").command())
                .expectSuccessfulHandlerExecution();

        assertThat(register.asked()).containsExactly(
                new FakeRegister.Asked(ORGANIZATION_ID, ID, "deals-process", null));
    }

    @Test
    void does_nothing_when_the_name_is_the_same() {
        workflow.given(drafted())
                .when(UPDATE.name(NAME).command())
                .expectSuccessfulHandlerExecution().expectNoEvents();
    }

    @Test
    void does_not_ask_the_register_when_the_name_is_the_same() {
        register.holds(NAME);
        workflow.given(drafted())
                .when(UPDATE.name(NAME).command())
                .expectSuccessfulHandlerExecution().expectNoEvents();

        assertThat(register.locks()).isZero();
    }

    @Test
    void does_not_ask_the_register_when_no_name_is_given() {
        workflow.given(drafted(), node("leads", LEADS))
                .when(UPDATE.description("another").nodes(add(DEALS)).connections(connect(ROOT, "leads")).command())
                .expectSuccessfulHandlerExecution();

        assertThat(register.locks()).isZero();
    }

    @Test
    void compares_with_the_name_that_it_has_now() {
        workflow.given(drafted(), renamed("deals-process"))
                .when(UPDATE.name("deals-process").command())
                .expectSuccessfulHandlerExecution().expectNoEvents();
    }

    @Test
    void may_take_its_first_name_again() {
        workflow.given(drafted(), renamed("deals-process"))
                .when(UPDATE.name(NAME).command())
                .expectEvents(renamedNow(NAME));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Contacts-Process", " contacts-process", "contacts-process\t"})
    void may_spell_its_own_name_otherwise(String name) {
        register.holds(ORGANIZATION_ID, ID, NAME, CONTACTS.id());
        workflow.given(drafted())
                .when(UPDATE.name(name).command())
                .expectSuccessfulHandlerExecution().expectEvents(renamedNow(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"deals-process", "DEALS-process", "  deals-process "})
    void refuses_a_name_that_another_workflow_has(String name) {
        register.holds("deals-process");
        workflow.given(drafted())
                .when(UPDATE.name(name).command())
                .expectNoEvents().expectException(refused(NAME_TAKEN));
    }

    @Test
    void refuses_its_own_name_in_another_spelling_when_another_workflow_has_it() {
        register.holds(ORGANIZATION_ID, ID, NAME, CONTACTS.id());
        register.holds("CONTACTS-PROCESS");
        workflow.given(drafted())
                .when(UPDATE.name("Contacts-process").command())
                .expectNoEvents().expectException(refused(NAME_TAKEN));
    }

    @Test
    void may_have_a_name_that_a_workflow_of_another_organization_has() {
        register.holds("4876876000000000002", "deals-process", DEALS.id());
        workflow.given(drafted())
                .when(UPDATE.name("deals-process").command())
                .expectEvents(renamedNow("deals-process"));
    }

    @Test
    void may_be_renamed_where_no_more_workflows_may_be_created() {
        register.holds("deals-process", CONTACTS);
        workflow.given(drafted())
                .when(UPDATE.by(ASHA.mayHave(0)).name("another").command())
                .expectEvents(renamedNow("another"));
    }

    @Test
    void keeps_the_name_exactly_as_given() {
        workflow.given(drafted())
                .when(UPDATE.name("  Cafe\u0301 ").command())
                .expectEvents(renamedNow("  Cafe\u0301 "));
    }

    @Test
    void changes_nothing_at_all_when_the_name_is_taken() {
        register.holds("deals-process");
        workflow.given(drafted(), node("leads", LEADS), connection("c", ROOT, "leads"))
                .when(UPDATE.name("deals-process").description("another").nodes(add(DEALS))
                        .connections(disconnect("c")).command())
                .expectNoEvents().expectException(refused(NAME_TAKEN));
    }

    @Test
    void looks_at_the_name_after_the_nodes() {
        register.holds("deals-process");
        workflow.given(drafted())
                .when(UPDATE.name("deals-process").nodes(remove(ROOT)).command())
                .expectNoEvents().expectException(refused(new PrimaryNodeStays(nodeAt(0))));

        assertThat(register.locks()).isZero();
    }

    @Test
    void looks_at_the_name_after_the_nodes_together() {
        register.holds("deals-process");
        workflow.given(drafted())
                .when(UPDATE.name("deals-process").nodes(add(DEALS), add(LEADS)).command())
                .expectNoEvents().expectException(refused(new TooManyNodeChanges()));

        assertThat(register.locks()).isZero();
    }

    @Test
    void looks_at_the_name_after_the_connections() {
        register.holds("deals-process");
        workflow.given(drafted(), node("leads", LEADS))
                .when(UPDATE.name("deals-process").connections(connect("leads", ROOT)).command())
                .expectNoEvents().expectException(refused(new ValueInvalid(connectionAt(0))));

        assertThat(register.locks()).isZero();
    }

    // Description

    @Test
    void describes() {
        workflow.given(drafted())
                .when(UPDATE.description("in short").command())
                .expectSuccessfulHandlerExecution().expectEvents(describedNow("in short"));
    }

    @Test
    void does_nothing_when_the_description_is_the_same() {
        workflow.given(drafted())
                .when(UPDATE.description(DESCRIPTION).command())
                .expectSuccessfulHandlerExecution().expectNoEvents();
    }

    @ParameterizedTest
    @ValueSource(strings = {"From first call to invoice", "from first call to invoice ", "", " \n"})
    void keeps_a_description_exactly_as_given(String description) {
        workflow.given(drafted())
                .when(UPDATE.description(description).command())
                .expectEvents(describedNow(description));
    }

    @Test
    void clears_the_description() {
        workflow.given(drafted())
                .when(UPDATE.description(null).command())
                .expectSuccessfulHandlerExecution().expectEvents(describedNow(null));
    }

    @Test
    void does_nothing_when_there_is_no_description_to_clear() {
        workflow.given(drafted(), undescribed())
                .when(UPDATE.description(null).command())
                .expectSuccessfulHandlerExecution().expectNoEvents();
    }

    @Test
    void describes_what_had_no_description() {
        workflow.given(drafted(), undescribed())
                .when(UPDATE.description(DESCRIPTION).command())
                .expectEvents(describedNow(DESCRIPTION));
    }

    @Test
    void does_not_take_an_empty_description_for_none() {
        workflow.given(drafted(), undescribed())
                .when(UPDATE.description("").command())
                .expectEvents(describedNow(""));
    }

    // Everything at once

    @Test
    void does_nothing_when_nothing_is_asked_for() {
        workflow.given(drafted())
                .when(UPDATE.command())
                .expectSuccessfulHandlerExecution().expectNoEvents();

        assertThat(register.locks()).isZero();
    }

    @Test
    void does_nothing_when_everything_is_as_asked_for() {
        workflow.given(drafted(), node("leads", LEADS), connection("c", ROOT, "leads"))
                .when(UPDATE.name(NAME).description(DESCRIPTION).nodes(keep(ROOT), keep("leads"))
                        .connections(keepConnection("c")).command())
                .expectSuccessfulHandlerExecution().expectNoEvents();

        assertThat(register.locks()).isZero();
    }

    @Test
    void tells_what_an_adding_update_did_in_one_order() {
        workflow.given(drafted(), node("leads", LEADS), connection("c", ROOT, "leads"))
                .when(UPDATE.name("deals-process").description("in short").nodes(add(DEALS, "deals"))
                        .connections(connect(id("leads"), reference("deals")), disconnect("c"),
                                connect(id(ROOT), reference("deals")))
                        .command())
                .expectEvents(renamedNow("deals-process"), describedNow("in short"),
                        new ConnectionRemoved(ID, ORGANIZATION_ID, USER_ID, "c"),
                        new NodeAdded(ID, ORGANIZATION_ID, USER_ID, "new-1", DEALS.id(), "Deals"),
                        new ConnectionAdded(ID, ORGANIZATION_ID, USER_ID, "new-2", "leads", "new-1"),
                        new ConnectionAdded(ID, ORGANIZATION_ID, USER_ID, "new-3", ROOT, "new-1"));
    }

    @Test
    void tells_what_a_removing_update_did_in_one_order() {
        workflow.given(drafted(), node("leads", LEADS), node("deals", DEALS), node("more deals", DEALS),
                connection("a", ROOT, "leads"), connection("b", ROOT, "deals"), connection("c", "deals", "more deals"),
                connection("d", "leads", "deals"))
                .when(UPDATE.name("deals-process").description(null).nodes(remove("leads"))
                        .connections(connect(ROOT, "more deals"), disconnect("c"), disconnect("b")).command())
                .expectEvents(renamedNow("deals-process"), describedNow(null),
                        new ConnectionRemoved(ID, ORGANIZATION_ID, USER_ID, "c"),
                        new ConnectionRemoved(ID, ORGANIZATION_ID, USER_ID, "b"),
                        new NodeRemoved(ID, ORGANIZATION_ID, USER_ID, "leads", List.of("a", "d"), List.of()),
                        new ConnectionAdded(ID, ORGANIZATION_ID, USER_ID, "new-1", ROOT, "more deals"));
    }

    @Test
    void changes_only_what_differs() {
        workflow.given(drafted(), node("leads", LEADS))
                .when(UPDATE.name(NAME).description("in short").nodes(keep("leads")).command())
                .expectEvents(describedNow("in short"));
    }

    @Test
    void changes_active_workflows_too() {
        workflow.given(drafted(), activated())
                .when(UPDATE.name("deals-process").nodes(add(DEALS)).command())
                .expectEvents(renamedNow("deals-process"),
                        new NodeAdded(ID, ORGANIZATION_ID, USER_ID, "new-1", DEALS.id(), "Deals"));
    }

    @Test
    void changes_inactive_workflows_too() {
        workflow.given(drafted(), activated(), deactivated())
                .when(UPDATE.name("deals-process").command())
                .expectEvents(renamedNow("deals-process"));
    }
}
