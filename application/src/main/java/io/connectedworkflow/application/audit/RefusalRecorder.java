package io.connectedworkflow.application.audit;

/** Port: remembers refused requests. */
public interface RefusalRecorder {

    /** Remembers a request as well as it can without making the caller wait or fail. */
    void record(RefusedRequest request);
}
