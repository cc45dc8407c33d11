package io.connectedworkflow.domain.workflow;

import static io.connectedworkflow.domain.organization.TestOrganization.ASHA;
import static io.connectedworkflow.domain.refusal.Refusals.refused;
import static io.connectedworkflow.domain.refusal.Requests.item;
import static io.connectedworkflow.domain.workflow.Past.ID;
import static io.connectedworkflow.domain.workflow.Past.ROOT;
import static io.connectedworkflow.domain.workflow.Past.activated;
import static io.connectedworkflow.domain.workflow.Past.deleted;
import static io.connectedworkflow.domain.workflow.Past.drafted;
import static io.connectedworkflow.domain.workflow.Past.renamed;
import static io.connectedworkflow.domain.workflow.Past.rule;
import static io.connectedworkflow.domain.workflow.RuleTexts.ON_ROOT;
import static io.connectedworkflow.domain.workflow.RuleTexts.WHEN_CREATED;
import static io.connectedworkflow.domain.workflow.RuleTexts.condition;
import static io.connectedworkflow.domain.workflow.RuleTexts.conditions;
import static io.connectedworkflow.domain.workflow.RuleTexts.fieldUpdate;
import static io.connectedworkflow.domain.workflow.RuleTexts.object;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.domain.organization.Edition;
import io.connectedworkflow.domain.organization.Permission;
import io.connectedworkflow.domain.organization.TestOrganization;
import io.connectedworkflow.domain.refusal.FieldPath;
import io.connectedworkflow.domain.refusal.Refusal.EditionTooLow;
import io.connectedworkflow.domain.refusal.Refusal.FieldMissing;
import io.connectedworkflow.domain.refusal.Refusal.IdUnknown;
import io.connectedworkflow.domain.refusal.Refusal.PermissionMissing;
import io.connectedworkflow.domain.refusal.Refusal.VersionStale;
import io.connectedworkflow.domain.workflow.command.ActivateConnectedWorkflow;
import io.connectedworkflow.domain.workflow.command.CreateRule;
import io.connectedworkflow.domain.workflow.command.DeactivateConnectedWorkflow;
import io.connectedworkflow.domain.workflow.command.DeleteConnectedWorkflow;
import io.connectedworkflow.domain.workflow.command.DeleteRule;
import io.connectedworkflow.domain.workflow.command.ExistingWorkflowCommand;
import io.connectedworkflow.domain.workflow.command.UpdateConnectedWorkflow;
import io.connectedworkflow.domain.workflow.command.UpdateRule;
import io.connectedworkflow.domain.workflow.event.WorkflowEvent;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may tell a workflow anything, and about which of its versions. */
class ExistingWorkflowCommandTest {

    private final FakeRegister register = new FakeRegister();
    private final AggregateTestFixture<ConnectedWorkflow> workflow = workflow();

    private AggregateTestFixture<ConnectedWorkflow> workflow() {
        var fixture = new AggregateTestFixture<>(ConnectedWorkflow.class);
        fixture.registerInjectableResources(register, new FakeIds());
        return fixture;
    }

    /** A command, whoever sends it and whatever version it is about. Each would succeed on an active workflow. */
    record Kind(String name, Sender sender) {

        interface Sender {
            ExistingWorkflowCommand send(TestOrganization caller, @Nullable Long version);
        }

        ExistingWorkflowCommand by(TestOrganization caller) {
            return sender.send(caller, null);
        }

