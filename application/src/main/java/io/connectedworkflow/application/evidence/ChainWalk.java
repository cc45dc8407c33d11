package io.connectedworkflow.application.evidence;

import io.connectedworkflow.application.evidence.ChainEvidence.Claim;
import io.connectedworkflow.application.evidence.ChainEvidence.Event;
import io.connectedworkflow.application.evidence.ChainEvidence.Link;
import io.connectedworkflow.application.evidence.Finding.Between;
import io.connectedworkflow.application.evidence.Finding.Change;
import io.connectedworkflow.application.evidence.Finding.OfChain;
import io.connectedworkflow.application.evidence.Finding.OfEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Walks along an organization's events, their chain and its checkpoints, until something is wrong. */
final class ChainWalk {

    private final ChainEvidence evidence;
    private final String organization;
    private final PeekingIterator<Event> events;
    private final PeekingIterator<Link> links;
    private final List<PeekingIterator<Claim>> claims;

    private String hash;
    private long ordinal;
    private long position;
    private long pending;
    private long agreeing;
    private long lastAgreedOrdinal;
    private long lastAgreedPosition;
    private @Nullable Finding finding;
    // The chain ends too early; if nothing worse is found.
    private @Nullable Finding cutOff;
    private @Nullable Checkpoint forged;

    ChainWalk(ChainEvidence evidence, String organization, PeekingIterator<Event> events, PeekingIterator<Link> links,
            List<PeekingIterator<Claim>> claims) {
        this.evidence = evidence;
        this.organization = organization;
        this.events = events;
        this.links = links;
        this.claims = claims;
        hash = evidence.beginning(organization);
    }

    Verdict verdict() {
        while (finding == null && (events.next() != null || links.next() != null)) {
            finding = step(events.next(), links.next());
        }
        claims.forEach(this::finish);
        return new Verdict(organization, ordinal, pending, agreeing, finding == null ? cutOff : finding, forged);
    }

    private @Nullable Finding step(@Nullable Event event, @Nullable Link link) {
        if (event == null) {
            return link == null ? null : withoutEvent(link);
        }
        var after = event.hashAfter(hash);
        if (link == null) {
            return behindTheChain(event, after);
        }
        if (link.ordinal() == ordinal + 1 && link.hash().equals(after)) {
            links.advance();
            return link.position() == event.position()
                    ? accept(event, after)
                    : new OfChain(event.position(), event.described());
        }
        if (link.position() < event.position()) {
            return withoutEvent(link);
        }
        return event.position() < link.position() ? withoutLink(event, link) : differing(event, link, after);
    }

    private @Nullable Finding behindTheChain(Event event, String after) {
        if (event.position() > evidence.chainedUpTo()) {
            pending++;
        } else if (cutOff == null) {
            if (!isClaimedToGoOn()) {
                return added(event);
            }
            cutOff = new OfChain(event.position(), event.described());
        }
        return accept(event, after);
    }

    private @Nullable Finding accept(Event event, String after) {
        events.advance();
        ordinal++;
        position = event.position();
        hash = after;
        for (var source : claims) {
            var wrong = compare(source, event);
            if (wrong != null) {
                return wrong;
            }
        }
        return null;
    }

    private @Nullable Finding compare(PeekingIterator<Claim> source, Event event) {
        for (var claim = source.next(); claim != null && claim.checkpoint().ordinal() <= ordinal; claim = source
                .next()) {
            source.advance();
            if (isGenuine(claim)) {
                var checkpoint = claim.checkpoint();
                if (checkpoint.ordinal() != ordinal || checkpoint.position() != position
                        || !checkpoint.hash().equals(hash)) {
                    return contradicted(checkpoint, event);
                }
                agreeing++;
                lastAgreedOrdinal = ordinal;
                lastAgreedPosition = position;
            }
        }
        return null;
    }

    private boolean isGenuine(Claim claim) {
        if (!claim.genuine() && forged == null) {
            forged = claim.checkpoint();
        }
        return claim.genuine();
    }

