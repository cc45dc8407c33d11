package io.connectedworkflow.application.workflow;

import io.connectedworkflow.domain.organization.Organization;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, and in which request.
 *
 * @param organization the caller's organization, as the caller saw it when the request began
 * @param requestId    names the request in logs and, beside what it did, in the event log
 * @param once         null where the request may take effect again when it is repeated
 */
public record Caller(Organization organization, String requestId, @Nullable Once once) {

    /** A caller whose requests take effect each time. */
    public Caller(Organization organization, String requestId) {
        this(organization, requestId, null);
    }
}
