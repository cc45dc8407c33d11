package io.connectedworkflow.domain.organization;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A module of an organization, such as Contacts.
 *
 * @param supported whether it can be part of a connected workflow
 * @param fields    its fields; empty where the directory does not list them
 */
public record CrmModule(String id, String apiName, boolean supported, List<Field> fields) {

    public CrmModule {
        fields = List.copyOf(fields);
    }

    /** A module that can be part of a connected workflow, and whose fields the directory does not list. */
    public CrmModule(String id, String apiName) {
        this(id, apiName, true, List.of());
    }

    /**
     * A field of a module.
     *
     * @param id    null where the directory does not say
     * @param label null where the directory does not say
     */
    public record Field(@Nullable String id, String apiName, @Nullable String label, String dataType) {}
}
