package io.connectedworkflow.domain.organization;

import org.jspecify.annotations.Nullable;

/** How a request names a module: by API name, by id, or by both. Null is not given. */
public record ModuleReference(@Nullable String apiName, @Nullable String id) {}
