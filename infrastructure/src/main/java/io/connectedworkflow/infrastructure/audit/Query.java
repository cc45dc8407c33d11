package io.connectedworkflow.infrastructure.audit;

/** A statement, and its parameters. */
public record Query(String sql, Object[] values) {}
