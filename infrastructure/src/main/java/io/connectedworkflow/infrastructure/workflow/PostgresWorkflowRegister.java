package io.connectedworkflow.infrastructure.workflow;

import io.connectedworkflow.domain.refusal.Refusal.CallerUnknown;
import io.connectedworkflow.domain.workflow.WorkflowName;
import io.connectedworkflow.domain.workflow.WorkflowRegister;
import io.connectedworkflow.domain.workflow.WorkflowStatus;
import io.connectedworkflow.domain.workflow.event.WorkflowActivated;
import io.connectedworkflow.domain.workflow.event.WorkflowDeactivated;
import io.connectedworkflow.domain.workflow.event.WorkflowDeleted;
import io.connectedworkflow.domain.workflow.event.WorkflowDrafted;
import io.connectedworkflow.domain.workflow.event.WorkflowRenamed;
import io.connectedworkflow.domain.workflow.event.WorkflowRestored;
import io.connectedworkflow.infrastructure.postgres.Database;
import io.connectedworkflow.infrastructure.postgres.Patience;
import io.connectedworkflow.infrastructure.postgres.TransactionBatch;
import java.util.Objects;
import org.axonframework.eventhandling.EventHandler;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** The register in PostgreSQL: read under the lock of the organization's row, and written from the events. */
public final class PostgresWorkflowRegister implements WorkflowRegister {

    /** Enters a workflow: its id, organization, name's key, primary module's id, and whether it is active. */
    public static final String ENTER = """
        insert into connected_workflow.workflow_register
            (workflow_id, organization_id, name_key, module_id, active)
        values (?, ?, ?, ?, ?::boolean)""";

    // The counter changes by as much as the entries do, whatever state they are found in.
    private static final String SET_ACTIVE = """
        with changed as (update connected_workflow.workflow_register set active = ?::boolean
            where workflow_id = ? and active <> ?::boolean returning organization_id, active)
        update connected_workflow.organization_register r
        set active = r.active + case when c.active then 1 else -1 end
        from changed c where r.organization_id = c.organization_id""";
    private static final String LEAVE = """
        with gone as (delete from connected_workflow.workflow_register
            where workflow_id = ? returning organization_id, active)
        update connected_workflow.organization_register r
        set workflows = r.workflows - 1, active = r.active - case when g.active then 1 else 0 end
        from gone g where r.organization_id = g.organization_id""";

    private final JdbcTemplate jdbc;

    /** A register in the given database. */
    public PostgresWorkflowRegister(Database database) {
        jdbc = database.jdbc();
    }

    private record Row(Others others, boolean closed) {}

    @Override
    public Others lock(String organization, String workflow, @Nullable String name,
            @Nullable String moduleId) {
        var patience = Patience.current();
        var row = Objects.requireNonNull(jdbc.queryForObject("""
            select name_taken, module_taken, workflows, active, last_sequence_number, closed
            from connected_workflow.lock_register(?, ?, ?, ?, ?, ?)""",
                (found, i) -> new Row(new Others(found.getBoolean(1), found.getBoolean(2), found.getInt(3),
                        found.getInt(4), found.getLong(5)), found.getBoolean(6)),
                organization, workflow, name == null ? null : WorkflowName.key(name), moduleId, patience.forLock(),
                patience.idle()));
        if (row.closed()) {
            throw new CallerUnknown().asException();
        }
        return row.others();
    }

    @EventHandler
    void on(WorkflowRestored event) {
        var active = event.status().equals(WorkflowStatus.ACTIVE.name());
        TransactionBatch.add(jdbc, ENTER, event.workflowId(), event.organizationId(),
                WorkflowName.key(event.name()), event.primaryModuleId(), Boolean.toString(active));
        TransactionBatch.add(jdbc, """
            update connected_workflow.organization_register
            set workflows = workflows + 1, active = active + ? where organization_id = ?""", active ? 1 : 0,
                event.organizationId());
    }

    @EventHandler
    void on(WorkflowDrafted event) {
        TransactionBatch.add(jdbc, ENTER, event.workflowId(), event.organizationId(),
                WorkflowName.key(event.name()), event.primaryModuleId(), "false");
        TransactionBatch.add(jdbc, """
            update connected_workflow.organization_register
            set last_sequence_number = ?, workflows = workflows + 1 where organization_id = ?""",
                event.sequenceNumber(), event.organizationId());
    }

    @EventHandler
    void on(WorkflowRenamed event) {
        TransactionBatch.add(jdbc, "update connected_workflow.workflow_register set name_key = ? where workflow_id = ?",
                WorkflowName.key(event.name()), event.workflowId());
    }

    @EventHandler
    void on(WorkflowActivated event) {
        TransactionBatch.add(jdbc, SET_ACTIVE, "true", event.workflowId(), "true");
    }

    @EventHandler
    void on(WorkflowDeactivated event) {
        TransactionBatch.add(jdbc, SET_ACTIVE, "false", event.workflowId(), "false");
    }

    @EventHandler
    void on(WorkflowDeleted event) {
        TransactionBatch.add(jdbc, LEAVE, event.workflowId());
    }
}
