package io.connectedworkflow.application.audit;

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
        @Nullable String code, @Nullable Instant from, @Nullable Instant to) {}
