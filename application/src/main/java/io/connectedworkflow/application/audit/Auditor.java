package io.connectedworkflow.application.audit;

import io.connectedworkflow.domain.refusal.Refusal.ParameterInvalid;
import org.jspecify.annotations.Nullable;

/**
 * Who asks about the past of all workflows.
 *
 * @param organization the organization whose past it is; null for an administrator, who sees that of all
 */
public record Auditor(@Nullable String organization) {

    /**
     * The organization that the answer is about; null for all. Refused with {@link ParameterInvalid} if it is none of the
     * auditor's.
     *
     * @param asked the one that is asked for; null for all there are to see
     */
    public @Nullable String organization(@Nullable String asked) {
        if (organization != null && asked != null && !asked.equals(organization)) {
            throw new ParameterInvalid("organization").asException();
        }
        return organization == null ? asked : organization;
    }
}
