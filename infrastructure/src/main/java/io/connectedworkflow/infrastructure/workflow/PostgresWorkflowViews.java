package io.connectedworkflow.infrastructure.workflow;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import io.connectedworkflow.application.workflow.Page;
import io.connectedworkflow.application.workflow.WorkflowFilter;
import io.connectedworkflow.application.workflow.WorkflowSummary;
import io.connectedworkflow.application.workflow.WorkflowView;
import io.connectedworkflow.application.workflow.WorkflowViews;
import io.connectedworkflow.domain.refusal.Refusal.WrittenByNewerVersion;
import io.connectedworkflow.domain.workflow.Node;
import io.connectedworkflow.domain.workflow.WorkflowName;
import io.connectedworkflow.infrastructure.postgres.Database;
import io.connectedworkflow.infrastructure.postgres.StoredSize;
import io.connectedworkflow.infrastructure.postgres.TransactionBatch;
import io.connectedworkflow.infrastructure.rule.RuleJson;
import io.connectedworkflow.infrastructure.web.RequestMemory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.queryhandling.QueryMessage;
import org.jspecify.annotations.Nullable;
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
            view.status().name(), WorkflowName.key(view.name()), moduleIds(view), JSON.writeValueAsString(view)};
    }

    // As PostgreSQL writes an array; ids need no quotes.
    private static String moduleIds(WorkflowView view) {
        return view.diagram().nodes().stream().map(Node::moduleId).distinct().collect(joining(",", "{", "}"));
    }

    @Override
    public Optional<WorkflowView> find(String organizationId, String workflowId) {
        return CurrentUnitOfWork.get().root().getMessage() instanceof QueryMessage
                ? asked(organizationId, workflowId)
                : Optional.ofNullable(saved().get(workflowId)).or(() -> stored(organizationId, workflowId));
    }

    private Optional<WorkflowView> stored(String organizationId, String workflowId) {
        return jdbc.query("""
            select document from connected_workflow.workflow_view
            where workflow_id = ? and organization_id = ?""", (row, index) -> view(row.getString(1)), workflowId,
                organizationId).stream().findFirst();
    }

    private record Document(@Nullable String little, long length) {}

    // Who asks waits until there is memory for a large one. Who has locked something, as a command, must not wait for that.
    private Optional<WorkflowView> asked(String organizationId, String workflowId) {
        // PostgreSQL writes it out once with the offset, and twice without.
        var document = jdbc.query("""
            select case when octet_length(json) <= ? then json end, octet_length(json)
            from (select document::text as json from connected_workflow.workflow_view
                where workflow_id = ? and organization_id = ? offset 0) as written""",
                (row, index) -> new Document(row.getString(1), row.getLong(2)), RequestMemory.LITTLE, workflowId,
                organizationId).stream().findFirst().orElse(null);
        if (document == null || document.little != null) {
            return Optional.ofNullable(document).map(found -> view(requireNonNull(found.little)));
        }
        RequestMemory.takeForJson(document.length);
        return stored(organizationId, workflowId);
    }

    @Override
    public List<WorkflowSummary> list(String organizationId, WorkflowFilter filter, Page page) {
        var sql = new StringBuilder("""
            select (document - '{diagram,rules}'::text[])
                || jsonb_build_object('nodes', document -> 'diagram' -> 'nodes')
            from connected_workflow.workflow_view where organization_id = ? and sequence_number > ?""");
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
        return jdbc.query(sql.append(" order by sequence_number limit ?").toString(),
                (row, index) -> read(row.getString(1), WorkflowSummary.class), parameters.toArray());
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

    private static WorkflowView view(String json) {
        return read(json, WorkflowView.class);
    }

    private static <T> T read(String json, Class<T> type) {
        try {
            return JSON.readValue(json, type);
        } catch (JacksonException unreadable) {
            LOG.warn("A view cannot be read; a newer version may have written it", unreadable);
            throw new WrittenByNewerVersion().asException();
        }
    }
}
