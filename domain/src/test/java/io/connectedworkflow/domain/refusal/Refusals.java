package io.connectedworkflow.domain.refusal;

import static org.hamcrest.Matchers.equalTo;

import org.hamcrest.FeatureMatcher;
import org.hamcrest.Matcher;

/** What a test expects to be refused. */
public final class Refusals {

    private Refusals() {}

    /** An exception that carries exactly this refusal. */
    public static Matcher<RefusedException> refused(Refusal refusal) {
        return new FeatureMatcher<RefusedException, Refusal>(equalTo(refusal), "refused by", "refusal") {
            @Override
            protected Refusal featureValueOf(RefusedException refused) {
                return refused.refusal();
            }
        };
    }

    /** The refusal that this leads to. */
    public static Refusal refusalOf(Runnable action) {
        try {
            action.run();
        } catch (RefusedException refused) {
            return refused.refusal();
        }
        throw new AssertionError("It was not refused");
    }
}
