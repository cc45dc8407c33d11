package io.connectedworkflow.domain.rule;

/** The operator that joins the criteria of a group. */
public enum Operator {
    AND, OR
}
