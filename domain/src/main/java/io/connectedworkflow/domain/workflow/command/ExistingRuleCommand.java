package io.connectedworkflow.domain.workflow.command;

/** What is to happen to a rule that is there. */
public sealed interface ExistingRuleCommand extends ExistingWorkflowCommand permits UpdateRule, DeleteRule {

    /** The rule that is meant. */
    String ruleId();

    @Override
    default String subjectId() {
        return ruleId();
    }
}
