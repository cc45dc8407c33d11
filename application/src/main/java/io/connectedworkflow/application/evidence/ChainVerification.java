package io.connectedworkflow.application.evidence;

import java.util.function.Consumer;
import java.util.stream.Stream;

/** Finds out whether the log still says what it said when its events were chained. */
public final class ChainVerification {

    private final ChainEvidence evidence;

    /** A verification by the given evidence. */
    public ChainVerification(ChainEvidence evidence) {
        this.evidence = evidence;
    }

    /** Hands over a verdict on each organization, one after the other. */
    public void forEach(Consumer<Verdict> reader) {
        for (var next = evidence.organizationAfter(null); next.isPresent();) {
            reader.accept(verify(next.get()));
            next = evidence.organizationAfter(next.get());
        }
    }

    private Verdict verify(String organization) {
        var claims = evidence.claims(organization);
        try (var events = evidence.events(organization); var links = evidence.links(organization)) {
            return new ChainWalk(evidence, organization, new PeekingIterator<>(events.iterator()),
                    new PeekingIterator<>(links.iterator()),
                    claims.stream().map(all -> new PeekingIterator<>(all.iterator())).toList())
                    .verdict();
        } finally {
            claims.forEach(Stream::close);
        }
    }
}
