package io.connectedworkflow.domain.organization;

/** The edition that an organization has subscribed to. */
public enum Edition {
    FREE, STANDARD, PROFESSIONAL, ENTERPRISE, ULTIMATE;

    /** Whether the edition has connected workflows at all. */
    public boolean hasConnectedWorkflows() {
        return this != FREE;
    }
}
