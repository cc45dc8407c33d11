package io.connectedworkflow.application.replay;

/** A read model: it follows from the events of workflows, and is kept beside them. */
public enum ReadModel {
    /** What readers see. */
    VIEW,
    /** What the rules are decided by that span an organization's workflows. */
    REGISTER
}
