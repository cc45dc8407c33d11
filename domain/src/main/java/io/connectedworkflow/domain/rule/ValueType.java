package io.connectedworkflow.domain.rule;

/** The kind of a criterion's value. */
public enum ValueType {
    /** The value itself. */
    VALUE,
    /** A text that names a field to be filled in. */
    MERGE_FIELD,
    /** A text that the CRM knows, such as a range of time. */
    PRE_DEFINED,
    /** Another field of the same record. */
    FIELD
}
