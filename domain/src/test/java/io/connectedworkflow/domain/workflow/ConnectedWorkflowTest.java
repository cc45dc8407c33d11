package io.connectedworkflow.domain.workflow;

import static io.connectedworkflow.domain.organization.Permission.MANAGE_AUTOMATIONS;
import static io.connectedworkflow.domain.organization.Permission.MANAGE_CONNECTED_WORKFLOWS;
import static io.connectedworkflow.domain.organization.TestOrganization.ASHA;
import static io.connectedworkflow.domain.organization.TestOrganization.CONTACTS;
import static io.connectedworkflow.domain.organization.TestOrganization.LEADS;
import static io.connectedworkflow.domain.organization.TestOrganization.NOTES;
import static io.connectedworkflow.domain.organization.TestOrganization.ORGANIZATION_ID;
import static io.connectedworkflow.domain.organization.TestOrganization.USER_ID;
import static io.connectedworkflow.domain.refusal.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.domain.organization.Edition;
import io.connectedworkflow.domain.organization.ModuleReference;
import io.connectedworkflow.domain.organization.Permission;
import io.connectedworkflow.domain.organization.TestOrganization;
import io.connectedworkflow.domain.refusal.FieldPath;
import io.connectedworkflow.domain.refusal.Refusal;
import io.connectedworkflow.domain.refusal.Refusal.Ambiguous;
import io.connectedworkflow.domain.refusal.Refusal.EditionTooLow;
import io.connectedworkflow.domain.refusal.Refusal.ModuleInvalid;
import io.connectedworkflow.domain.refusal.Refusal.NameTaken;
import io.connectedworkflow.domain.refusal.Refusal.OneOfMissing;
import io.connectedworkflow.domain.refusal.Refusal.PermissionMissing;
import io.connectedworkflow.domain.refusal.Refusal.WorkflowLimitReached;
import io.connectedworkflow.domain.workflow.command.CreateConnectedWorkflow;
import io.connectedworkflow.domain.workflow.event.WorkflowDrafted;
import java.util.List;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When a workflow may be created, and what has happened then. */
class ConnectedWorkflowTest {

    private static final String ID = "4876876000019340001";
    private static final String ROOT_ID = "4876876000019340002";

    private static final ModuleReference TO_CONTACTS = new ModuleReference("Contacts", null);
    private static final ModuleReference TO_UNKNOWN = new ModuleReference("Unknown", null);

    private static final Refusal NAME_TAKEN = new NameTaken(FieldPath.of("name"));
    private static final Refusal MODULE_TAKEN = new WorkflowLimitReached(1, FieldPath.of("primary_module"));
    private static final Refusal API_NAME_INVALID = new ModuleInvalid(FieldPath.of("primary_module.api_name"));
    private static final Refusal ID_INVALID = new ModuleInvalid(FieldPath.of("primary_module.id"));

    private final FakeRegister register = new FakeRegister();
    private final Ids ids = () -> ROOT_ID;
    private final AggregateTestFixture<ConnectedWorkflow> workflow = workflow();

    private AggregateTestFixture<ConnectedWorkflow> workflow() {
        var fixture = new AggregateTestFixture<>(ConnectedWorkflow.class);
        fixture.registerInjectableResources(register, ids);
        return fixture;
    }

    private static CreateConnectedWorkflow create(TestOrganization organization, String name,
            ModuleReference primaryModule) {
        return create(organization, name, null, primaryModule);
    }

    private static CreateConnectedWorkflow create(TestOrganization organization, String name,
            @Nullable String description, ModuleReference primaryModule) {
        return new CreateConnectedWorkflow(ID, organization.seen(), new WorkflowName(name),
                description == null ? null : new Description(description), primaryModule);
    }

    private static ModuleReference reference(@Nullable String apiName, @Nullable String id) {
        return new ModuleReference(apiName, id);
    }

    /** What happens when Asha creates a workflow on Contacts, as the first of her organization. */
    private static WorkflowDrafted drafted(String name, Permission permission) {
        return new WorkflowDrafted(ID, ORGANIZATION_ID, USER_ID, ROOT_ID, name, null, CONTACTS.id(), "Contacts", 1,
                "ENTERPRISE", permission.name(), 25);
    }

    // What is drafted

