package io.connectedworkflow.infrastructure.replay;

import static io.connectedworkflow.infrastructure.web.Answer.object;

import io.connectedworkflow.application.replay.LiveRows;
import io.connectedworkflow.application.replay.ReadModel;
import io.connectedworkflow.application.workflow.WorkflowView;
import io.connectedworkflow.domain.workflow.WorkflowName;
import io.connectedworkflow.domain.workflow.WorkflowStatus;
import io.connectedworkflow.infrastructure.audit.Where;
import io.connectedworkflow.infrastructure.postgres.Database;
import io.connectedworkflow.infrastructure.workflow.PostgresWorkflowViews;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Views and register in PostgreSQL as they are kept, whatever is in them. */
final class PostgresLiveRows implements LiveRows {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
    private static final TypeReference<Map<String, @Nullable Object>> ROW = new TypeReference<>() {
    };

    private final Database database;

    PostgresLiveRows(Database database) {
        this.database = database;
    }

    @Override
    public @Nullable Map<String, @Nullable Object> found(ReadModel model, String workflowId) {
        var rows = database.jdbc().query(
                "select to_jsonb(r) - 'workflow_id' from %s r where workflow_id = ?".formatted(table(model)),
                (row, i) -> JSON.readValue(row.getString(1), ROW), workflowId);
        return rows.isEmpty() ? null : rows.getFirst();
    }

    @Override
    public Map<String, @Nullable Object> expected(ReadModel model, WorkflowView view) {
        return switch (model) {
            case VIEW -> view(PostgresWorkflowViews.parameters(view));
            case REGISTER -> object("organization_id", view.organizationId(), "name_key",
                    WorkflowName.key(view.name()), "module_id", view.diagram().root().moduleId(), "active",
                    view.status() == WorkflowStatus.ACTIVE);
        };
    }

    // In the order of the parameters, as they come to stand in the columns.
    private static Map<String, @Nullable Object> view(Object[] values) {
        var modules = values[6].toString();
        return object("organization_id", values[1], "sequence_number", values[2], "version", values[3], "status",
                values[4], "name_key", values[5], "module_ids",
                List.of(modules.substring(1, modules.length() - 1).split(",")), "document",
                JSON.readValue(values[7].toString(), ROW));
    }

    @Override
    public List<Place> places(ReadModel model, @Nullable String organization, String after, int most) {
        var rows = new Where().and("organization_id = ?", organization).andAlso("workflow_id > ?", after);
        var ofIt = organization == null ? "" : "and e.organization_id = r.organization_id";
        return database.jdbc().query("""
            select r.workflow_id, r.organization_id, exists (select from connected_workflow.domain_event e
                where e.aggregate_identifier = r.workflow_id %s)
            from (select workflow_id, organization_id from %s %s order by workflow_id limit ?) r
            order by r.workflow_id""".formatted(ofIt, table(model), rows.conditions()),
                (row, i) -> new Place(row.getString(1), row.getString(2), row.getBoolean(3)), rows.valuesAnd(most));
    }

    @Override
    public List<Counters> counters(@Nullable String organization, String after, int most) {
        var of = new Where().and("organization_id = ?", organization).andAlso("organization_id > ?", after);
        return database.jdbc().query("""
            select o.id, case when r.organization_id is not null then json_build_object('last_sequence_number',
                    r.last_sequence_number, 'workflows', r.workflows, 'active', r.active) end, e.last,
                (e.last, v.workflows, v.active)
                    = (coalesce(r.last_sequence_number, 0), coalesce(r.workflows, 0), coalesce(r.active, 0))
            from (select organization_id as id from connected_workflow.organization_register %1$s
                union select organization_id from connected_workflow.domain_event %1$s
                    and payload_type = 'WorkflowDrafted'
                order by id limit ?) o
            left join connected_workflow.organization_register r on r.organization_id = o.id
            cross join lateral (select coalesce(max((payload ->> 'sequenceNumber')::bigint), 0) as last
                from connected_workflow.domain_event
                where organization_id = o.id and payload_type = 'WorkflowDrafted') e
            cross join lateral (select count(*) as workflows, count(*) filter (where status = 'ACTIVE') as active
                from connected_workflow.workflow_view where organization_id = o.id) v
            order by o.id""".formatted(of.conditions()),
                (row, i) -> new Counters(row.getString(1),
                        row.getString(2) == null ? null : JSON.readValue(row.getString(2), ROW), row.getLong(3),
                        row.getBoolean(4)),
                of.valuesAnd(of.valuesAnd(most)));
    }

    private static String table(ReadModel model) {
        return switch (model) {
            case VIEW -> "connected_workflow.workflow_view";
            case REGISTER -> "connected_workflow.workflow_register";
        };
    }
}
