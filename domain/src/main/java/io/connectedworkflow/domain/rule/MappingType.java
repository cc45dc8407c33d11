package io.connectedworkflow.domain.rule;

/** The kind of a field mapping's value. */
public enum MappingType {
    /** The value itself. */
    STATIC,
    /** A text that names a field of the record that the rule runs for. */
    MERGE_FIELD,
    /** A text that tells a time by when the rule runs. */
    EXECUTION_TIME
}
