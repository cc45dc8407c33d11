package io.connectedworkflow.infrastructure.replay;

import io.connectedworkflow.application.audit.Auditor;
import io.connectedworkflow.application.audit.LogPoint;
import io.connectedworkflow.application.audit.LogPoint.Position;
import io.connectedworkflow.application.audit.LogPoint.Time;
import io.connectedworkflow.domain.refusal.Item;
import io.connectedworkflow.domain.refusal.Refusal.ValueInvalid;
import io.connectedworkflow.domain.refusal.Text;
import io.connectedworkflow.infrastructure.web.GivenTime;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A request for a replay.
 *
 * @param organization null for all
 * @param from         null for the beginning of the log
 * @param to           null for its end
 */
record ReplayRequest(@Nullable String organization, @Nullable LogPoint from, @Nullable LogPoint to) {

    private static final String FROM = "from";
    private static final String TO = "to";
    private static final String ORGANIZATION = "organization";

    static ReplayRequest of(Item item, Auditor auditor) {
        var from = point(item, FROM, GivenTime::first);
        var to = point(item, TO, GivenTime::last);
        if (isAfter(from, to)) {
            throw invalid(item, TO);
        }
        var organization = item.text(ORGANIZATION);
        if ((organization != null && !Text.isId(organization)) || !auditor.maySee(organization)) {
            throw invalid(item, ORGANIZATION);
        }
        return new ReplayRequest(auditor.organization(organization), from, to);
    }

    private static @Nullable LogPoint point(Item item, String key, Function<GivenTime, Instant> bound) {
        if (item.isNull(key)) {
            return null;
        }
        if (item.value(key) instanceof String text) {
            return GivenTime.read(text).map(time -> new Time(bound.apply(time)))
                    .orElseThrow(() -> invalid(item, key));
        }
        var position = item.requiredWholeNumber(key);
        if (position < 1) {
            throw invalid(item, key);
        }
        return new Position(position);
    }

    private static boolean isAfter(@Nullable LogPoint from, @Nullable LogPoint to) {
        return (from instanceof Position(var first) && to instanceof Position(var last) && first > last)
                || (from instanceof Time(var begin) && to instanceof Time(var end) && begin.isAfter(end));
    }

    private static RuntimeException invalid(Item item, String key) {
        return new ValueInvalid(item.at(key)).asException();
    }
}
