package io.connectedworkflow.domain.organization;

import io.connectedworkflow.domain.refusal.Item;
import org.jspecify.annotations.Nullable;

/** How a request names a module: by API name, by id, or by both. Null is not given. */
public record ModuleReference(@Nullable String apiName, @Nullable String id) {

    /** The reference that an object of a request is. */
    public static ModuleReference of(Item module) {
        var apiName = module.text("api_name");
        return new ModuleReference(apiName, module.text("id"));
    }
}
