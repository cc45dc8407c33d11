package io.connectedworkflow.infrastructure.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.application.evidence.Checkpoint;
import io.connectedworkflow.infrastructure.audit.AuditAnswers;
import java.security.GeneralSecurityException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever owns the tables can change the log, and cannot hide it. Each test tampers with an organization of its own. */
class TamperEvidenceTest {

    private static final ChainedServer SERVER = new ChainedServer();
    private static final Attacker ATTACKER = new Attacker(SERVER.place());

    private final String organization = SERVER.organization(6);
    private final List<Long> positions = ATTACKER.positions(organization);

    @AfterAll
    static void stop() {
        ATTACKER.close();
        SERVER.close();
    }

    private long position(int ordinal) {
        return positions.get(ordinal - 1);
    }

    /** How an event is named, that stands at this position now. */
    private static String named(long position) {
        return ATTACKER.sql().queryForList("""
            select format('event %s, workflow %s, version %s', event_identifier, aggregate_identifier,
                sequence_number + 1) from connected_workflow.domain_event where global_index = ?""", String.class,
                position).getFirst();
    }

    private static String tampered(String finding) {
        return "TAMPERED: " + finding;
    }

    @Test
    void the_chain_is_what_the_documentation_says() {
        assertThat(ATTACKER.sql().queryForList("select encode(hash, 'hex') from pg_temp.chain(?)", String.class,
                organization)).hasSize(6).isEqualTo(ATTACKER.sql().queryForList("""
                    select encode(hash, 'hex') from connected_workflow.event_chain where organization_id = ?
                    order by ordinal""", String.class, organization));
        ATTACKER.chainAnew(organization);
        assertThat(SERVER.verify(organization)).isEqualTo("ok, 6 events, 0 checkpoints");
    }

    @Test
    void all_is_well_where_nobody_does_anything() throws GeneralSecurityException {
        SERVER.sign();
        var copy = SERVER.checkpoints(organization).getFirst();
        assertThat(SERVER.verify(organization)).isEqualTo("ok, 6 events, 1 checkpoints");
        assertThat(SERVER.verifyByKey(organization, copy)).isEqualTo("ok, 6 events, 2 checkpoints");
    }

