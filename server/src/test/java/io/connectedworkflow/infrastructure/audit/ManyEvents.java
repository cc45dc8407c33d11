package io.connectedworkflow.infrastructure.audit;

import org.springframework.jdbc.core.JdbcTemplate;

/** Fills the log with more events than anybody would make for a test by commands. */
final class ManyEvents {

    private ManyEvents() {}

    /**
     * Appends events of an organization.
     *
     * @param perWorkflow how many each of its workflows has
     * @param users       how many users take turns, from the user 1 on
     * @param length      of some field, in characters
     */
    static void append(JdbcTemplate owner, String organization, int count, int perWorkflow, int users, int length) {
        owner.update("""
            insert into connected_workflow.domain_event (aggregate_identifier, sequence_number, type, event_identifier,
                payload_type, payload_revision, payload, meta_data, time_stamp, organization_id, user_id)
            select workflow, i % ?, 'ConnectedWorkflow', workflow || '-' || i, 'WorkflowDescribed', '1',
                jsonb_build_object('workflowId', workflow, 'description', repeat('x', ?)), '{"requestId": "r"}',
                now() + i * interval '1 millisecond', organization, (1 + i % ?)::text
            from generate_series(0, ? - 1) i, (values (?)) o (organization),
                lateral (select organization || (100000 + i / ?) as workflow)
            order by i""", perWorkflow, length, users, count, organization, perWorkflow);
        owner.execute("vacuum analyze connected_workflow.domain_event");
    }
}
