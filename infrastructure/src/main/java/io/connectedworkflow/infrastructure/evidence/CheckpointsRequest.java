package io.connectedworkflow.infrastructure.evidence;

import io.connectedworkflow.infrastructure.audit.AuditParameters;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A request for checkpoints.
 *
 * @param organization null for all
 * @param lines        whether all are wanted, line by line
 * @param before       the number below which the page begins; null for the newest
 */
record CheckpointsRequest(@Nullable String organization, boolean lines, int pageSize, @Nullable Long before) {

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    static CheckpointsRequest of(AuditParameters parameters) {
        var organization = parameters.organization();
        return new CheckpointsRequest(organization, parameters.lines(), parameters.pageSize(), parameters
                .place(NUMBER, filter(organization)).map(place -> Long.valueOf(place.group())).orElse(null));
    }

    /** The token of the page behind a number belongs to it. */
    String filter() {
        return filter(organization);
    }

    private static String filter(@Nullable String organization) {
        return "checkpoints of " + organization;
    }
}
