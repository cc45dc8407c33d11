package com.example.sales.playbook;

import com.example.sales.account.Member;
import io.connectedworkflow.application.subscription.DeliveredEvent;
import io.connectedworkflow.application.subscription.EventSubscription;
import io.connectedworkflow.domain.workflow.event.WorkflowActivated;
import io.connectedworkflow.domain.workflow.event.WorkflowDeactivated;
import io.connectedworkflow.domain.workflow.event.WorkflowDeleted;
import io.connectedworkflow.domain.workflow.event.WorkflowDrafted;
import io.connectedworkflow.domain.workflow.event.WorkflowEvent;
import io.connectedworkflow.domain.workflow.event.WorkflowRenamed;
import io.connectedworkflow.domain.workflow.event.WorkflowRestored;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A table of the application that follows the events of connected workflows. It is written in the transaction that stores
 * how far the subscription is, so that every event counts once; one that a replay delivers again changes nothing.
 */
@Configuration(proxyBeanMethods = false)
public class ProcessBoard {

    /** The subscription that keeps it. */
    public static final String SUBSCRIPTION = "process-board";

    private final JdbcClient jdbc;

    ProcessBoard(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A process on the board.
     *
     * @param status {@code draft}, {@code active}, {@code inactive} or {@code deleted}
     */
    public record Row(String workflowId, String name, String status, long version) {}

    /** The processes of the reader's account, as of a moment ago. */
    public List<Row> list(Member reader) {
        return jdbc.sql("""
            select workflow_id, name, status, version from process where account_id = ? order by workflow_id""")
                .param(reader.accountId())
                .query((row, number) -> new Row(row.getString("workflow_id"), row.getString("name"),
                        row.getString("status"), row.getLong("version")))
                .list();
    }

    @Bean
    EventSubscription processBoardSubscription() {
        return EventSubscription.named(SUBSCRIPTION).inBatchesOf(50).handledBy(this::follow);
    }

    private void follow(DeliveredEvent event) {
        jdbc.sql("""
            insert into process (workflow_id, account_id, name, status, version, changed_by, changed_at)
            values (:workflowId, :accountId, coalesce(:name, ''), coalesce(:status, ''), :version, :userId, :at)
            on conflict (workflow_id) do update set name = coalesce(:name, process.name),
              status = coalesce(:status, process.status), version = excluded.version,
              changed_by = excluded.changed_by, changed_at = excluded.changed_at
            where process.version < excluded.version""")
                .param("workflowId", event.workflowId()).param("accountId", Long.valueOf(event.organizationId()))
                .param("name", name(event.event())).param("status", status(event.event()))
                .param("version", event.version()).param("userId", event.userId())
                .param("at", event.time().atOffset(ZoneOffset.UTC)).update();
    }

    private static @Nullable String name(WorkflowEvent event) {
        return switch (event) {
            case WorkflowDrafted drafted -> drafted.name();
            case WorkflowRenamed renamed -> renamed.name();
            case WorkflowRestored restored -> restored.name();
            default -> null;
        };
    }

    private static @Nullable String status(WorkflowEvent event) {
        return switch (event) {
            case WorkflowDrafted drafted -> "draft";
            case WorkflowActivated activated -> "active";
            case WorkflowDeactivated deactivated -> "inactive";
            case WorkflowDeleted deleted -> "deleted";
            case WorkflowRestored restored -> restored.status().toLowerCase(Locale.ROOT);
            default -> null;
        };
    }
}
