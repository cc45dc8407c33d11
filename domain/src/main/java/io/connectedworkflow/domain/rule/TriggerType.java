package io.connectedworkflow.domain.rule;

/** The kind of change to a record that makes a rule run. */
public enum TriggerType {
    /** A record of the module is created. */
    CREATE,
    /** A record of the module is edited. */
    EDIT,
    /** Either. */
    CREATE_OR_EDIT,
    /** A field of a record gets a value that the trigger's criteria ask for. */
    FIELD_UPDATE
}
