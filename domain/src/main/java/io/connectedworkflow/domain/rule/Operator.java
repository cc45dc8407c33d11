package io.connectedworkflow.domain.rule;

/** What joins the criteria of a group. */
public enum Operator {
    AND, OR
}
