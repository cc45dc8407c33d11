package io.connectedworkflow.infrastructure.workflow;

import io.connectedworkflow.domain.refusal.Refusal.CallerUnknown;
import io.connectedworkflow.domain.workflow.WorkflowName;
import io.connectedworkflow.domain.workflow.WorkflowRegister;
import io.connectedworkflow.domain.workflow.event.WorkflowDrafted;
import io.connectedworkflow.infrastructure.postgres.Database;
import io.connectedworkflow.infrastructure.postgres.TransactionBatch;
import java.util.Objects;
import org.axonframework.eventhandling.EventHandler;
import org.springframework.jdbc.core.JdbcTemplate;

/** The register in PostgreSQL: read under the lock of the organization's row, and written from the events. */
public final class PostgresWorkflowRegister implements WorkflowRegister {

    /** Enters a workflow: its id, organization, name's key and primary module's id. */
    public static final String ENTER = """
        insert into connected_workflow.workflow_register (workflow_id, organization_id, name_key, module_id)
        values (?, ?, ?, ?)""";

    private final JdbcTemplate jdbc;

    /** A register in the given database. */
    public PostgresWorkflowRegister(Database database) {
        jdbc = database.jdbc();
    }

    private record Row(Others others, boolean closed) {}

    @Override
    public Others lock(String organization, WorkflowName name, String moduleId) {
        var row = Objects.requireNonNull(jdbc.queryForObject("""
            select name_taken, module_taken, workflows, last_sequence_number, closed
            from connected_workflow.lock_register(?, ?, ?)""",
                (found, i) -> new Row(
                        new Others(found.getBoolean(1), found.getBoolean(2), found.getInt(3), found.getLong(4)),
                        found.getBoolean(5)),
                organization, name.key(), moduleId));
        if (row.closed()) {
            throw new CallerUnknown().asException();
        }
        return row.others();
    }

    @EventHandler
    void on(WorkflowDrafted event) {
        TransactionBatch.add(jdbc, ENTER, event.workflowId(), event.organizationId(),
                new WorkflowName(event.name()).key(), event.primaryModuleId());
        TransactionBatch.add(jdbc, """
            update connected_workflow.organization_register
            set last_sequence_number = ?, workflows = workflows + 1 where organization_id = ?""",
                event.sequenceNumber(), event.organizationId());
    }
}
