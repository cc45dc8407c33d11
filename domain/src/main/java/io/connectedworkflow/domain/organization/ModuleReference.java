package io.connectedworkflow.domain.organization;

import io.connectedworkflow.domain.refusal.Item;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a request names a module: by API name, by id, or by both. Null is not given. */
public record ModuleReference(@Nullable String apiName, @Nullable String id) {

    /** The reference that an object of a request is. */
    public static ModuleReference of(Item module) {
        var apiName = module.text("api_name");
        return new ModuleReference(apiName, module.text("id"));
    }

    /** The module with this API name, such as Contacts. */
    public static ModuleReference named(String apiName) {
        return new ModuleReference(apiName, null);
    }

    /** The object of a request that it is. */
    public Map<String, @Nullable Object> fields() {
        var fields = new HashMap<String, @Nullable Object>();
        fields.put("api_name", apiName);
        fields.put("id", id);
        return fields;
    }
}
