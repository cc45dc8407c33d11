package io.connectedworkflow.application.audit;

import java.util.List;

/**
 * The beginning of a longer list.
 *
 * @param more whether there is more behind it
 */
public record Part<T>(List<T> found, boolean more) {}
