package io.connectedworkflow.infrastructure.organization;

import io.connectedworkflow.domain.refusal.Refusal.ParameterInvalid;
import io.connectedworkflow.domain.refusal.Refusal.ParameterMissing;
import io.connectedworkflow.infrastructure.web.QueryString;

/** The parameters of the query strings about the directory. */
final class DirectoryParameters {

    private static final String TYPE = "type";
    private static final String CURRENT_USER = "CurrentUser";

    private DirectoryParameters() {}

    /** Refuses to show other users than the one who asks: {@link ParameterMissing}, {@link ParameterInvalid}. */
    static void requireCurrentUser(QueryString query) {
        var type = query.value(TYPE).orElseThrow(() -> new ParameterMissing(TYPE).asException());
        if (!type.equals(CURRENT_USER)) {
            throw new ParameterInvalid(TYPE).asException();
        }
    }
}
