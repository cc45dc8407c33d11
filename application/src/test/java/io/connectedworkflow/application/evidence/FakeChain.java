package io.connectedworkflow.application.evidence;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Evidence in memory, of one organization: a hash is a text that says what it is made of. */
final class FakeChain implements ChainEvidence {

    static final String ORGANIZATION = "7";

    private final List<Entry> log;
    private final List<Entry> others = new ArrayList<>();
    private final List<Link> chain;
    private final List<List<Claim>> claims = new ArrayList<>();
    private long chainedUpTo = Long.MAX_VALUE;
    private int open;

    private FakeChain(List<Entry> log, List<Link> chain) {
        this.log = log;
        this.chain = chain;
    }

    /** An event of a workflow, that says something. */
    record Entry(long position, String workflow, long version, String says) implements Event {

        Entry at(long other) {
            return new Entry(other, workflow, version, says);
        }

        Entry saying(String other) {
            return new Entry(position, workflow, version, other);
        }

        Entry numbered(long other) {
            return new Entry(position, workflow, other, says);
        }

        @Override
        public Described described() {
            return new Described(says, workflow, version);
        }

        @Override
        public String hashAfter(String before) {
            return hashAfter(before, position);
        }

        @Override
        public String hashAfter(String before, long place) {
            return hashAfter(before, place, this);
        }

        @Override
        public String hashAfter(String before, long place, Event inPlaceOf) {
            var of = inPlaceOf.described();
            return before + " " + place + ":" + of.workflowId() + "#" + of.version() + "=" + says;
        }
    }

    /** The log says this, and the chain is that of what it said once. */
    static FakeChain saying(List<Entry> now, List<Link> chain) {
        return new FakeChain(now, chain);
    }

    /** The chain of these events. */
    static List<Link> chainOf(Entry... events) {
        var links = new ArrayList<Link>();
        var hash = "";
        for (var event : events) {
            hash = event.hashAfter(hash);
            links.add(new Link(links.size() + 1, event.position(), hash));
        }
        return links;
    }

    /** A checkpoint behind the last of these events. */
    static Checkpoint checkpointOf(Entry... events) {
        var last = chainOf(events).getLast();
        return new Checkpoint(ORGANIZATION, last.ordinal(), last.position(), last.hash(), Instant.EPOCH, "key",
                "public",
                "signature");
    }

    /** Checkpoints from one source, all of them genuine. */
    FakeChain claiming(Checkpoint... checkpoints) {
        claims.add(Arrays.stream(checkpoints).map(checkpoint -> new Claim(checkpoint, true)).toList());
        return this;
    }

    FakeChain claimingFalsely(Checkpoint checkpoint) {
        claims.add(List.of(new Claim(checkpoint, false)));
        return this;
    }

    FakeChain chainedUpTo(long position) {
        chainedUpTo = position;
        return this;
    }

    /** An event that another organization has now. */
    FakeChain withEventOfOthers(Entry event) {
        others.add(event);
        return this;
    }

    Verdict verdict() {
        var verdicts = new ArrayList<Verdict>();
        new ChainVerification(this).forEach(verdicts::add);
        return verdicts.getFirst();
    }

    /** How many streams were opened and not closed. */
    int open() {
        return open;
    }

    private <T> Stream<T> opened(List<T> all) {
        open++;
        return all.stream().onClose(() -> open--);
    }

    @Override
    public long chainedUpTo() {
        return chainedUpTo;
    }

    @Override
    public Optional<String> organizationAfter(@Nullable String organization) {
        return organization == null ? Optional.of(ORGANIZATION) : Optional.empty();
    }

    @Override
    public String beginning(String organization) {
        return "";
    }

    @Override
    public Stream<Event> events(String organization) {
        return opened(List.copyOf(log));
    }

    @Override
    public Stream<Link> links(String organization) {
        return opened(chain);
    }

    @Override
    public List<Stream<Claim>> claims(String organization) {
        return claims.stream().map(this::opened).toList();
    }

    @Override
    public Optional<Event> at(long position) {
        return Stream.concat(log.stream(), others.stream()).filter(event -> event.position() == position)
                .map(Event.class::cast).findFirst();
    }
}
