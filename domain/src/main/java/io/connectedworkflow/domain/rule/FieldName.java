package io.connectedworkflow.domain.rule;

import org.jspecify.annotations.Nullable;

/**
 * A field of a module.
 *
 * @param id null where neither the request nor the directory says
 */
public record FieldName(String apiName, @Nullable String id) {}
