package io.connectedworkflow.application.workflow;

import io.connectedworkflow.domain.organization.Organization;

/**
 * Who asks, and in which request.
 *
 * @param organization the caller's organization, as the caller saw it when the request began
 * @param requestId    names the request in logs and, beside what it did, in the event log
 */
public record Caller(Organization organization, String requestId) {}
