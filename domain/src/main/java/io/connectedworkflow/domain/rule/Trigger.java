package io.connectedworkflow.domain.rule;

import org.jspecify.annotations.Nullable;

/**
 * When a rule runs; the module is always that of the rule's node.
 *
 * @param criteria which updates count; null for any type but {@link TriggerType#FIELD_UPDATE}
 * @param repeat   whether it runs again for the same record
 */
public record Trigger(TriggerType type, @Nullable Criteria criteria, boolean repeat) {}
