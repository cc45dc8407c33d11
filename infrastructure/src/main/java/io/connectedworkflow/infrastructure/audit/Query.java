package io.connectedworkflow.infrastructure.audit;

/** A statement, and its parameters. */
record Query(String sql, Object[] values) {}
