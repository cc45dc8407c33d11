package io.connectedworkflow.application.evidence;

import static io.connectedworkflow.application.evidence.FakeChain.ORGANIZATION;
import static io.connectedworkflow.application.evidence.FakeChain.chainOf;
import static io.connectedworkflow.application.evidence.FakeChain.checkpointOf;
import static io.connectedworkflow.application.evidence.FakeChain.saying;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.application.evidence.ChainEvidence.Link;
import io.connectedworkflow.application.evidence.FakeChain.Entry;
import io.connectedworkflow.application.evidence.Finding.Between;
import io.connectedworkflow.application.evidence.Finding.Change;
import io.connectedworkflow.application.evidence.Finding.OfChain;
import io.connectedworkflow.application.evidence.Finding.OfEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is found wrong when events, their chain and its checkpoints do not agree. */
class ChainVerificationTest {

    private static final Entry ONE = new Entry(10, "w", 1, "one");
    private static final Entry TWO = new Entry(20, "w", 2, "two");
    private static final Entry THREE = new Entry(30, "w", 3, "three");
    private static final Entry FOUR = new Entry(40, "v", 1, "four");
    private static final List<Link> CHAIN = chainOf(ONE, TWO, THREE);
    private static final Link ONE_LINK = CHAIN.get(0);
    private static final Link TWO_LINK = CHAIN.get(1);
    private static final Link THREE_LINK = CHAIN.get(2);

    private static Verdict good(long events, long pending, long checkpoints) {
        return new Verdict(ORGANIZATION, events, pending, checkpoints, null, null);
    }

    private static OfEvent altered(Entry event) {
        return new OfEvent(Change.ALTERED, event.position(), event.described(), event.position());
    }

    private static OfEvent inserted(Entry event) {
        return new OfEvent(Change.INSERTED, event.position(), event.described(), event.position());
    }

    private static OfEvent moved(Entry event, long from) {
        return new OfEvent(Change.REORDERED, from, event.described(), event.position());
    }

    private static OfChain ofChain(Entry event) {
        return new OfChain(event.position(), event.described());
    }

    @Test
    void finds_nothing_where_all_agree() {
        var verdict = saying(List.of(ONE, TWO, THREE), CHAIN)
                .claiming(checkpointOf(ONE), checkpointOf(ONE, TWO, THREE)).claiming(checkpointOf(ONE, TWO)).verdict();

        assertThat(verdict).isEqualTo(good(3, 0, 3));
        assertThat(verdict.good()).isTrue();
        assertThat(saying(List.of(), List.of()).verdict()).isEqualTo(good(0, 0, 0));
    }

    @Test
    void closes_whatever_it_has_opened() {
        var evidence = saying(List.of(ONE, TWO.saying("other"), THREE), CHAIN).claiming(checkpointOf(ONE));
        evidence.verdict();
        assertThat(evidence.open()).isZero();

        var inserted = saying(List.of(ONE, TWO.at(15), TWO, THREE), CHAIN);
        inserted.verdict();
        assertThat(inserted.open()).isZero();
    }

    @Test
    void lets_events_wait_that_are_behind_what_is_chained() {
        assertThat(saying(List.of(ONE, TWO, THREE, FOUR), CHAIN).chainedUpTo(30).verdict()).isEqualTo(good(4, 1, 0));
        assertThat(saying(List.of(ONE, TWO, THREE, FOUR), chainOf(ONE)).chainedUpTo(10).verdict())
                .isEqualTo(good(4, 3, 0));
    }

    @Test
    void finds_an_event_that_says_something_else() {
        var verdict = saying(List.of(ONE, TWO.saying("other"), THREE), CHAIN).verdict();

        assertThat(verdict).isEqualTo(new Verdict(ORGANIZATION, 1, 0, 0, altered(TWO.saying("other")), null));
        assertThat(verdict.good()).isFalse();
        assertThat(saying(List.of(ONE, TWO, THREE.saying("other")), CHAIN).verdict().finding())
                .isEqualTo(altered(THREE.saying("other")));
    }

    @Test
    void finds_an_event_that_is_gone() {
        var gone = new OfEvent(Change.REMOVED, 20, null, 20);

        assertThat(saying(List.of(ONE, THREE), CHAIN).verdict().finding()).isEqualTo(gone);
        assertThat(saying(List.of(ONE), chainOf(ONE, TWO)).verdict().finding()).isEqualTo(gone);
    }

