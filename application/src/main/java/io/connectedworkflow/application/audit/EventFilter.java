package io.connectedworkflow.application.audit;

import io.connectedworkflow.domain.refusal.Refusal.ParameterInvalid;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which events are wanted. Null stands for any.
 *
 * @param event its logical name
 * @param from  the first instant that counts
 * @param to    the first instant that counts no more
 */
public record EventFilter(@Nullable String organization, @Nullable String workflow, @Nullable String user,
        @Nullable String event, @Nullable Instant from, @Nullable Instant to) {

    /** The same, of what the auditor may see; or {@link ParameterInvalid}. */
    EventFilter seenBy(Auditor auditor) {
        return new EventFilter(auditor.organization(organization), Auditor.askable("workflow", workflow),
                Auditor.askable("user", user), Auditor.askable("event", event), from, to);
    }
}
