package io.connectedworkflow.infrastructure.workflow;

import io.connectedworkflow.application.workflow.WorkflowView;
import io.connectedworkflow.application.workflow.WorkflowViews;
import io.connectedworkflow.infrastructure.postgres.Database;
import io.connectedworkflow.infrastructure.postgres.TransactionBatch;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Keeps the views as JSON documents in PostgreSQL. */
public final class PostgresWorkflowViews implements WorkflowViews {

    /** Stores a view, in place of an older one; the parameters are those of {@link #parameters}. */
    public static final String SAVE = """
        insert into connected_workflow.workflow_view as v
            (workflow_id, organization_id, sequence_number, version, document)
        values (?, ?, ?, ?, ?::jsonb)
        on conflict (workflow_id) do update set version = excluded.version, document = excluded.document
        where v.version < excluded.version""";

    private static final String SAVED = PostgresWorkflowViews.class.getName();
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JdbcTemplate jdbc;

    /** Views in the given database. */
    public PostgresWorkflowViews(Database database) {
        jdbc = database.jdbc();
    }

    /** A view as parameters of {@link #SAVE}. */
    public static Object[] parameters(WorkflowView view) {
        return new Object[]{view.id(), view.organizationId(), view.sequenceNumber(), view.version(),
            JSON.writeValueAsString(view)};
    }

    @Override
    public Optional<WorkflowView> find(String organizationId, String workflowId) {
        var saved = CurrentUnitOfWork.isStarted() ? saved().get(workflowId) : null;
        if (saved != null) {
            return Optional.of(saved);
        }
        return jdbc.query("""
            select document from connected_workflow.workflow_view
            where workflow_id = ? and organization_id = ?""", PostgresWorkflowViews::view, workflowId,
                organizationId).stream().findFirst();
    }

    @Override
    public List<WorkflowView> list(String organizationId) {
        return jdbc.query("""
            select document from connected_workflow.workflow_view
            where organization_id = ? order by sequence_number""", PostgresWorkflowViews::view, organizationId);
    }

    @Override
    public void save(WorkflowView view) {
        saved().put(view.id(), view);
        TransactionBatch.add(jdbc, SAVE, parameters(view));
    }

    // What a command has saved is in its batch, and not yet in PostgreSQL.
    private static Map<String, WorkflowView> saved() {
        return CurrentUnitOfWork.get().root().getOrComputeResource(SAVED, resource -> new HashMap<>());
    }

    private static WorkflowView view(ResultSet row, int index) throws SQLException {
        return JSON.readValue(row.getString(1), WorkflowView.class);
    }
}