    @Test
    void drafts_a_workflow_and_records_why_it_was_allowed() {
        workflow.givenNoPriorActivity()
                .when(create(ASHA, "contacts-process", "from first call to invoice", TO_CONTACTS))
                .expectSuccessfulHandlerExecution().expectEvents(new WorkflowDrafted(ID, ORGANIZATION_ID, USER_ID,
                        ROOT_ID, "contacts-process", "from first call to invoice", CONTACTS.id(), "Contacts", 1,
                        "ENTERPRISE", "MANAGE_CONNECTED_WORKFLOWS", 25));
    }

    @Test
    void drafts_a_workflow_without_a_description() {
        workflow.givenNoPriorActivity()
                .when(create(ASHA, "contacts-process", TO_CONTACTS))
                .expectSuccessfulHandlerExecution().expectEvents(new WorkflowDrafted(ID, ORGANIZATION_ID, USER_ID,
                        ROOT_ID, "contacts-process", null, CONTACTS.id(), "Contacts", 1, "ENTERPRISE",
                        "MANAGE_CONNECTED_WORKFLOWS", 25));
    }

    @Test
    void keeps_name_and_description_exactly_as_given() {
        workflow.givenNoPriorActivity()
                .when(create(ASHA, "  Cafe\u0301 ", " \n", TO_CONTACTS))
                .expectEvents(new WorkflowDrafted(ID, ORGANIZATION_ID, USER_ID, ROOT_ID, "  Cafe\u0301 ", " \n",
                        CONTACTS.id(), "Contacts", 1, "ENTERPRISE", "MANAGE_CONNECTED_WORKFLOWS", 25));
    }

    @Test
    void numbers_a_workflow_after_the_highest_number_ever_given() {
        register.holds("leads-process", LEADS);
        register.hasGivenNumbersUpTo(41);
        workflow.givenNoPriorActivity()
                .when(create(ASHA, "contacts-process", TO_CONTACTS))
                .expectEvents(new WorkflowDrafted(ID, ORGANIZATION_ID, USER_ID, ROOT_ID, "contacts-process", null,
                        CONTACTS.id(), "Contacts", 42, "ENTERPRISE", "MANAGE_CONNECTED_WORKFLOWS", 25));
    }

    @Test
    void records_the_edition_and_the_limit_of_the_organization() {
        var smallUltimate = ASHA.in(Edition.ULTIMATE).mayHave(1);
        workflow.givenNoPriorActivity()
                .when(create(smallUltimate, "contacts-process", TO_CONTACTS))
                .expectEvents(new WorkflowDrafted(ID, ORGANIZATION_ID, USER_ID, ROOT_ID, "contacts-process", null,
                        CONTACTS.id(), "Contacts", 1, "ULTIMATE", "MANAGE_CONNECTED_WORKFLOWS", 1));
    }

    @ParameterizedTest
    @EnumSource
    void takes_either_permission_and_records_it(Permission permission) {
        workflow.givenNoPriorActivity()
                .when(create(ASHA.with(permission), "contacts-process", TO_CONTACTS))
                .expectEvents(drafted("contacts-process", permission));
    }

    @Test
    void records_manage_automations_when_the_user_has_both_permissions() {
        var both = ASHA.with(MANAGE_CONNECTED_WORKFLOWS, MANAGE_AUTOMATIONS);
        workflow.givenNoPriorActivity()
                .when(create(both, "contacts-process", TO_CONTACTS))
                .expectEvents(drafted("contacts-process", MANAGE_AUTOMATIONS));
    }

    @Test
    void finds_the_primary_module_by_id() {
        workflow.givenNoPriorActivity()
                .when(create(ASHA, "contacts-process", reference(null, CONTACTS.id())))
                .expectEvents(drafted("contacts-process", MANAGE_CONNECTED_WORKFLOWS));
    }

    @Test
    void finds_the_primary_module_by_api_name_and_id() {
        workflow.givenNoPriorActivity()
                .when(create(ASHA, "contacts-process", reference("Contacts", CONTACTS.id())))
                .expectEvents(drafted("contacts-process", MANAGE_CONNECTED_WORKFLOWS));
    }

    @Test
    void takes_the_last_place_of_the_limit() {
        register.holds("leads-process", LEADS);
        workflow.givenNoPriorActivity()
                .when(create(ASHA.mayHave(2), "contacts-process", TO_CONTACTS))
                .expectSuccessfulHandlerExecution();
    }

