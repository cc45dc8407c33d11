package io.connectedworkflow.domain.workflow.command;

/** A command on a rule that exists. */
public sealed interface ExistingRuleCommand extends ExistingWorkflowCommand permits UpdateRule, DeleteRule {

    /** The rule that is meant. */
    String ruleId();

    @Override
    default String subjectId() {
        return ruleId();
    }
}
