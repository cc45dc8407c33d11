package io.connectedworkflow.application.replay;

import io.connectedworkflow.application.audit.LogPoint;
import org.jspecify.annotations.Nullable;

/**
 * Which events are replayed.
 *
 * @param organization whose events; null for those of all
 * @param from         the first position, or the first instant, that counts; null for the beginning of the log
 * @param to           the last position that counts, or the first instant that counts no more
 * @param head         the last position that counts in any case: up to here the log was complete when the replay was
 *                     asked for
 */
public record ReplayRange(@Nullable String organization, @Nullable LogPoint from, LogPoint to, long head) {}