    @Test
    void does_not_care_about_workflows_of_another_organization() {
        register.holds("4876876000000000002", "contacts-process", CONTACTS.id());
        workflow.givenNoPriorActivity()
                .when(create(ASHA.mayHave(1), "contacts-process", TO_CONTACTS))
                .expectEvents(new WorkflowDrafted(ID, ORGANIZATION_ID, USER_ID, ROOT_ID, "contacts-process", null,
                        CONTACTS.id(), "Contacts", 1, "ENTERPRISE", "MANAGE_CONNECTED_WORKFLOWS", 1));
    }

    @Test
    void locks_the_register_once() {
        workflow.givenNoPriorActivity()
                .when(create(ASHA, "contacts-process", TO_CONTACTS))
                .expectSuccessfulHandlerExecution();

        assertThat(register.asked()).containsExactly(new FakeRegister.Asked(ORGANIZATION_ID, ID,
                "contacts-process", CONTACTS.id()));
    }

    // Edition and permission

    @Test
    void refuses_in_the_free_edition() {
        workflow.givenNoPriorActivity()
                .when(create(ASHA.in(Edition.FREE), "contacts-process", TO_CONTACTS))
                .expectNoEvents().expectException(refused(new EditionTooLow()));

        assertThat(register.locks()).isZero();
    }

    @Test
    void refuses_a_user_without_a_permission() {
        workflow.givenNoPriorActivity()
                .when(create(ASHA.with(), "contacts-process", TO_CONTACTS))
                .expectNoEvents().expectException(refused(new PermissionMissing()));

        assertThat(register.locks()).isZero();
    }

    // The primary module

