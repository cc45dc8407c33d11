package io.connectedworkflow.domain.workflow;

/** Gives {@code new-1}, {@code new-2} and so on. */
final class FakeIds implements Ids {

    private int given;

    @Override
    public String next() {
        given++;
        return "new-" + given;
    }
}
