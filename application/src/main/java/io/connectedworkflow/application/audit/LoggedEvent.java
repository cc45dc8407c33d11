package io.connectedworkflow.application.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event as it stands in the log, whatever has become of its form since.
 *
 * @param position  its place in the log
 * @param version   the version of the workflow that it led to
 * @param event     its logical name
 * @param requestId the request that led to it
 * @param data      its fields, as JSON
 */
public record LoggedEvent(long position, String eventId, String workflowId, long version, String event, String revision,
        Instant time, String organizationId, String userId, @Nullable String requestId, String data) {}
