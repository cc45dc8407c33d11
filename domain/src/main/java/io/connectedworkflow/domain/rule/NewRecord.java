package io.connectedworkflow.domain.rule;

import java.util.List;

/**
 * The record that an action creates.
 *
 * @param moduleApiName what the module was called when this was asked for
 */
public record NewRecord(String moduleId, String moduleApiName, String layoutId, List<FieldMapping> fieldMappings) {

    public NewRecord {
        fieldMappings = List.copyOf(fieldMappings);
    }
}