    // The log and the chain agree, so whoever changed the one has made the other anew.
    private Finding contradicted(Checkpoint checkpoint, Event event) {
        var change = position > checkpoint.position()
                ? Change.REMOVED
                : position < checkpoint.position() ? Change.INSERTED : Change.ALTERED;
        return change == Change.ALTERED && checkpoint.ordinal() == lastAgreedOrdinal + 1
                ? new OfEvent(change, position, event.described(), position)
                : new Between(change, lastAgreedPosition, checkpoint.position(), checkpoint);
    }

    // What is claimed of more events than there are; of what is behind a fault, only whether it is genuine.
    private void finish(PeekingIterator<Claim> source) {
        for (var claim = source.next(); claim != null; claim = source.next()) {
            source.advance();
            if (isGenuine(claim) && finding == null) {
                finding = new Between(Change.REMOVED, lastAgreedPosition, claim.checkpoint().position(),
                        claim.checkpoint());
            }
        }
    }

    private Finding withoutEvent(Link link) {
        var moved = whatStoodAt(link, null);
        if (moved != null) {
            return new OfEvent(Change.REORDERED, link.position(), moved.described(), moved.position());
        }
        return evidence.at(link.position())
                .map(event -> new OfEvent(Change.ALTERED, link.position(), event.described(), link.position()))
                .orElseGet(() -> new OfEvent(Change.REMOVED, link.position(), null, link.position()));
    }

    private Finding withoutLink(Event event, Link next) {
        return next.ordinal() > ordinal + 1 ? inGapOfTheChain(event, next) : added(event);
    }

    private Finding inGapOfTheChain(Event first, Link next) {
        var after = hash;
        var count = ordinal;
        for (var event = events.next(); event != null && event.position() <= next.position(); event = events.next()) {
            after = event.hashAfter(after);
            count++;
            events.advance();
        }
        return count == next.ordinal() && after.equals(next.hash())
                ? new OfChain(first.position(), first.described())
                : new Between(Change.ALTERED, position, next.position() - 1, null);
    }

    private Finding added(Event event) {
        var before = placeBefore(event);
        return before == null
                ? new OfEvent(Change.INSERTED, event.position(), event.described(), event.position())
                : new OfEvent(Change.REORDERED, before.position(), event.described(), event.position());
    }

    private boolean isClaimedToGoOn() {
        return claims.stream().map(PeekingIterator::next).anyMatch(claim -> claim != null && claim.genuine());
    }

    private Finding differing(Event event, Link link, String after) {
        if (link.ordinal() > ordinal + 1) {
            return new Between(Change.REMOVED, position, link.position() - 1, null);
        }
        if (isOnlyTheLink(after)) {
            return new OfChain(event.position(), event.described());
        }
        var moved = whatStoodAt(link, event);
        return moved == null
                ? new OfEvent(Change.ALTERED, event.position(), event.described(), event.position())
                : new OfEvent(Change.REORDERED, event.position(), moved.described(), moved.position());
    }

    // Then what comes next follows from the event, and not from its link.
    private boolean isOnlyTheLink(String after) {
        for (var source : claims) {
            var claim = source.next();
            if (claim != null && claim.genuine() && claim.checkpoint().ordinal() == ordinal + 1) {
                return claim.checkpoint().hash().equals(after);
            }
        }
        events.advance();
        links.advance();
        var nextEvent = events.next();
        var nextLink = links.next();
        return nextEvent != null && nextLink != null && nextEvent.hashAfter(after).equals(nextLink.hash());
    }

    private @Nullable Event whatStoodAt(Link link, @Nullable Event now) {
        try (var all = evidence.events(organization)) {
            return all.filter(event -> event.position() != link.position())
                    .filter(event -> event.hashAfter(hash, link.position()).equals(link.hash()) || (now != null
                            && event.hashAfter(hash, link.position(), now).equals(link.hash())))
                    .findFirst().orElse(null);
        }
    }

    private @Nullable Link placeBefore(Event event) {
        try (var all = evidence.links(organization)) {
            var before = evidence.beginning(organization);
            for (var each = all.iterator(); each.hasNext();) {
                var link = each.next();
                if (event.hashAfter(before, link.position()).equals(link.hash())) {
                    return link;
                }
                before = link.hash();
            }
            return null;
        }
    }
}