    @Test
    void refuses_a_primary_module_without_api_name_and_id() {
        workflow.givenNoPriorActivity()
                .when(create(ASHA, "contacts-process", reference(null, null)))
                .expectNoEvents().expectException(refused(new OneOfMissing(
                        List.of(FieldPath.of("primary_module.api_name"), FieldPath.of("primary_module.id")))));

        assertThat(register.locks()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Unknown", "", "contacts", "CONTACTS", " Contacts"})
    void refuses_a_primary_module_that_has_not_exactly_this_api_name(String apiName) {
        workflow.givenNoPriorActivity()
                .when(create(ASHA, "contacts-process", reference(apiName, null)))
                .expectNoEvents().expectException(refused(API_NAME_INVALID));

        assertThat(register.locks()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"4876876000000000404", "", "Contacts", "04876876000000002179"})
    void refuses_a_primary_module_that_has_not_exactly_this_id(String id) {
        workflow.givenNoPriorActivity()
                .when(create(ASHA, "contacts-process", reference(null, id)))
                .expectNoEvents().expectException(refused(ID_INVALID));

        assertThat(register.locks()).isZero();
    }

    @Test
    void refuses_a_primary_module_without_support_by_api_name() {
        workflow.givenNoPriorActivity()
                .when(create(ASHA, "notes-process", reference("Notes", null)))
                .expectNoEvents().expectException(refused(API_NAME_INVALID));
    }

    @Test
    void refuses_a_primary_module_without_support_by_id() {
        workflow.givenNoPriorActivity()
                .when(create(ASHA, "notes-process", reference(null, NOTES.id())))
                .expectNoEvents().expectException(refused(ID_INVALID));
    }

    @Test
    void refuses_an_unknown_id_beside_a_valid_api_name() {
        workflow.givenNoPriorActivity()
                .when(create(ASHA, "contacts-process", reference("Contacts", "1")))
                .expectNoEvents().expectException(refused(ID_INVALID));
    }

    @Test
    void refuses_an_unknown_api_name_before_an_unknown_id() {
        workflow.givenNoPriorActivity()
                .when(create(ASHA, "contacts-process", reference("Unknown", "1")))
                .expectNoEvents().expectException(refused(API_NAME_INVALID));
    }

    @Test
    void refuses_an_api_name_and_an_id_of_different_modules() {
        workflow.givenNoPriorActivity()
                .when(create(ASHA, "contacts-process", reference("Contacts", LEADS.id())))
                .expectNoEvents().expectException(refused(new Ambiguous(
                        List.of(FieldPath.of("primary_module.id"), FieldPath.of("primary_module.api_name")))));

        assertThat(register.locks()).isZero();
    }

    // Other workflows of the organization

    @Test
    void refuses_a_name_that_another_workflow_has() {
        register.holds("contacts-process");
        workflow.givenNoPriorActivity()
                .when(create(ASHA, "contacts-process", TO_CONTACTS))
                .expectNoEvents().expectException(refused(NAME_TAKEN));
    }

    @ParameterizedTest
    @ValueSource(strings = {"CAFE\u0301", "caf\u00e9", " Caf\u00c9\t"})
    void refuses_a_name_that_another_workflow_has_in_other_letters(String sameName) {
        register.holds("Caf\u00e9");
        workflow.givenNoPriorActivity()
                .when(create(ASHA, sameName, TO_CONTACTS))
                .expectNoEvents().expectException(refused(NAME_TAKEN));
    }

    @Test
    void refuses_a_second_workflow_on_a_module() {
        register.holds("another-process", CONTACTS);
        workflow.givenNoPriorActivity()
                .when(create(ASHA, "contacts-process", TO_CONTACTS))
                .expectNoEvents().expectException(refused(MODULE_TAKEN));
    }

    @Test
    void refuses_a_second_workflow_on_a_module_that_is_named_by_id() {
        register.holds("another-process", CONTACTS);
        workflow.givenNoPriorActivity()
                .when(create(ASHA, "contacts-process", reference(null, CONTACTS.id())))
                .expectNoEvents().expectException(refused(MODULE_TAKEN));
    }

    @Test
    void refuses_more_workflows_than_the_organization_may_have() {
        register.holds("leads-process", LEADS);
        register.holds("another-process");
        workflow.givenNoPriorActivity()
                .when(create(ASHA.mayHave(2), "contacts-process", TO_CONTACTS))
                .expectNoEvents().expectException(refused(new WorkflowLimitReached(2, FieldPath.LIST)));
    }

    @Test
    void refuses_one_more_when_the_limit_was_lowered_below_what_there_is() {
        register.holds("leads-process", LEADS);
        register.holds("another-process");
        workflow.givenNoPriorActivity()
                .when(create(ASHA.mayHave(1), "contacts-process", TO_CONTACTS))
                .expectNoEvents().expectException(refused(new WorkflowLimitReached(1, FieldPath.LIST)));
    }

    @Test
    void refuses_the_very_first_when_the_organization_may_have_none() {
        workflow.givenNoPriorActivity()
                .when(create(ASHA.mayHave(0), "contacts-process", TO_CONTACTS))
                .expectNoEvents().expectException(refused(new WorkflowLimitReached(0, FieldPath.LIST)));
    }

    // One request, one refusal: the first of these

    @Test
    void looks_at_the_edition_before_the_permission() {
        register.holds("contacts-process", CONTACTS);
        workflow.givenNoPriorActivity()
                .when(create(ASHA.mayHave(0).with().in(Edition.FREE), "contacts-process", TO_UNKNOWN))
                .expectNoEvents().expectException(refused(new EditionTooLow()));

        assertThat(register.locks()).isZero();
    }

    @Test
    void looks_at_the_permission_before_the_primary_module() {
        register.holds("contacts-process", CONTACTS);
        workflow.givenNoPriorActivity()
                .when(create(ASHA.mayHave(0).with(), "contacts-process", TO_UNKNOWN))
                .expectNoEvents().expectException(refused(new PermissionMissing()));

        assertThat(register.locks()).isZero();
    }

    @Test
    void looks_at_the_primary_module_before_the_name() {
        register.holds("contacts-process", CONTACTS);
        workflow.givenNoPriorActivity()
                .when(create(ASHA.mayHave(0), "contacts-process", TO_UNKNOWN))
                .expectNoEvents().expectException(refused(API_NAME_INVALID));

        assertThat(register.locks()).isZero();
    }

    @Test
    void looks_at_the_name_before_the_one_workflow_a_module_has() {
        register.holds("contacts-process", CONTACTS);
        workflow.givenNoPriorActivity()
                .when(create(ASHA.mayHave(0), "contacts-process", TO_CONTACTS))
                .expectNoEvents().expectException(refused(NAME_TAKEN));
    }

    @Test
    void looks_at_the_one_workflow_a_module_has_before_the_limit_of_the_organization() {
        register.holds("another-process", CONTACTS);
        workflow.givenNoPriorActivity()
                .when(create(ASHA.mayHave(0), "contacts-process", TO_CONTACTS))
                .expectNoEvents().expectException(refused(MODULE_TAKEN));
    }
}
