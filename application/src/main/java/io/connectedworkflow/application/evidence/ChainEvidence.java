package io.connectedworkflow.application.evidence;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Port: the log, the chains of its events and the checkpoints, all as they were at one moment. Streams are closed. */
public interface ChainEvidence {

    /** An event in the log. */
    interface Event {

        /** Its place in the log. */
        long position();

        /** What an operator knows it by. */
        Described described();

        /** The hash of the chain behind the event, if the chain had this hash before it. */
        String hashAfter(String before);

        /** The same, if the event stood elsewhere in the log. */
        String hashAfter(String before, long position);

        /** The same, if the event stood elsewhere in the log, and in the place of another one in its workflow. */
        String hashAfter(String before, long position, Event inPlaceOf);
    }

    /**
     * What an operator knows an event by.
     *
     * @param version the version of the workflow that it led to
     */
    record Described(String eventId, String workflowId, long version) {}

    /** An entry of the chain. */
    record Link(long ordinal, long position, String hash) {}

    /**
     * A checkpoint that somebody presents.
     *
     * @param genuine whether its signature is that of a key that counts
     */
    record Claim(Checkpoint checkpoint, boolean genuine) {}

    /** Up to which position the log has been chained. */
    long chainedUpTo();

    /**
     * The organization that comes next, of all that there is anything of.
     *
     * @param organization null for the first one: whoever can write into the log can write no name, too
     */
    Optional<String> organizationAfter(@Nullable String organization);

    /** The hash that an organization's chain begins with. */
    String beginning(String organization);

    /** The organization's events, in the order of the log. */
    Stream<Event> events(String organization);

    /** The organization's chain, in its order. */
    Stream<Link> links(String organization);

    /** The organization's checkpoints from each source, each in the order of the chain. */
    List<Stream<Claim>> claims(String organization);

    /** The event at this position, whosever it is. */
    Optional<Event> at(long position);
}
