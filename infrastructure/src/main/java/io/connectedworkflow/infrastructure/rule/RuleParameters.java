package io.connectedworkflow.infrastructure.rule;

import io.connectedworkflow.domain.refusal.Refusal.ParameterInvalid;
import io.connectedworkflow.domain.refusal.Refusal.ParameterMissing;
import io.connectedworkflow.domain.refusal.RefusedException;
import io.connectedworkflow.infrastructure.web.QueryString;
import java.util.Arrays;
import java.util.List;

/** The parameters of the query strings about rules. */
final class RuleParameters {

    private static final String IDS = "ids";

    private RuleParameters() {}

    /** The ids of the rules that are wanted, each once. */
    static List<String> ids(QueryString query) {
        var ids = query.value(IDS).orElseThrow(() -> new ParameterMissing(IDS).asException());
        return Arrays.stream(ids.split(",", -1)).distinct().toList();
    }

    /** The refusal of an id that is none of the workflow. */
    static RefusedException unknownId() {
        return new ParameterInvalid(IDS).asException();
    }
}
