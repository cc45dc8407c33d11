package io.connectedworkflow.domain.refusal;

/** The types that a field of a request can be asked to have. */
public enum FieldType {
    TEXT, INTEGER, BOOLEAN, OBJECT, ARRAY
}
