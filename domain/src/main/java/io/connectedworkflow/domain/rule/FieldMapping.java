package io.connectedworkflow.domain.rule;

/** The value that a new record gets in one of its fields. */
public record FieldMapping(FieldName field, MappingType type, Value value) {}
