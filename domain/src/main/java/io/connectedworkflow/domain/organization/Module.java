package io.connectedworkflow.domain.organization;

import java.util.List;

/**
 * A module of an organization, such as Contacts.
 *
 * @param supported whether it can be part of a connected workflow
 * @param fields    its fields; empty where the directory does not list them
 */
public record Module(String id, String apiName, boolean supported, List<Field> fields) {

    public Module {
        fields = List.copyOf(fields);
    }

    /** A field of a module. */
    public record Field(String id, String apiName, String label, String dataType) {}
}
