package io.connectedworkflow.domain.rule;

import org.jspecify.annotations.Nullable;

/**
 * An action that a rule takes at once when its condition holds.
 *
 * @param id      of the object that it uses, which belongs to another API of the CRM; of one that creates a record, its
 *                own
 * @param name    null for none
 * @param details null for any type but {@link ActionType#CREATE_CONNECTED_RECORD}
 */
public record Action(String id, ActionType type, @Nullable String name, @Nullable NewRecord details) {}
