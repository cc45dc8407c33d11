package io.connectedworkflow.infrastructure.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectedworkflow.application.replay.ReadModelRebuild;
import io.connectedworkflow.application.workflow.Caller;
import io.connectedworkflow.application.workflow.ConnectedWorkflows;
import io.connectedworkflow.application.workflow.WorkflowChange;
import io.connectedworkflow.application.workflow.WorkflowChange.NodeReference.Added;
import io.connectedworkflow.application.workflow.WorkflowChange.NodeReference.Existing;
import io.connectedworkflow.domain.organization.ModuleReference;
import io.connectedworkflow.domain.refusal.FieldPath;
import io.connectedworkflow.domain.refusal.Item;
import io.connectedworkflow.domain.refusal.Refusal;
import io.connectedworkflow.domain.refusal.Refusal.Duplicate;
import io.connectedworkflow.domain.refusal.Refusal.IdUnknown;
import io.connectedworkflow.domain.refusal.Refusal.RulesDisconnected;
import io.connectedworkflow.domain.refusal.Refusal.ValueInvalid;
import io.connectedworkflow.domain.refusal.RefusedException;
import io.connectedworkflow.domain.workflow.ConnectedWorkflow;
import io.connectedworkflow.domain.workflow.Node;
import io.connectedworkflow.server.testing.ServerContext;
import io.connectedworkflow.testing.Callers;
import io.connectedworkflow.testing.Http;
import io.connectedworkflow.testing.TestPostgres;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** A workflow with many events is loaded through a snapshot, and is what it would be without one. */
class LongLifeTest {

    private static final FieldPath ELEMENT = FieldPath.of("connections").index(0);

    @Test
    void a_snapshot_holds_all_that_a_decision_needs() {
        var place = TestPostgres.newDatabase();
        try (var server = ServerContext.start(place)) {
            var workflows = server.getBean(ConnectedWorkflows.class);
            var caller = Callers.of("1001", 5);
            var id = workflows.create(caller, Callers.draft("start", 0)).orElseThrow();
            workflows.update(caller, id, null,
                    WorkflowChange.builder().addNode(ModuleReference.named("Module_77"), "n").build()).orElseThrow();
            for (var i = 0; i < 250; i++) {
                workflows.update(caller, id, null, name("name " + i)).orElseThrow();
            }
            assertThat(place.asOwner().queryForList(
                    "select payload_type, payload_revision from connected_workflow.snapshot_event"))
                    .isNotEmpty().allSatisfy(row -> assertThat(row).containsEntry("payload_type", "ConnectedWorkflow")
                            .containsEntry("payload_revision",
                                    EventSerializer.snapshotRevision()));

            var nodes = workflows.get(caller, id).orElseThrow().diagram().nodes();
            workflows.update(caller, id, 252L, WorkflowChange.builder().name("name 249")
                    .connect(new Existing(nodes.get(0).id()), new Existing(nodes.get(1).id())).build()).orElseThrow();

            var view = workflows.get(caller, id).orElseThrow();
            assertThat(view.version()).isEqualTo(253);
            assertThat(view.name()).isEqualTo("name 249");
            assertThat(view.diagram().connections()).hasSize(1);
            assertThat(server.getBean(ReadModelRebuild.class).run()).isTrue();
        }
    }

    @Test
    void a_snapshot_that_another_revision_has_left_is_replaced() {
        var place = TestPostgres.newDatabase();
        try (var server = ServerContext.start(place)) {
            var workflows = server.getBean(ConnectedWorkflows.class);
            var caller = Callers.of("1001", 5);
            var id = workflows.create(caller, Callers.draft("start", 0)).orElseThrow();
            for (var i = 0; i < 150; i++) {
                workflows.update(caller, id, null, name("name " + i)).orElseThrow();
            }
            assertThat(place.asOwner().update("""
                update connected_workflow.snapshot_event set payload_revision = 'other', payload = '{}'"""))
                    .isEqualTo(1);

            workflows.update(caller, id, 151L, name("after all")).orElseThrow();

            assertThat(workflows.get(caller, id).orElseThrow().version()).isEqualTo(152);
            assertThat(place.asOwner().queryForList(
                    "select payload_revision, payload #>> '{configuration,name}' as name from connected_workflow.snapshot_event"))
                    .singleElement().satisfies(row -> assertThat(row).containsEntry("name", "after all")
                            .doesNotContainEntry("payload_revision", "other"));
        }
    }

