package io.connectedworkflow.domain.workflow;

import java.time.Instant;

/**
 * How a workflow came to be.
 *
 * @param sequenceNumber its place in its organization
 * @param draftedBy      a user's id
 */
public record Origin(long sequenceNumber, String draftedBy, Instant draftedAt) {}