    @ParameterizedTest
    @ValueSource(strings = {"payload = jsonb_set(payload, '{name}', '\"x\"')", "payload = '{}'",
        "meta_data = jsonb_set(meta_data, '{requestId}', '\"x\"')", "meta_data = meta_data || '{\"a\": 1}'",
        "time_stamp = time_stamp + interval '1 millisecond'", "user_id = '1'", "payload_type = 'WorkflowDeleted'",
        "payload_revision = '2'", "event_identifier = 'x'", "type = 'x'",
        "aggregate_identifier = aggregate_identifier || '0'", "sequence_number = 7",
        "user_id = user_id || payload_type, payload_type = ''"})
    void an_event_that_is_altered_is_named(String assignment) {
        ATTACKER.set(position(3), assignment);
        assertThat(SERVER.verify(organization))
                .isEqualTo(tampered(
                        "the event at position %d was altered: %s".formatted(position(3), named(position(3)))));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 6})
    void so_is_the_first_and_the_last_one(int ordinal) {
        ATTACKER.set(position(ordinal), "user_id = '1'");
        assertThat(SERVER.verify(organization)).isEqualTo(
                tampered("the event at position %d was altered: %s".formatted(position(ordinal),
                        named(position(ordinal)))));
    }

    @Test
    void of_several_events_the_first_one_is_named() {
        ATTACKER.set(position(4), "user_id = '1'");
        ATTACKER.set(position(2), "user_id = '1'");
        ATTACKER.remove(position(5));
        assertThat(SERVER.verify(organization)).startsWith(
                tampered("the event at position %d was altered".formatted(position(2))));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 6})
    void an_event_that_is_removed_is_named_wherever_it_was(int ordinal) {
        ATTACKER.remove(position(ordinal));
        assertThat(SERVER.verify(organization)).isEqualTo(tampered(
                "the event at position %d was removed: nothing else is known of it".formatted(position(ordinal))));
    }

    @Test
    void an_event_that_is_removed_with_its_link_is_missed() {
        ATTACKER.remove(position(3));
        ATTACKER.sql().update("delete from connected_workflow.event_chain where position = ?", position(3));
        assertThat(SERVER.verify(organization)).isEqualTo(
                tampered("behind position %d, and up to position %d, the first event was removed".formatted(position(2),
                        position(4) - 1)));
    }

    @Test
    void all_events_of_an_organization_are_missed() {
        ATTACKER.sql().update("delete from connected_workflow.domain_event where organization_id = ?", organization);
        assertThat(SERVER.verify(organization)).startsWith(
                tampered("the event at position %d was removed".formatted(position(1))));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 6})
    void an_event_that_is_inserted_is_named(int before) {
        ATTACKER.copy(position(2), position(before) - 1);
        assertThat(SERVER.verify(organization)).isEqualTo(tampered("the event at position %d was inserted: %s"
                .formatted(position(before) - 1, named(position(before) - 1))));
    }

    @Test
    void an_event_that_is_inserted_before_all_others_is_named() {
        ATTACKER.copy(position(2), -position(2));
        assertThat(SERVER.verify(organization)).startsWith(
                tampered("the event at position %d was inserted".formatted(-position(2))));
    }

    @Test
    void an_event_that_is_given_to_nobody_is_found() {
        ATTACKER.set(position(3), "organization_id = ''");
        assertThat(SERVER.verify("")).startsWith(
                tampered("the event at position %d was inserted".formatted(position(3))));
    }

    @Test
    void two_events_that_are_swapped_are_reordered() {
        ATTACKER.move(position(2), -1);
        ATTACKER.move(position(5), position(2));
        ATTACKER.move(-1, position(5));
        assertThat(SERVER.verify(organization)).isEqualTo(
                tampered("the event of position %d was reordered, and stands at position %d: %s".formatted(position(2),
                        position(5), named(position(5)))));
    }

    @Test
    void two_events_of_a_workflow_that_are_swapped_with_their_versions_are_reordered() {
        ATTACKER.set(position(2), "aggregate_identifier = 'w', sequence_number = 0");
        ATTACKER.set(position(5), "aggregate_identifier = 'w', sequence_number = 1");
        ATTACKER.chainAnew(organization);
        ATTACKER.set(position(2), "global_index = -1, sequence_number = 2");
        ATTACKER.set(position(5), "sequence_number = 0, global_index = " + position(2));
        ATTACKER.set(-1, "sequence_number = 1, global_index = " + position(5));
        assertThat(SERVER.verify(organization))
                .startsWith(tampered("the event of position %d was reordered, and stands at position %d"
                        .formatted(position(2), position(5))));
    }

    @Test
    void an_event_that_is_moved_is_reordered() {
        ATTACKER.move(position(2), position(5) - 1);
        assertThat(SERVER.verify(organization)).isEqualTo(
                tampered("the event of position %d was reordered, and stands at position %d: %s".formatted(position(2),
                        position(5) - 1, named(position(5) - 1))));
    }

    @Test
    void an_event_that_is_moved_forward_is_reordered() {
        ATTACKER.move(position(5), position(2) - 1);
        assertThat(SERVER.verify(organization)).isEqualTo(
                tampered("the event of position %d was reordered, and stands at position %d: %s".formatted(position(5),
                        position(2) - 1, named(position(2) - 1))));
    }

    @Test
    void an_event_that_is_given_to_another_organization_is_altered_there_and_inserted_here() {
        var other = SERVER.organization(2);
        ATTACKER.set(position(3), "organization_id = '" + other + "'");
        assertThat(SERVER.verify(organization)).isEqualTo(
                tampered("the event at position %d was altered: %s".formatted(position(3), named(position(3)))));
        assertThat(SERVER.verify(other)).startsWith(
                tampered("the event at position %d was inserted".formatted(position(3))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hash = sha256(hash)", "position = position - 1"})
    void a_chain_that_is_altered_alone_is_told_from_an_event(String assignment) {
        ATTACKER.sql().update("update connected_workflow.event_chain set " + assignment + " where position = ?",
                position(3));
        assertThat(SERVER.verify(organization)).isEqualTo(
                tampered("the chain's entry of the event at position %d was changed, not the event: %s".formatted(
                        position(3),
                        named(position(3)))));
    }

    @Test
    void a_link_that_is_removed_alone_is_told_from_an_event() {
        ATTACKER.sql().update("delete from connected_workflow.event_chain where position = ?", position(3));
        assertThat(SERVER.verify(organization)).startsWith(tampered(
                "the chain's entry of the event at position %d was changed, not the event".formatted(position(3))));
    }

    @Test
    void a_chain_that_is_cut_off_is_told_from_events_by_a_checkpoint() {
        SERVER.sign();
        ATTACKER.sql().update("delete from connected_workflow.event_chain where position in (?, ?)", position(5),
                position(6));
        assertThat(SERVER.verify(organization)).startsWith(tampered(
                "the chain's entry of the event at position %d was changed, not the event".formatted(position(5))));
    }

    @Test
    void a_chain_that_is_made_anew_hides_everything_from_whoever_has_no_checkpoint() {
        ATTACKER.set(position(3), "user_id = '1'");
        ATTACKER.chainAnew(organization);
        assertThat(SERVER.verify(organization)).isEqualTo("ok, 6 events, 0 checkpoints");
    }

    @Test
    void it_hides_nothing_from_stored_checkpoints() {
        SERVER.sign();
        ATTACKER.set(position(3), "user_id = '1'");
        ATTACKER.chainAnew(organization);
        assertThat(SERVER.verify(organization)).isEqualTo(tampered(
                ("behind position 0, and up to position %d, the first event was altered: %s shows it, and the chain "
                        + "was recomputed").formatted(position(6), said(SERVER.checkpoints(organization).getFirst()))));
    }

    private static String said(Checkpoint checkpoint) {
        return "the checkpoint of %s at position %d by key %s".formatted(AuditAnswers.time(checkpoint.at()),
                checkpoint.position(), checkpoint.keyId());
    }

    /** Signs after each of two more events, and then after yet another three. */
    private List<Checkpoint> exported() {
        SERVER.sign();
        for (var more : List.of(1, 1, 3)) {
            SERVER.add(organization, more);
            SERVER.sign();
        }
        return SERVER.checkpoints(organization).reversed();
    }

    private void hideAll() {
        ATTACKER.chainAnew(organization);
        ATTACKER.sql().update("delete from connected_workflow.audit_checkpoint where organization_id = ?",
                organization);
    }

    @Test
    void copies_of_checkpoints_show_between_which_of_them_an_event_was_altered() {
        var copies = exported().toArray(Checkpoint[]::new);
        assertThat(SERVER.verify(organization, copies)).isEqualTo("ok, 11 events, 8 checkpoints");
        var now = ATTACKER.positions(organization);
        ATTACKER.set(now.get(9), "user_id = '1'");
        hideAll();
        assertThat(SERVER.verify(organization)).isEqualTo("ok, 11 events, 0 checkpoints");
        assertThat(SERVER.verify(organization, copies)).startsWith(tampered(
                "behind position %d, and up to position %d, the first event was altered: %s".formatted(now.get(7),
                        now.get(10), said(copies[3]))));
    }

    @Test
    void copies_of_checkpoints_on_both_sides_of_one_event_name_it() {
        var copies = exported().toArray(Checkpoint[]::new);
        var now = ATTACKER.positions(organization);
        ATTACKER.set(now.get(7), "user_id = '1'");
        hideAll();
        assertThat(SERVER.verify(organization, copies)).isEqualTo(
                tampered("the event at position %d was altered: %s".formatted(now.get(7), named(now.get(7)))));
    }

    @Test
    void copies_of_checkpoints_show_that_an_event_was_removed() {
        var copies = exported().toArray(Checkpoint[]::new);
        var now = ATTACKER.positions(organization);
        ATTACKER.remove(now.get(1));
        hideAll();
        assertThat(SERVER.verify(organization, copies)).startsWith(tampered(
                "behind position 0, and up to position %d, the first event was removed: %s".formatted(now.get(5),
                        said(copies[0]))));
    }

    @Test
    void copies_of_checkpoints_show_that_the_last_event_was_removed() {
        var copies = exported().toArray(Checkpoint[]::new);
        var now = ATTACKER.positions(organization);
        ATTACKER.remove(now.get(10));
        hideAll();
        assertThat(SERVER.verify(organization, copies))
                .startsWith(tampered("behind position %d, and up to position %d, the first event was removed"
                        .formatted(now.get(7), now.get(10))));
    }

    @Test
    void copies_of_checkpoints_show_that_an_event_was_inserted() {
        var copies = exported().toArray(Checkpoint[]::new);
        var now = ATTACKER.positions(organization);
        ATTACKER.copy(now.get(1), now.get(9) - 1);
        hideAll();
        assertThat(SERVER.verify(organization, copies))
                .startsWith(tampered("behind position %d, and up to position %d, the first event was inserted"
                        .formatted(now.get(7), now.get(10))));
    }

    @Test
    void a_copy_of_a_checkpoint_shows_that_an_organization_is_gone() {
        SERVER.sign();
        var copy = SERVER.checkpoints(organization).getFirst();
        ATTACKER.sql().update("delete from connected_workflow.domain_event where organization_id = ?", organization);
        hideAll();
        assertThat(SERVER.verify(organization)).isEqualTo("[]");
        assertThat(SERVER.verify(organization, copy)).startsWith(tampered(
                "behind position 0, and up to position %d, the first event was removed".formatted(position(6))));
    }

    @Test
    void checkpoints_that_are_signed_anew_convince_nobody_who_has_the_key_or_a_copy() throws Exception {
        SERVER.sign();
        var copy = SERVER.checkpoints(organization).getFirst();
        ATTACKER.set(position(3), "user_id = '1'");
        hideAll();
        ATTACKER.sql().update("update connected_workflow.chain_progress set signed_position = 0");
        SERVER.sign(CheckpointKey.parse(CheckpointKey.random()));

        var forged = SERVER.checkpoints(organization).getFirst();
        assertThat(SERVER.verify(organization)).isEqualTo("ok, 6 events, 1 checkpoints");
        assertThat(SERVER.verifyByKey(organization)).isEqualTo(tampered("%s is not genuine".formatted(said(forged))));
        assertThat(SERVER.verify(organization, copy)).startsWith(tampered(
                "behind position 0, and up to position %d, the first event was altered: %s".formatted(position(6),
                        said(copy))));
        assertThat(SERVER.verifyByKey(organization, copy)).contains(said(copy) + " shows it",
                said(forged) + " is not genuine");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hash = sha256(hash)", "ordinal = ordinal - 1", "position = position - 1",
        "at = at + interval '1 second'", "key_id = '0123456789abcdef'", "signature = sha512('')", "signature = ''",
        "public_key = ''", "public_key = public_key || ''::bytea || '\\x00'"})
    void a_checkpoint_that_is_changed_is_not_genuine(String assignment) {
        SERVER.sign();
        ATTACKER.sql().update("update connected_workflow.audit_checkpoint set " + assignment
                + " where organization_id = ?", organization);
        assertThat(SERVER.verify(organization)).matches("TAMPERED: the checkpoint of .* is not genuine");
    }

    @Test
    void a_checkpoint_of_another_organization_is_not_genuine() {
        var other = SERVER.organization(6);
        SERVER.sign();
        ATTACKER.sql().update("delete from connected_workflow.audit_checkpoint where organization_id = ?",
                organization);
        ATTACKER.sql().update("update connected_workflow.audit_checkpoint set organization_id = ? "
                + "where organization_id = ?", organization, other);
        assertThat(SERVER.verify(organization)).matches("TAMPERED: the checkpoint of .* is not genuine");
        assertThat(SERVER.verify(other)).isEqualTo("ok, 6 events, 0 checkpoints");
    }
}
