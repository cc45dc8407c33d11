package io.connectedworkflow.server.transfer;

import io.connectedworkflow.testing.TestPostgres.TestDatabase;

/** Rows in each of the tables, with values that do not survive every way of writing them. */
final class OddRows {

    /** More than are inserted at once. */
    static final int EVENTS = 1100;

    private static final String ROWS = """
        insert into connected_workflow.domain_event (aggregate_identifier, sequence_number, type, event_identifier,
            payload_type, payload_revision, payload, meta_data, time_stamp, organization_id, user_id)
        select 'w' || n, 0, 'ConnectedWorkflow', 'e' || n, 'WorkflowDrafted', '1',
            '{"b": 1e400, "a": 12345678901234567890.1234567890123456789000, "sequenceNumber": 1,
              "text": "line\\nbreak \\u2028 \\\\u0041 \\" 😀 \\u0001"}', '{}', '2026-01-02T03:04:05.678Z', '1', '2'
        from generate_series(1, %d) n;
        select nextval('connected_workflow.domain_event_global_index_seq');
        insert into connected_workflow.event_chain values ('1', 1, 1, '\\x00ff');
        insert into connected_workflow.audit_checkpoint
            (at, organization_id, ordinal, position, hash, key_id, public_key, signature)
        values ('2026-01-02T03:04:05.678Z', '1', 1, 1, '\\x00', 'k', '\\x', '\\xff');
        update connected_workflow.chain_progress set position = 1101, signed_position = 1;
        insert into connected_workflow.organization (organization_id, document, former_modules)
        values ('1', '{"limits": null, "n": 1e5, "m": 1.10, "deep": [[[]]]}', '{"": ""}');
        insert into connected_workflow.organization_register values ('1', 9223372036854775807, 1, 0, true);
        insert into connected_workflow.workflow_register values ('w1', '1', 'ß', '3', false);
        insert into connected_workflow.workflow_view values ('w1', '1', 1, 1, 'DRAFT', 'ß', '{"a,b","\\"",NULL,""}', '[]');
        insert into connected_workflow.idempotency_key
        values ('1', '2', 'POST', '/ä', 'k', 'h', 's', '2026-01-02T03:04:05.678901Z'),
            ('1', '2', 'POST', '/b', 'k', 'h', 's', '2026-01-02T03:04:05Z');
        insert into connected_workflow.oauth_client values
            ('administrator', null, null, '\\x01', null, '{}', 3600, 'infinity'),
            ('older', '1', '2', '\\x02', '\\x03', '{a}', 3600, '2026-01-02T03:04:05.000001Z');
        insert into connected_workflow.grant_token values ('\\x04', 'older', '{}', '-infinity');
        insert into connected_workflow.access_token (token_hash, client_id, scopes, expires_at, refreshed)
        values ('\\x05', 'older', '{a,b}', '2026-01-02T03:04:05Z', true);
        update connected_workflow.refresh_token set created_at = '2025-01-01T00:00:00.000001Z';
        insert into connected_workflow.token_entry values ('b', 0, '\\x7b', 't', 'now', null), ('B', 1, null, null, null, 'o');
        update connected_workflow.id_node set reserved_until = 361000000000, leased_until = now() where node = 7;
        insert into connected_workflow.done_once values ('demo'), ('Demo'), ('é');
        insert into connected_workflow.refused_request
            (at, request_id, method, path, status, code, message)
        values ('2026-01-02T03:04:05.678Z', 'r', 'GET', '/%%0A', 400, 'C', E'two\\nlines\\t');
        insert into connected_workflow.replay (id, to_position, head, ends_at_head, events_total, from_time)
        values ('r', 1, 1, true, 1, '2026-01-02T03:04:05.678901Z');
        insert into connected_workflow.replay_count values ('r', '2', 'WorkflowDrafted', 1);
        insert into connected_workflow.replay_workflow values ('r', 'w1', E'{"b": 1,\\n "a": "\\\\u0000", "b": 1e99999}');
        insert into connected_workflow.replay_difference (replay_id, organization_id, what, path, expected, actual)
        values ('r', '1', 'VIEW', '$', 'null', '"null"');
        """.formatted(
            EVENTS);

    private OddRows() {}

    static void insert(TestDatabase database) {
        database.asOwner().execute(ROWS);
    }
}
