package io.connectedworkflow.application.subscription;

import io.connectedworkflow.domain.workflow.event.WorkflowEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event as a subscription gets it, in today's form.
 *
 * @param position  its place in the log
 * @param eventId   the same at every delivery, and no other event's
 * @param version   the version of the workflow that it led to, counted from 1
 * @param name      its logical name
 * @param revision  that of its form, which is today's
 * @param time      when it happened, never before the workflow's event before it
 * @param requestId the request that led to it; null if the log does not say
 * @param event     its fields, as Java has them
 * @param data      its fields, as the text of a JSON object
 * @param replayed  whether this is known to be a repetition that a replay has asked for
 */
public record DeliveredEvent(long position, String eventId, String workflowId, long version, String name,
        String revision, Instant time, String organizationId, String userId, @Nullable String requestId,
        WorkflowEvent event, String data, boolean replayed) {}