        ExistingWorkflowCommand about(long version) {
            return sender.send(ASHA, version);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Kind> commands() {
        return Stream.of(
                new Kind("update", (caller, version) -> new UpdateConnectedWorkflow(ID, caller.seen(), version,
                        new WorkflowName("another-name"), null, List.of(), List.of())),
                new Kind("update of nothing", (caller, version) -> new UpdateConnectedWorkflow(ID, caller.seen(),
                        version, null, null, List.of(), List.of())),
                new Kind("update that is refused", (caller, version) -> new UpdateConnectedWorkflow(ID, caller.seen(),
                        version, null, null,
                        List.of(new NodeChange.Faulty(new FieldMissing(FieldPath.of("nodes[0].module")))),
                        List.of())),
                new Kind("activate", (caller, version) -> new ActivateConnectedWorkflow(ID, caller.seen(), version)),
                new Kind("deactivate",
                        (caller, version) -> new DeactivateConnectedWorkflow(ID, caller.seen(), version)),
                new Kind("delete", (caller, version) -> new DeleteConnectedWorkflow(ID, caller.seen(), version)),
                new Kind("create rule", (caller, version) -> new CreateRule(ID, caller.seen(), version, "another rule",
                        item(object(ON_ROOT, WHEN_CREATED, conditions(condition(1, fieldUpdate("501"))))))),
                new Kind("create rule that is refused",
                        (caller, version) -> new CreateRule(ID, caller.seen(), version, "another rule", item("{}"))),
                new Kind("update rule", (caller, version) -> new UpdateRule(ID, caller.seen(), version, "rule",
                        item("{'execute_when': {'type': 'edit'}}"))),
                new Kind("update rule with nothing", (caller, version) -> new UpdateRule(ID, caller.seen(), version,
                        "rule", item("{'conditions': []}"))),
                new Kind("update rule that is refused",
                        (caller, version) -> new UpdateRule(ID, caller.seen(), version, "rule", item("{}"))),
                new Kind("delete rule", (caller, version) -> new DeleteRule(ID, caller.seen(), version, "rule")));
    }

    @Test
    void is_about_its_rule_or_else_about_its_workflow() {
        assertThat(commands().map(kind -> kind.by(ASHA).subjectId()).distinct())
                .containsExactly(ID, "another rule", "rule");
    }

    private static List<WorkflowEvent> pastOf(int count, IntFunction<WorkflowEvent> others) {
        return IntStream.range(0, count).mapToObj(i -> switch (i) {
            case 0 -> drafted();
            case 1 -> rule("rule", ROOT);
            default -> others.apply(i);
        }).toList();
    }

    /** Those that nothing but a rule of this class refuses. */
    static Stream<Kind> acceptable() {
        return commands().filter(kind -> !kind.name.endsWith("that is refused") && !kind.name.equals("activate"));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void refuses_in_the_free_edition(Kind command) {
        workflow.given(drafted(), rule("rule", ROOT), activated())
                .when(command.by(ASHA.in(Edition.FREE)))
                .expectNoEvents().expectException(refused(new EditionTooLow()));

        assertThat(register.locks()).isZero();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void refuses_without_a_permission(Kind command) {
        workflow.given(drafted(), rule("rule", ROOT), activated())
                .when(command.by(ASHA.with()))
                .expectNoEvents().expectException(refused(new PermissionMissing()));

        assertThat(register.locks()).isZero();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void looks_at_the_edition_before_the_permission(Kind command) {
        workflow.given(drafted(), rule("rule", ROOT), activated())
                .when(command.by(ASHA.in(Edition.FREE).with()))
                .expectNoEvents().expectException(refused(new EditionTooLow()));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void does_not_know_a_workflow_of_another_organization(Kind command) {
        workflow.given(drafted(), rule("rule", ROOT), activated())
                .when(command.by(ASHA.of("4876876000000000002")))
                .expectNoEvents().expectException(refused(new IdUnknown(2)));

        assertThat(register.locks()).isZero();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void looks_at_the_permission_before_the_organization_of_the_workflow(Kind command) {
        workflow.given(drafted(), rule("rule", ROOT), activated())
                .when(command.by(ASHA.of("4876876000000000002").with()))
                .expectNoEvents().expectException(refused(new PermissionMissing()));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void looks_at_the_edition_before_the_organization_of_the_workflow(Kind command) {
        workflow.given(drafted(), rule("rule", ROOT), activated())
                .when(command.by(ASHA.of("4876876000000000002").in(Edition.FREE)))
                .expectNoEvents().expectException(refused(new EditionTooLow()));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void refuses_what_is_about_an_earlier_version_and_tells_the_current_one(Kind command) {
        workflow.given(drafted(), rule("rule", ROOT), activated())
                .when(command.about(1))
                .expectNoEvents().expectException(refused(new VersionStale(3)));

        assertThat(register.locks()).isZero();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void refuses_what_is_about_a_version_that_never_was(Kind command) {
        workflow.given(drafted(), rule("rule", ROOT), activated())
                .when(command.about(4))
                .expectNoEvents().expectException(refused(new VersionStale(3)));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void tells_the_version_of_a_workflow_that_many_events_have_made(Kind command) {
        workflow.given(pastOf(200, i -> renamed("name-" + i)))
                .when(command.about(127))
                .expectNoEvents().expectException(refused(new VersionStale(200)));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void looks_at_the_organization_of_the_workflow_before_the_version(Kind command) {
        workflow.given(drafted(), rule("rule", ROOT), activated())
                .when(command.sender.send(ASHA.of("4876876000000000002"), 1L))
                .expectNoEvents().expectException(refused(new IdUnknown(2)));
    }

    static Stream<Kind> commandsForAnUnknownRule() {
        return Stream.of(
                new Kind("update rule", (caller, version) -> new UpdateRule(ID, caller.seen(), version, "unknown",
                        item("{'execute_when': {'type': 'edit'}}"))),
                new Kind("update rule that is refused",
                        (caller, version) -> new UpdateRule(ID, caller.seen(), version, "unknown", item("{}"))),
                new Kind("delete rule", (caller, version) -> new DeleteRule(ID, caller.seen(), version, "unknown")));
    }

    @ParameterizedTest
    @MethodSource("commandsForAnUnknownRule")
    void looks_at_the_rule_before_the_version_and_what_is_asked_for(Kind command) {
        workflow.given(drafted(), rule("rule", ROOT), activated())
                .when(command.about(1))
                .expectNoEvents().expectException(refused(new IdUnknown(4)));
    }

    @ParameterizedTest
    @MethodSource("commandsForAnUnknownRule")
    void looks_at_the_workflow_before_the_rule(Kind command) {
        workflow.given(drafted(), rule("rule", ROOT), activated())
                .when(command.by(ASHA.of("4876876000000000002")))
                .expectNoEvents().expectException(refused(new IdUnknown(2)));
    }

    @ParameterizedTest
    @MethodSource("commandsForAnUnknownRule")
    void looks_at_the_permission_before_the_rule(Kind command) {
        workflow.given(drafted(), rule("rule", ROOT), activated())
                .when(command.by(ASHA.with()))
                .expectNoEvents().expectException(refused(new PermissionMissing()));
    }

    @ParameterizedTest
    @MethodSource("acceptable")
    void does_what_is_about_the_current_version(Kind command) {
        workflow.given(drafted(), rule("rule", ROOT), activated())
                .when(command.about(3))
                .expectSuccessfulHandlerExecution();
    }

    @ParameterizedTest
    @MethodSource("acceptable")
    void does_what_is_about_the_current_version_also_behind_the_smallest_numbers(Kind command) {
        workflow.given(pastOf(200, i -> activated()))
                .when(command.about(200))
                .expectSuccessfulHandlerExecution();
    }

    @ParameterizedTest
    @EnumSource
    void takes_either_permission(Permission permission) {
        workflow.given(drafted())
                .when(new DeleteConnectedWorkflow(ID, ASHA.with(permission).seen(), null))
                .expectSuccessfulHandlerExecution();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void finds_no_workflow_that_was_never_drafted(Kind command) {
        workflow.givenNoPriorActivity()
                .when(command.by(ASHA))
                .expectNoEvents().expectException(AggregateNotFoundException.class);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void finds_no_workflow_that_is_deleted(Kind command) {
        workflow.given(drafted(), rule("rule", ROOT), activated(), deleted())
                .when(command.by(ASHA))
                .expectNoEvents().expectException(refused(new IdUnknown(2)));
    }
}
