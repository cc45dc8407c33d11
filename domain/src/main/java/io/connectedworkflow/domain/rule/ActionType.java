package io.connectedworkflow.domain.rule;

/** The type of an action that a rule takes at once when its condition holds. */
public enum ActionType {
    /** Create a record in a module that the rule's node points to. */
    CREATE_CONNECTED_RECORD(1),
    /** Update fields of the record. */
    FIELD_UPDATES(5),
    /** Send notifications by email. */
    EMAIL_NOTIFICATIONS(5);

    private final int limit;

    ActionType(int limit) {
        this.limit = limit;
    }

    /** How many of them a condition may have, whatever the edition. */
    public int limit() {
        return limit;
    }
}
