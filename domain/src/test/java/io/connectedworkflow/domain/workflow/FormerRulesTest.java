package io.connectedworkflow.domain.workflow;

import static io.connectedworkflow.domain.organization.TestOrganization.ASHA;
import static io.connectedworkflow.domain.organization.TestOrganization.CONTACTS;
import static io.connectedworkflow.domain.organization.TestOrganization.ORGANIZATION_ID;
import static io.connectedworkflow.domain.organization.TestOrganization.USER_ID;
import static io.connectedworkflow.domain.workflow.Past.ID;
import static io.connectedworkflow.domain.workflow.Past.NAME;
import static io.connectedworkflow.domain.workflow.Past.ROOT;
import static io.connectedworkflow.domain.workflow.Past.deleted;
import static io.connectedworkflow.domain.workflow.Past.drafted;
import static io.connectedworkflow.domain.workflow.Past.renamed;
import static io.connectedworkflow.domain.workflow.Past.rule;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.connectedworkflow.domain.refusal.RefusedException;
import io.connectedworkflow.domain.rule.Action;
import io.connectedworkflow.domain.rule.ActionType;
import io.connectedworkflow.domain.rule.Comparator;
import io.connectedworkflow.domain.rule.Condition;
import io.connectedworkflow.domain.rule.Criteria;
import io.connectedworkflow.domain.rule.FieldName;
import io.connectedworkflow.domain.rule.Operator;
import io.connectedworkflow.domain.rule.Rule;
import io.connectedworkflow.domain.rule.Rules;
import io.connectedworkflow.domain.rule.Value;
import io.connectedworkflow.domain.rule.ValueType;
import io.connectedworkflow.domain.workflow.command.ActivateConnectedWorkflow;
import io.connectedworkflow.domain.workflow.command.RestoreConnectedWorkflow;
import io.connectedworkflow.domain.workflow.command.UpdateConnectedWorkflow;
import io.connectedworkflow.domain.workflow.event.RuleAdded;
import io.connectedworkflow.domain.workflow.event.WorkflowActivated;
import io.connectedworkflow.domain.workflow.event.WorkflowDescribed;
import io.connectedworkflow.domain.workflow.event.WorkflowRenamed;
import io.connectedworkflow.domain.workflow.event.WorkflowRestored;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A past that was allowed once and would not be today: it is not judged, and what is there is there. */
class FormerRulesTest {

    private static final String FORMER_NAME = "#".repeat(60);
    private static final String FORMER_DESCRIPTION = "d".repeat(600);
    private static final Rule FORMER_RULE = formerRule();

    private final FakeRegister register = new FakeRegister();
    private final AggregateTestFixture<ConnectedWorkflow> workflow = new AggregateTestFixture<>(
            ConnectedWorkflow.class);

    @BeforeEach
    void register_the_ports() {
        workflow.registerInjectableResources(register, new FakeIds());
    }

    /** With criteria that are too deep, and too many conditions and actions. */
    private static Rule formerRule() {
        Criteria deep = new Criteria.Comparison(new FieldName("no such field", null), Comparator.EQUAL, ValueType.VALUE,
                new Value("x"));
        for (var depth = 0; depth < 9; depth++) {
            deep = new Criteria.Group(Operator.AND, List.of(deep));
        }
        var criteria = deep;
        var actions = IntStream.range(0, 40)
                .mapToObj(i -> new Action("5" + i, ActionType.FIELD_UPDATES, "n".repeat(200), null)).toList();
        return new Rule("r", ROOT, RuleParts.CREATED,
                IntStream.range(1, 20).mapToObj(i -> new Condition("c" + i, i, criteria, actions)).toList());
    }

    private static RuleAdded formerRuleAdded() {
        return rule(FORMER_RULE.id(), FORMER_RULE.nodeId(), FORMER_RULE.trigger(),
                FORMER_RULE.conditions().toArray(Condition[]::new));
    }

    private static WorkflowDefinition former() {
        return new WorkflowDefinition(FORMER_NAME, FORMER_DESCRIPTION,
                Diagram.of(new Node(ROOT, CONTACTS.id(), CONTACTS.apiName())), new Rules(List.of(FORMER_RULE)));
    }

    private static RestoreConnectedWorkflow restore() {
        return new RestoreConnectedWorkflow(ID, ASHA.seen(), null, 3, former(),
                new Origin(1, USER_ID, Instant.parse("2026-02-03T04:45:00.123Z")));
    }

    @Test
    void nobody_can_give_such_a_name_any_more() {
        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> new WorkflowName(FORMER_NAME));
    }

    @Test
    void it_is_activated_with_all_of_it() {
        workflow.given(drafted(), renamed(FORMER_NAME), formerRuleAdded())
                .when(new ActivateConnectedWorkflow(ID, ASHA.seen(), null)).expectSuccessfulHandlerExecution()
                .expectEvents(new WorkflowActivated(ID, ORGANIZATION_ID, USER_ID, 25));
    }

    @Test
    void what_is_changed_leaves_the_rest_as_it_was() {
        workflow.given(drafted(), renamed(FORMER_NAME), formerRuleAdded())
                .when(new UpdateConnectedWorkflow(ID, ASHA.seen(), null, null,
                        new UpdateConnectedWorkflow.NewDescription(null), List.of(), List.of()))
                .expectEvents(new WorkflowDescribed(ID, ORGANIZATION_ID, USER_ID, null));
    }

    @Test
    void it_can_be_again_what_it_was() {
        workflow.given(drafted()).when(restore()).expectEvents(
                new WorkflowRenamed(ID, ORGANIZATION_ID, USER_ID, FORMER_NAME),
                new WorkflowDescribed(ID, ORGANIZATION_ID, USER_ID, FORMER_DESCRIPTION),
                new RuleAdded(ID, ORGANIZATION_ID, USER_ID, FORMER_RULE.id(), ROOT, FORMER_RULE.trigger(),
                        FORMER_RULE.conditions()));
    }

    @Test
    void it_comes_back_when_it_is_deleted() {
        workflow.given(drafted(), renamed(FORMER_NAME), deleted()).when(restore()).expectEvents(
                new WorkflowRestored(ID, ORGANIZATION_ID, USER_ID, 3, ROOT, FORMER_NAME, FORMER_DESCRIPTION,
                        CONTACTS.id(), CONTACTS.apiName(), 1, "DRAFT", USER_ID, "2026-02-03T04:45:00.123Z", 25),
                new RuleAdded(ID, ORGANIZATION_ID, USER_ID, FORMER_RULE.id(), ROOT, FORMER_RULE.trigger(),
                        FORMER_RULE.conditions()));
    }

    @Test
    void its_name_is_as_taken_as_any_other() {
        register.holds(" " + FORMER_NAME);
        workflow.given(drafted(), renamed(FORMER_NAME), renamed(NAME)).when(restore()).expectNoEvents()
                .expectException(RefusedException.class);
    }
}
