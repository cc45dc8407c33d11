package io.connectedworkflow.domain.rule;

/** What a new record gets in one of its fields. */
public record FieldMapping(FieldName field, MappingType type, Value value) {}
