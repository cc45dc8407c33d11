package io.connectedworkflow.application.audit;

import org.jspecify.annotations.Nullable;

/**
 * A difference between two states of a workflow. Values are made of strings, numbers, booleans, lists, maps and nulls.
 *
 * @param path where it is, such as {@code name} or {@code nodes[4876876000019340007].module.api_name}: what has an id is
 *             named by it, wherever it stands
 * @param from what was there; null if nothing was
 * @param to   what is there; null if nothing is
 */
public record Change(String path, @Nullable Object from, @Nullable Object to) {}
