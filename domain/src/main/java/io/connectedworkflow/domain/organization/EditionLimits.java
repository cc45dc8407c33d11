package io.connectedworkflow.domain.organization;

import org.jspecify.annotations.Nullable;

/**
 * How much an organization may have.
 *
 * @param connectedWorkflows workflows that are not deleted, and active ones; 0 or more
 * @param modulesPerProcess  nodes of one workflow, its root included; 1 or more
 * @param rulesPerModule     rules of one module in one workflow; 0 or more
 */
public record EditionLimits(int connectedWorkflows, int modulesPerProcess, int rulesPerModule) {

    /** The limits of an edition, where nothing else is configured for it. */
    public static EditionLimits of(Edition edition) {
        return switch (edition) {
            case FREE -> new EditionLimits(0, 50, 0);
            case STANDARD -> new EditionLimits(5, 50, 3);
            case PROFESSIONAL -> new EditionLimits(10, 50, 5);
            case ENTERPRISE -> new EditionLimits(25, 50, 10);
            case ULTIMATE -> new EditionLimits(50, 50, 20);
        };
    }

    /** These limits, with those that are given in place of their own. */
    public EditionLimits overriddenBy(@Nullable Integer ownConnectedWorkflows, @Nullable Integer ownModulesPerProcess,
            @Nullable Integer ownRulesPerModule) {
        return new EditionLimits(or(ownConnectedWorkflows, connectedWorkflows),
                or(ownModulesPerProcess, modulesPerProcess), or(ownRulesPerModule, rulesPerModule));
    }

    private static int or(@Nullable Integer own, int otherwise) {
        return own == null ? otherwise : own;
    }
}
