package io.connectedworkflow.server.transfer;

/** How much was moved. */
record Summary(int tables, long rows, long events) {

    @Override
    public String toString() {
        return "%d tables, %d rows, %d events".formatted(tables, rows, events);
    }
}
