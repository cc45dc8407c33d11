package io.connectedworkflow.infrastructure.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.application.audit.ReadModelRebuild;
import io.connectedworkflow.application.workflow.ConnectedWorkflows;
import io.connectedworkflow.application.workflow.WorkflowChange;
import io.connectedworkflow.domain.organization.Module;
import io.connectedworkflow.domain.refusal.FieldPath;
import io.connectedworkflow.domain.workflow.ConnectedWorkflow;
import io.connectedworkflow.domain.workflow.ConnectionChange;
import io.connectedworkflow.domain.workflow.NodeChange;
import io.connectedworkflow.domain.workflow.WorkflowName;
import io.connectedworkflow.infrastructure.testing.Callers;
import io.connectedworkflow.infrastructure.testing.ServerContext;
import io.connectedworkflow.infrastructure.testing.TestPostgres;
import java.util.List;
import org.axonframework.serialization.AnnotationRevisionResolver;
import org.junit.jupiter.api.Test;

/** A workflow with many events is loaded through a snapshot, and is what it would be without one. */
class LongLifeTest {

    private static final FieldPath ELEMENT = FieldPath.of("nodes").index(0);

    @Test
    void a_snapshot_holds_all_that_a_decision_needs() {
        var place = TestPostgres.newDatabase();
        try (var server = ServerContext.start(place)) {
            var workflows = server.getBean(ConnectedWorkflows.class);
            var caller = Callers.of("1001", 5);
            var id = workflows.create(caller, Callers.draft("start", 0));
            var module = new Module("77", "Sevens", true, List.of());
            workflows.update(caller, id, null, new WorkflowChange(null, null,
                    List.of(new NodeChange.Add(module, "n", ELEMENT)), List.of()));
            for (var i = 0; i < 250; i++) {
                workflows.update(caller, id, null, name("name " + i));
            }
            assertThat(place.asOwner().queryForList(
                    "select payload_type, payload_revision from connected_workflow.snapshot_event"))
                    .isNotEmpty().allSatisfy(row -> assertThat(row).containsEntry("payload_type", "ConnectedWorkflow")
                            .containsEntry("payload_revision",
                                    new AnnotationRevisionResolver().revisionOf(ConnectedWorkflow.class)));

            var nodes = workflows.find(caller, id).orElseThrow().diagram().nodes();
            var root = new ConnectionChange.NodeId(nodes.get(0).id(), ELEMENT);
            var added = new ConnectionChange.NodeId(nodes.get(1).id(), ELEMENT);
            workflows.update(caller, id, 252L, new WorkflowChange(new WorkflowName("name 249"), null, List.of(),
                    List.of(new ConnectionChange.Add(root, added, ELEMENT))));

            var view = workflows.find(caller, id).orElseThrow();
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
            var id = workflows.create(caller, Callers.draft("start", 0));
            for (var i = 0; i < 150; i++) {
                workflows.update(caller, id, null, name("name " + i));
            }
            assertThat(place.asOwner().update("""
                update connected_workflow.snapshot_event set payload_revision = 'other', payload = '{}'"""))
                    .isEqualTo(1);

            workflows.update(caller, id, 151L, name("after all"));

            assertThat(workflows.find(caller, id).orElseThrow().version()).isEqualTo(152);
            assertThat(place.asOwner().queryForList(
                    "select payload_revision, payload #>> '{configuration,name}' as name from connected_workflow.snapshot_event"))
                    .singleElement().satisfies(row -> assertThat(row).containsEntry("name", "after all")
                            .doesNotContainEntry("payload_revision", "other"));
        }
    }

    private static WorkflowChange name(String name) {
        return new WorkflowChange(new WorkflowName(name), null, List.of(), List.of());
    }
}
