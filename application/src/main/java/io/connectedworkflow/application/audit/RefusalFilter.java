package io.connectedworkflow.application.audit;

import io.connectedworkflow.domain.refusal.Refusal.ParameterInvalid;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which refused requests are wanted. Null stands for any.
 *
 * @param code of the answer
 * @param from the first instant that counts
 * @param to   the first instant that counts no more
 */
public record RefusalFilter(@Nullable String organization, @Nullable String workflow, @Nullable String user,
        @Nullable String code, @Nullable Instant from, @Nullable Instant to) {

    /** The same, of what the auditor may see; or {@link ParameterInvalid}. */
    RefusalFilter seenBy(Auditor auditor) {
        return new RefusalFilter(auditor.organization(organization), Auditor.askable("workflow", workflow),
                Auditor.askable("user", user), Auditor.askable("code", code), from, to);
    }
}
