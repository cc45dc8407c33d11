package io.connectedworkflow.infrastructure.audit;

import io.connectedworkflow.application.audit.RefusalFilter;
import io.connectedworkflow.application.audit.Refusals.Place;
import java.time.Instant;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A request for refused requests.
 *
 * @param lines  whether all are wanted, line by line
 * @param before the place behind which the page begins; null for the newest
 */
record RefusalsRequest(RefusalFilter filter, boolean lines, int pageSize, @Nullable Place before) {

    private static final Pattern PLACE = Pattern.compile("([0-9]{1,15}):([0-9]{1,18})");
    private static final Pattern CODE = Pattern.compile("[A-Z_]{1,64}");

    static RefusalsRequest of(AuditParameters parameters) {
        var organization = parameters.organization();
        var workflow = parameters.id("workflow");
        var user = parameters.id("user");
        var code = parameters.text("code", text -> CODE.matcher(text).matches());
        var from = parameters.from();
        var filter = new RefusalFilter(organization, workflow, user, code, from, parameters.to(from));
        return new RefusalsRequest(filter, parameters.lines(), parameters.pageSize(),
                parameters.place(PLACE, filter).map(RefusalsRequest::place).orElse(null));
    }

    static String token(Place place) {
        return place.at().toEpochMilli() + ":" + place.number();
    }

    private static Place place(MatchResult token) {
        return new Place(Instant.ofEpochMilli(Long.parseLong(token.group(1))), Long.parseLong(token.group(2)));
    }
}
