package io.connectedworkflow.application.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A request that would have changed something, and was refused.
 *
 * @param organizationId null for an administrator's
 * @param userId         null for an administrator's
 * @param path           without parameters
 * @param workflowId     the workflow that the path names; null if it names none
 * @param status         of the answer, as are code and message
 */
public record RefusedRequest(Instant at, @Nullable String organizationId, @Nullable String userId, String requestId,
        String method, String path, @Nullable String workflowId, int status, String code, String message) {}