    @Test
    void decides_by_nodes_connections_and_rules_that_only_a_snapshot_holds() {
        var place = TestPostgres.newDatabase();
        try (var server = ServerContext.start(place)) {
            var workflows = server.getBean(ConnectedWorkflows.class);
            var caller = Callers.of("1001", 5);
            var id = workflows.create(caller, Callers.draft("start", 0)).orElseThrow();
            var root = nodes(workflows, caller, id).getFirst();
            workflows.update(caller, id, null, addedBehind(root, 1)).orElseThrow();
            var second = nodes(workflows, caller, id).getLast();
            workflows.update(caller, id, null, addedBehind(second, 2)).orElseThrow();
            var third = nodes(workflows, caller, id).getLast();
            var ofRoot = workflows.createRule(caller, id, null, rule(root, 0, recordOf(1))).orElseThrow();
            var ofSecond = workflows.createRule(caller, id, null, rule(second, 1, recordOf(2))).orElseThrow();
            for (var i = 0; i < 150; i++) {
                workflows.update(caller, id, null, name("name " + i)).orElseThrow();
            }
            var before = workflows.get(caller, id).orElseThrow();
            forgetWhatTheSnapshotHolds(place.asOwner());

            assertRefused(new Duplicate("connection", ELEMENT), () -> workflows.update(caller, id, null,
                    connection(root, second)).orElseThrow());
            assertRefused(new ValueInvalid(ELEMENT), () -> workflows.update(caller, id, null,
                    connection(third, second)).orElseThrow());
            assertRefused(IdUnknown.RULE, () -> workflows.deleteRule(caller, id, null, third).orElseThrow());
            var actions = before.rules().rule(ofRoot).orElseThrow().conditions().getFirst().actions();
            workflows.updateRule(caller, id, before.version(), ofRoot, item("""
                {"conditions": [{"id": "%s", "instant_actions": {"actions": [{"id": "%s", "details": %s}]}}]}"""
                    .formatted(before.rules().rule(ofRoot).orElseThrow().conditions().getFirst().id(),
                            actions.getFirst().id(), recordOf(1))))
                    .orElseThrow();
            assertThat(workflows.get(caller, id).orElseThrow()).isEqualTo(before);
            workflows.update(caller, id, before.version(), WorkflowChange.builder()
                    .removeConnection(before.diagram().connections().getFirst().id()).build()).orElseThrow();
            assertRefused(new RulesDisconnected(List.of(ofRoot)),
                    () -> workflows.activate(caller, id, null).orElseThrow());
            workflows.update(caller, id, null, WorkflowChange.builder().removeNode(second).build()).orElseThrow();

            assertThat(place.asOwner().queryForObject("""
                select payload from connected_workflow.domain_event order by global_index desc limit 1""",
                    String.class)).contains("\"" + ofSecond + "\"",
                            "\"" + before.diagram().connections().getLast().id() + "\"");
            var after = workflows.get(caller, id).orElseThrow();
            assertThat(after.version()).isEqualTo(before.version() + 2);
            assertThat(after.diagram().nodes()).extracting(Node::id).containsExactly(root, third);
            assertThat(after.diagram().connections()).isEmpty();
            assertThat(after.rules().all()).containsExactly(before.rules().rule(ofRoot).orElseThrow());
        }
    }

    /** Leaves of the log only what is behind the snapshot, so that nothing else can be read. */
    private static void forgetWhatTheSnapshotHolds(JdbcTemplate owner) {
        assertThat(owner.queryForList("select sequence_number from connected_workflow.snapshot_event", Long.class))
                .singleElement().satisfies(last -> assertThat(last).isGreaterThan(10));
        owner.execute("alter table connected_workflow.domain_event disable trigger append_only");
        assertThat(owner.update("""
            delete from connected_workflow.domain_event e using connected_workflow.snapshot_event s
            where e.aggregate_identifier = s.aggregate_identifier and e.sequence_number <= s.sequence_number"""))
                .isGreaterThan(10);
        owner.execute("alter table connected_workflow.domain_event enable trigger append_only");
    }

    private static void assertRefused(Refusal refusal, ThrowingCallable command) {
        assertThatThrownBy(command).isInstanceOfSatisfying(RefusedException.class,
                refused -> assertThat(refused.refusal()).isEqualTo(refusal));
    }

    private static List<String> nodes(ConnectedWorkflows workflows, Caller caller, String id) {
        return workflows.get(caller, id).orElseThrow().diagram().nodes().stream().map(Node::id).toList();
    }

    /** A node on a module, to which another node points. */
    private static WorkflowChange addedBehind(String node, int module) {
        return WorkflowChange.builder().addNode(ModuleReference.named("Module_" + module), "new")
                .connect(new Existing(node), new Added("new")).build();
    }

    private static WorkflowChange connection(String source, String target) {
        return WorkflowChange.builder().connect(new Existing(source), new Existing(target)).build();
    }

    /** A rule of a node on a module, which makes a record. */
    private static Item rule(String node, int module, String details) {
        return item(
                """
                    {"node": {"id": "%1$s"}, "execute_when": {"type": "create", "details": {"trigger_module": {"api_name": "Module_%2$d"}}},
                     "conditions": [{"sequence_number": 1, "instant_actions": {"actions": [
                        {"type": "create_connected_record", "details": %3$s}]}}]}"""
                        .formatted(node, module,
                                details));
    }

    private static String recordOf(int module) {
        return """
            {"module": {"api_name": "Module_%d"}, "layout": {"id": "1"},
             "field_mappings": [{"field": {"api_name": "Amount"}, "type": "static", "value": 1.50}]}"""
                .formatted(module);
    }

    private static Item item(String json) {
        return Item.of(Http.JSON.readValue(json, Map.class), FieldPath.ITEM);
    }

    private static WorkflowChange name(String name) {
        return WorkflowChange.builder().name(name).build();
    }
}
