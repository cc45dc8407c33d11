package io.connectedworkflow.application.audit;

import io.connectedworkflow.domain.refusal.Refusal.ParameterInvalid;
import io.connectedworkflow.domain.refusal.Text;
import org.jspecify.annotations.Nullable;

/**
 * Who asks about the past of all workflows.
 *
 * @param organization the organization whose past it is; null for an administrator, who sees that of all
 * @param user         the user's id; null for an administrator
 */
public record Auditor(@Nullable String organization, @Nullable String user) {

    /** Somebody of the organization, or an administrator. */
    public Auditor(@Nullable String organization) {
        this(organization, null);
    }

    /**
     * The organization that the answer is about; null for all. Refused with {@link ParameterInvalid} if it is none of the
     * auditor's.
     *
     * @param asked the one that is asked for; null for all there are to see
     */
    public @Nullable String organization(@Nullable String asked) {
        if (!maySee(askable("organization", asked))) {
            throw new ParameterInvalid("organization").asException();
        }
        return organization == null ? asked : organization;
    }

    /** What is asked for, unless it cannot be stored and so cannot be found ({@link ParameterInvalid}). */
    static @Nullable String askable(String parameter, @Nullable String asked) {
        if (asked != null && !Text.isStorable(asked)) {
            throw new ParameterInvalid(parameter).asException();
        }
        return asked;
    }

    /** Whether the organization is one of the auditor's; null stands for all there are to see. */
    public boolean maySee(@Nullable String asked) {
        return organization == null || asked == null || asked.equals(organization);
    }
}
