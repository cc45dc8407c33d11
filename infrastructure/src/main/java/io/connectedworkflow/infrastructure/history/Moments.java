package io.connectedworkflow.infrastructure.history;

import io.connectedworkflow.application.history.Moment;
import io.connectedworkflow.domain.refusal.Refusal.ParameterInvalid;
import io.connectedworkflow.domain.refusal.Refusal.ParameterMissing;
import io.connectedworkflow.infrastructure.web.QueryString;
import java.util.List;
import java.util.regex.Pattern;

/** The two moments of a workflow's past that a query string names, each by a version or by an instant. */
record Moments(QueryString query, long versions) {

    private static final String FROM = "from";
    private static final String TO = "to";
    private static final Pattern DIGITS = Pattern.compile("[0-9]+");

    /** Refused with {@link ParameterMissing} where one of the two is not there. */
    Moments {
        for (var name : List.of(FROM, TO)) {
            if (query.value(name).isEmpty()) {
                throw new ParameterMissing(name).asException();
            }
        }
    }

    /** The first moment, or {@link ParameterInvalid}. */
    Moment from() {
        return at(FROM);
    }

    /** The other moment, or {@link ParameterInvalid}. */
    Moment to() {
        return at(TO);
    }

    private Moment at(String parameter) {
        if (!DIGITS.matcher(query.value(parameter).orElseThrow()).matches()) {
            return new Moment.Time(query.time(parameter).orElseThrow().last());
        }
        var version = query.number(parameter).orElseThrow();
        if (version > versions) {
            throw new ParameterInvalid(parameter).asException();
        }
        return new Moment.Version(version);
    }
}
