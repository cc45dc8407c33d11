package io.connectedworkflow.application.history;

import io.connectedworkflow.domain.refusal.Refusal.WrittenByNewerVersion;
import io.connectedworkflow.domain.workflow.event.WorkflowEvent;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Port: the recorded past. */
public interface EventHistory {

    /**
     * Hands over what happened to every workflow there ever was, one workflow after the other, each from its first event on.
     * A history can be walked once, and only until the next one is handed over.
     */
    void forEachWorkflow(Consumer<Iterator<Recorded>> reader);

    /** The whole history of one workflow of the organization, deleted or not; of no version if there never was one. */
    Recording of(String organizationId, String workflowId);

    /**
     * What happened to one workflow, in its order. It is read while it is walked, a small part at a time, since nobody knows
     * how long it is; it can be walked several times, and is the same each time.
     */
    interface Recording extends Iterable<Recorded> {

        /** How many events there are. */
        long version();

        /** One that is known as a whole. */
        static Recording of(List<Recorded> events) {
            return new Recording() {
                @Override
                public long version() {
                    return events.size();
                }

                @Override
                public Iterator<Recorded> iterator() {
                    return events.iterator();
                }
            };
        }
    }

    /**
     * The workflows that the organization had at an instant, by ascending sequence number; at the beginning also all of
     * which this version cannot even read the number.
     *
     * @param after the sequence number behind which they begin, 0 for the beginning
     * @param size  how many at the most, of those that have a number
     */
    List<Present> thereAt(Instant instant, String organizationId, long after, int size);

    /**
     * A workflow that was there.
     *
     * @param sequenceNumber its place in its organization; 0 if this version cannot read it
     */
    record Present(String workflowId, long sequenceNumber) {}

    /**
     * An event as it was recorded.
     *
     * @param event   null if this version cannot read it, since a newer one wrote it
     * @param version   its place in its workflow's history, counted from 1
     * @param requestId names the request that it comes from; null if that is not known
     */
    record Recorded(@Nullable WorkflowEvent event, String workflowId, long version, Instant at,
            @Nullable String requestId) {

        /** An event that this version can read. */
        public Recorded(WorkflowEvent event, long version, Instant at, @Nullable String requestId) {
            this(event, event.workflowId(), version, at, requestId);
        }

        /** The event, or {@link WrittenByNewerVersion}. */
        public WorkflowEvent known() {
            if (event == null) {
                throw new WrittenByNewerVersion().asException();
            }
            return event;
        }
    }
}
