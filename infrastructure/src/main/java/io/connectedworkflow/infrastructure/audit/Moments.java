package io.connectedworkflow.infrastructure.audit;

import io.connectedworkflow.application.audit.Moment;
import io.connectedworkflow.domain.refusal.Refusal.ParameterInvalid;
import io.connectedworkflow.domain.refusal.Refusal.ParameterMissing;
import io.connectedworkflow.infrastructure.web.QueryString;
import java.util.regex.Pattern;

/** The moments of a workflow's past that a query string names, by a version or by an instant. */
record Moments(QueryString query, long versions) {

    private static final Pattern DIGITS = Pattern.compile("[0-9]+");

    /** The moment that a parameter names; {@link ParameterMissing}, or {@link ParameterInvalid}. */
    Moment at(String parameter) {
        var text = query.value(parameter).orElseThrow(() -> new ParameterMissing(parameter).asException());
        if (!DIGITS.matcher(text).matches()) {
            return new Moment.Time(query.instant(parameter).orElseThrow());
        }
        var version = query.number(parameter).orElseThrow();
        if (version > versions) {
            throw new ParameterInvalid(parameter).asException();
        }
        return new Moment.Version(version);
    }
}
