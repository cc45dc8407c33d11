package io.connectedworkflow.domain.refusal;

/** Carries a refusal to whoever answers the request. A refusal is expected, so there is no stack trace to pay for. */
public final class RefusedException extends RuntimeException {

    private final transient Refusal refusal;

    RefusedException(Refusal refusal) {
        super(refusal.toString(), null, false, false);
        this.refusal = refusal;
    }

    /** What is refused, and why. */
    public Refusal refusal() {
        return refusal;
    }
}
