package io.connectedworkflow.domain.organization;

/** The permissions of a user's profile that allow managing connected workflows. Either is enough. */
public enum Permission {
    MANAGE_AUTOMATIONS, MANAGE_CONNECTED_WORKFLOWS
}