    @Test
    void finds_an_event_that_was_given_to_another_organization() {
        assertThat(saying(List.of(ONE, THREE), CHAIN).withEventOfOthers(TWO).verdict().finding())
                .isEqualTo(altered(TWO));
    }

    @Test
    void finds_an_event_that_was_not_there() {
        var foreign = new Entry(15, "w", 9, "foreign");

        assertThat(saying(List.of(ONE, foreign, TWO, THREE), CHAIN).verdict().finding()).isEqualTo(inserted(foreign));
        assertThat(saying(List.of(ONE, TWO, THREE, FOUR), CHAIN).chainedUpTo(40).verdict().finding())
                .isEqualTo(inserted(FOUR));
    }

    @Test
    void finds_an_event_that_stands_elsewhere() {
        assertThat(saying(List.of(ONE, THREE, TWO.at(50)), CHAIN).verdict().finding())
                .isEqualTo(moved(TWO.at(50), 20));
        assertThat(saying(List.of(TWO.at(5), ONE, THREE), CHAIN).verdict().finding())
                .isEqualTo(moved(TWO.at(5), 20));
        assertThat(saying(List.of(ONE, TWO, THREE.at(35)), chainOf(ONE, TWO, THREE, FOUR.at(60))).verdict().finding())
                .isEqualTo(moved(THREE.at(35), 30));
    }

    @Test
    void finds_two_events_that_changed_places() {
        var chain = chainOf(ONE, TWO, FOUR);
        assertThat(saying(List.of(ONE, FOUR.at(20), TWO.at(40)), chain).verdict().finding())
                .isEqualTo(moved(TWO.at(40), 20));
    }

    @Test
    void finds_two_events_of_a_workflow_that_changed_places_and_versions() {
        assertThat(saying(List.of(ONE, THREE.at(20).numbered(2), TWO.at(30).numbered(3)), CHAIN).verdict().finding())
                .isEqualTo(moved(TWO.at(30).numbered(3), 20));
    }

    @Test
    void finds_a_link_that_is_gone() {
        assertThat(saying(List.of(ONE, TWO, THREE), List.of(ONE_LINK, THREE_LINK)).verdict().finding())
                .isEqualTo(ofChain(TWO));
        assertThat(saying(List.of(ONE, TWO, THREE, FOUR), List.of(chainOf(ONE, TWO, THREE, FOUR).getLast())).verdict()
                .finding()).isEqualTo(ofChain(ONE));
    }

    @Test
    void finds_events_that_changed_where_their_links_are_gone() {
        assertThat(saying(List.of(ONE, TWO.saying("other"), THREE), List.of(ONE_LINK, THREE_LINK)).verdict().finding())
                .isEqualTo(new Between(Change.ALTERED, 10, 29, null));
        assertThat(saying(List.of(ONE, TWO, TWO.at(25), THREE), List.of(ONE_LINK, THREE_LINK)).verdict().finding())
                .isEqualTo(new Between(Change.ALTERED, 10, 29, null));
    }

    @Test
    void finds_events_that_are_gone_with_their_links() {
        assertThat(saying(List.of(ONE, THREE), List.of(ONE_LINK, THREE_LINK)).verdict().finding())
                .isEqualTo(new Between(Change.REMOVED, 10, 29, null));
    }

    @Test
    void finds_a_link_whose_hash_is_another() {
        var chain = List.of(ONE_LINK, new Link(2, 20, "forged"), THREE_LINK);

        assertThat(saying(List.of(ONE, TWO, THREE), chain).verdict().finding()).isEqualTo(ofChain(TWO));
        assertThat(saying(List.of(ONE, TWO), chain.subList(0, 2)).claiming(checkpointOf(ONE, TWO)).verdict().finding())
                .isEqualTo(ofChain(TWO));
        assertThat(saying(List.of(ONE, TWO, THREE), chain).claiming(checkpointOf(ONE, TWO.saying("other"))).verdict()
                .finding()).isEqualTo(altered(TWO));
        assertThat(saying(List.of(ONE, TWO, THREE), chain).claimingFalsely(checkpointOf(ONE, TWO.saying("other")))
                .verdict().finding()).isEqualTo(ofChain(TWO));
        assertThat(saying(List.of(ONE, TWO, THREE), chain).claiming(checkpointOf(ONE, TWO, THREE)).verdict().finding())
                .isEqualTo(ofChain(TWO));
    }

