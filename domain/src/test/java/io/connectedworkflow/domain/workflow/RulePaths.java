package io.connectedworkflow.domain.workflow;

import io.connectedworkflow.domain.refusal.FieldPath;

/** Where the parts of a rule stand in a request. */
final class RulePaths {

    /** The first action of the first condition, which most tests are about. */
    static final String ACTION = "conditions[0].instant_actions.actions[0]";
    static final FieldPath ACTIONS = at("conditions[0].instant_actions.actions");

    private RulePaths() {}

    static FieldPath at(String path) {
        return FieldPath.of(path);
    }

    static FieldPath inAction(String path) {
        return FieldPath.of(ACTION + "." + path);
    }
}
