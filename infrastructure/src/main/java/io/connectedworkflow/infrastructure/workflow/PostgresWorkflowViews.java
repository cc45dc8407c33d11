package io.connectedworkflow.infrastructure.workflow;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import io.connectedworkflow.application.workflow.Page;
import io.connectedworkflow.application.workflow.WorkflowFilter;
import io.connectedworkflow.application.workflow.WorkflowView;
import io.connectedworkflow.application.workflow.WorkflowViews;
import io.connectedworkflow.domain.refusal.Refusal.WrittenByNewerVersion;
import io.connectedworkflow.domain.workflow.Node;
import io.connectedworkflow.domain.workflow.WorkflowName;
import io.connectedworkflow.infrastructure.postgres.Database;
import io.connectedworkflow.infrastructure.postgres.StoredSize;
import io.connectedworkflow.infrastructure.postgres.TransactionBatch;
import io.connectedworkflow.infrastructure.rule.RuleJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Keeps the views as JSON documents in PostgreSQL. */
public final class PostgresWorkflowViews implements WorkflowViews {

    /** Stores a view, in place of an older one; the parameters are those of {@link #parameters}. */
    public static final String SAVE = """
        insert into connected_workflow.workflow_view as v
            (workflow_id, organization_id, sequence_number, version, status, name_key, module_ids, document)
        values (?, ?, ?, ?, ?, ?, ?::text[], ?::jsonb)
        on conflict (workflow_id) do update set version = excluded.version, status = excluded.status,
            name_key = excluded.name_key, module_ids = excluded.module_ids, document = excluded.document
        where v.version < excluded.version""";

    private static final Logger LOG = LoggerFactory.getLogger(PostgresWorkflowViews.class);
    private static final String SAVED = PostgresWorkflowViews.class.getName();
    private static final JsonMapper JSON = JsonMapper.builder().addModule(new RuleJson())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN).build();

    private final JdbcTemplate jdbc;

    /** Views in the given database. */
    public PostgresWorkflowViews(Database database) {
        jdbc = database.jdbc();
    }

    /** A view as parameters of {@link #SAVE}. */
    public static Object[] parameters(WorkflowView view) {
        return new Object[]{view.id(), view.organizationId(), view.sequenceNumber(), view.version(),
            view.status().name(), new WorkflowName(view.name()).key(), moduleIds(view), JSON.writeValueAsString(view)};
    }

    // As PostgreSQL writes an array; ids need no quotes.
    private static String moduleIds(WorkflowView view) {
        return view.diagram().nodes().stream().map(Node::moduleId).distinct().collect(joining(",", "{", "}"));
    }

    @Override
    public Optional<WorkflowView> find(String organizationId, String workflowId) {
        var saved = CurrentUnitOfWork.isStarted() ? saved().get(workflowId) : null;
        if (saved != null) {
            return Optional.of(saved);
        }
        return stored(organizationId, workflowId);
    }

    private Optional<WorkflowView> stored(String organizationId, String workflowId) {
        return jdbc.query("""
            select document from connected_workflow.workflow_view
            where workflow_id = ? and organization_id = ?""", PostgresWorkflowViews::view, workflowId,
                organizationId).stream().findFirst();
    }

    @Override
    public List<WorkflowView> list(String organizationId, WorkflowFilter filter, Page page) {
        var sql = new StringBuilder("""
            select document from connected_workflow.workflow_view
            where organization_id = ? and sequence_number > ?""");
        var parameters = new ArrayList<Object>(List.of(organizationId, page.after()));
        if (filter.status() != null) {
            sql.append(" and status = ?");
            parameters.add(filter.status().name());
        }
        if (!filter.nameContains().isEmpty()) {
            sql.append(" and position(? in name_key) > 0");
            parameters.add(filter.nameContains());
        }
        if (filter.moduleIds() != null) {
            sql.append(" and module_ids && ?::text[]");
            parameters.add(filter.moduleIds().toArray(String[]::new));
        }
        parameters.add(page.size());
        return jdbc.query(sql.append(" order by sequence_number limit ?").toString(), PostgresWorkflowViews::view,
                parameters.toArray());
    }

    @Override
    public void save(WorkflowView view) {
        if (saved().put(view.id(), view) == null) {
            // Once, as the last event of the command leaves it.
            TransactionBatch.add(jdbc, SAVE, () -> parametersWithinLimit(requireNonNull(saved().get(view.id()))));
        }
    }

    private Object[] parametersWithinLimit(WorkflowView view) {
        var parameters = parameters(view);
        var document = (String) parameters[parameters.length - 1];
        if (!StoredSize.fits(document) && document.length() > lengthBefore(view)) {
            throw StoredSize.tooLarge();
        }
        return parameters;
    }

    // One that was larger before there was a limit may become smaller.
    private int lengthBefore(WorkflowView view) {
        return stored(view.organizationId(), view.id()).map(before -> JSON.writeValueAsString(before).length())
                .orElse(0);
    }

    @Override
    public void remove(WorkflowView view) {
        TransactionBatch.add(jdbc, "delete from connected_workflow.workflow_view where workflow_id = ?", view.id());
    }

    // What a command has saved is in its batch, and not yet in PostgreSQL.
    private static Map<String, WorkflowView> saved() {
        return CurrentUnitOfWork.get().root().getOrComputeResource(SAVED, resource -> new HashMap<>());
    }

    private static WorkflowView view(ResultSet row, int index) throws SQLException {
        try {
            return JSON.readValue(row.getString(1), WorkflowView.class);
        } catch (JacksonException unreadable) {
            LOG.warn("A view cannot be read; a newer version may have written it", unreadable);
            throw new WrittenByNewerVersion().asException();
        }
    }
}