    @Test
    void finds_a_link_of_another_position() {
        var chain = List.of(ONE_LINK, new Link(2, 21, TWO_LINK.hash()), THREE_LINK);

        assertThat(saying(List.of(ONE, TWO, THREE), chain).verdict().finding()).isEqualTo(ofChain(TWO));
    }

    @Test
    void finds_a_link_of_another_ordinal() {
        assertThat(saying(List.of(ONE, TWO), List.of(ONE_LINK, new Link(1, 20, TWO_LINK.hash()))).verdict().finding())
                .isEqualTo(altered(TWO));
    }

    @Test
    void finds_a_chain_that_was_cut_off_where_a_checkpoint_is_further() {
        assertThat(saying(List.of(ONE, TWO, THREE, FOUR), chainOf(ONE, TWO)).chainedUpTo(30)
                .claiming(checkpointOf(ONE, TWO, THREE)).verdict())
                .isEqualTo(new Verdict(ORGANIZATION, 4, 1, 1, ofChain(THREE), null));
        assertThat(saying(List.of(ONE, TWO, THREE), chainOf(ONE)).chainedUpTo(30)
                .claiming(checkpointOf(ONE, TWO.saying("other"))).verdict().finding())
                .isEqualTo(new Between(Change.ALTERED, 0, 20, checkpointOf(ONE, TWO.saying("other"))));
        assertThat(saying(List.of(ONE, TWO), chainOf(ONE)).chainedUpTo(30).claimingFalsely(checkpointOf(ONE, TWO))
                .verdict())
                .isEqualTo(new Verdict(ORGANIZATION, 1, 0, 0, inserted(TWO), checkpointOf(ONE, TWO)));
    }

    @Test
    void finds_by_a_checkpoint_that_a_chain_was_made_anew() {
        var other = TWO.saying("other");
        var kept = checkpointOf(ONE, TWO);

        assertThat(saying(List.of(ONE, other, THREE), chainOf(ONE, other, THREE)).claiming(kept).verdict())
                .isEqualTo(new Verdict(ORGANIZATION, 2, 0, 0, new Between(Change.ALTERED, 0, 20, kept), null));
        assertThat(saying(List.of(ONE, other, THREE), chainOf(ONE, other, THREE)).claiming(checkpointOf(ONE), kept)
                .verdict()).isEqualTo(new Verdict(ORGANIZATION, 2, 0, 1, altered(other), null));
        assertThat(saying(List.of(TWO, THREE), chainOf(TWO, THREE)).claiming(kept).verdict().finding())
                .isEqualTo(new Between(Change.REMOVED, 0, 20, kept));
        assertThat(saying(List.of(ONE, TWO.at(15), TWO), chainOf(ONE, TWO.at(15), TWO))
                .claiming(checkpointOf(ONE), kept).verdict().finding())
                .isEqualTo(new Between(Change.INSERTED, 10, 20, kept));
    }

    @Test
    void finds_by_a_checkpoint_that_the_last_events_are_gone() {
        var kept = checkpointOf(ONE, TWO, THREE);

        assertThat(saying(List.of(ONE), chainOf(ONE)).claiming(checkpointOf(ONE), kept).verdict())
                .isEqualTo(new Verdict(ORGANIZATION, 1, 0, 1, new Between(Change.REMOVED, 10, 30, kept), null));
        assertThat(saying(List.of(), List.of()).claiming(kept).claiming(checkpointOf(ONE)).verdict().finding())
                .isEqualTo(new Between(Change.REMOVED, 0, 30, kept));
    }

    @Test
    void tells_of_the_first_checkpoint_that_is_not_genuine_and_otherwise_leaves_it_out() {
        var contradicting = checkpointOf(ONE, TWO.saying("other"));
        var late = checkpointOf(ONE, TWO, THREE, FOUR);
        var verdict = saying(List.of(ONE, TWO, THREE), CHAIN).claimingFalsely(late).claimingFalsely(contradicting)
                .verdict();

        assertThat(verdict).isEqualTo(new Verdict(ORGANIZATION, 3, 0, 0, null, contradicting));
        assertThat(verdict.good()).isFalse();
        assertThat(saying(List.of(ONE, TWO.saying("other"), THREE), CHAIN).claimingFalsely(late).verdict())
                .isEqualTo(new Verdict(ORGANIZATION, 1, 0, 0, altered(TWO.saying("other")), late));
    }
}
