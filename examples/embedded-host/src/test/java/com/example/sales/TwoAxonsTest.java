package com.example.sales;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.example.sales.account.Member;
import com.example.sales.approval.Approvals;
import com.example.sales.playbook.Playbooks;
import io.connectedworkflow.domain.organization.Organizations;
import io.connectedworkflow.domain.workflow.command.ActivateConnectedWorkflow;
import java.util.List;
import java.util.Objects;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.NoHandlerForCommandException;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.config.Configuration;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The application has what it would have without connected workflows, and nothing of theirs beside it. */
@SalesTest
class TwoAxonsTest {

    @Autowired
    private TestAccounts accounts;
    @Autowired
    private Playbooks playbooks;
    @Autowired
    private Approvals approvals;
    @Autowired
    private Organizations organizations;
    @Autowired
    private JdbcClient jdbc;
    @Autowired
    private HostsEvents hostsEvents;
    @Autowired
    private CommandGateway commands;
    @Autowired
    private ApplicationContext context;

    private Member lead;
    private String workflowId;

    @BeforeEach
    void have_both_kinds_of_events() {
        lead = accounts.leadOn("team");
        var playbook = playbooks.draft(lead, "Win back", "A second call", "Deals");
        workflowId = Objects.requireNonNull(playbook.getWorkflowId());
        approvals.request(lead, Objects.requireNonNull(playbook.getId()));
        approvals.grant(lead, playbook.getId());
    }

    private List<String> strings(String sql) {
        return jdbc.sql(sql).query((row, number) -> row.getString(1)).list();
    }

    @Test
    void each_store_has_its_own_events_only() {
        assertThat(strings("select distinct payload_type from approval_event")).containsExactlyInAnyOrder(
                "com.example.sales.approval.ApprovalEvent$ApprovalRequested",
                "com.example.sales.approval.ApprovalEvent$ApprovalGranted");
        assertThat(strings("select distinct payload_type from connected_workflow.domain_event"))
                .contains("WorkflowDrafted", "WorkflowActivated").noneMatch(type -> type.contains("Approval"));
    }

    @Test
    void handlers_of_the_application_are_told_of_its_own_events_only() {
        assertThat(hostsEvents.of(lead)).containsExactly("ApprovalRequested", "ApprovalGranted");
        assertThat(hostsEvents.all()).allMatch(event -> event.getClass().getName().startsWith("com.example.sales."));
    }

    @Test
    void commands_of_connected_workflows_have_no_handler_in_the_applications_axon() {
        var command = new ActivateConnectedWorkflow(workflowId, organizations.of(lead.caller().actor()), null);

        assertThatExceptionOfType(NoHandlerForCommandException.class)
                .isThrownBy(() -> commands.sendAndWait(command));
    }

    @Test
    void there_are_one_axon_and_one_flyway_among_the_beans() {
        assertThat(List.of(CommandBus.class, EventStore.class, Configuration.class, Flyway.class))
                .allSatisfy(type -> assertThat(context.getBeanNamesForType(type)).hasSize(1));
    }

    @Test
    void each_flyway_history_has_its_own_migrations_only() {
        assertThat(strings("select script from public.flyway_schema_history")).containsExactlyInAnyOrder(
                "V1__accounts.sql", "V2__playbooks.sql", "V3__approvals.sql");
        assertThat(strings("select script from connected_workflow.schema_history")).contains("V1__event_store.sql")
                .doesNotContain("V1__accounts.sql", "V2__playbooks.sql", "V3__approvals.sql");
    }

    @Test
    void the_applications_schema_has_the_applications_tables_only() {
        assertThat(strings("select table_name from information_schema.tables where table_schema = 'public'"))
                .containsExactlyInAnyOrder("account", "member", "record_type", "playbook", "process", "approval_event",
                        "approval_snapshot", "flyway_schema_history");
    }

    @Test
    void nothing_on_the_class_path_deserializes_java_objects() {
        assertThatExceptionOfType(ClassNotFoundException.class)
                .isThrownBy(() -> Class.forName("com.thoughtworks.xstream.XStream"));
    }
}
