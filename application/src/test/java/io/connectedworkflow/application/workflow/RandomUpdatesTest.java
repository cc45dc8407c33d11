package io.connectedworkflow.application.workflow;

import static io.connectedworkflow.application.workflow.Callers.ORGANIZATION_ID;
import static io.connectedworkflow.application.workflow.Callers.USER_ID;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.axonframework.commandhandling.GenericCommandMessage.asCommandMessage;

import io.connectedworkflow.application.workflow.DiagramModel.Change;
import io.connectedworkflow.application.workflow.DiagramModel.Pair;
import io.connectedworkflow.domain.organization.Actor;
import io.connectedworkflow.domain.organization.CrmModule;
import io.connectedworkflow.domain.organization.Directory;
import io.connectedworkflow.domain.organization.Edition;
import io.connectedworkflow.domain.organization.EditionLimits;
import io.connectedworkflow.domain.organization.ModuleReference;
import io.connectedworkflow.domain.organization.Modules;
import io.connectedworkflow.domain.organization.Organization;
import io.connectedworkflow.domain.organization.Permission;
import io.connectedworkflow.domain.refusal.FieldPath;
import io.connectedworkflow.domain.refusal.Refusal;
import io.connectedworkflow.domain.refusal.Refusal.FieldMissing;
import io.connectedworkflow.domain.refusal.Refusal.NameTaken;
import io.connectedworkflow.domain.refusal.Refusal.VersionStale;
import io.connectedworkflow.domain.refusal.RefusedException;
import io.connectedworkflow.domain.workflow.ConnectedWorkflow;
import io.connectedworkflow.domain.workflow.Connection;
import io.connectedworkflow.domain.workflow.ConnectionChange;
import io.connectedworkflow.domain.workflow.Ids;
import io.connectedworkflow.domain.workflow.Node;
import io.connectedworkflow.domain.workflow.NodeChange;
import io.connectedworkflow.domain.workflow.WorkflowName;
import io.connectedworkflow.domain.workflow.WorkflowRegister;
import io.connectedworkflow.domain.workflow.WorkflowRegister.Others;
import io.connectedworkflow.domain.workflow.WorkflowStatus;
import io.connectedworkflow.domain.workflow.command.CreateConnectedWorkflow;
import io.connectedworkflow.domain.workflow.command.UpdateConnectedWorkflow;
import io.connectedworkflow.domain.workflow.command.WorkflowCommand;
import io.connectedworkflow.domain.workflow.event.WorkflowEvent;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.eventsourcing.EventSourcingRepository;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.axonframework.messaging.annotation.ClasspathParameterResolverFactory;
import org.axonframework.messaging.annotation.MultiParameterResolverFactory;
import org.axonframework.messaging.annotation.SimpleResourceParameterResolverFactory;
import org.axonframework.modelling.command.AggregateAnnotationCommandHandler;
import org.jspecify.annotations.Nullable;

/** Whatever is asked of a workflow, in whatever order: it does, or refuses, what the contract says. */
class RandomUpdatesTest {

    private static final String ID = "4876876000019340001";
    private static final int NODE_LIMIT = 6;
    private static final List<CrmModule> MODULES = List.of(new CrmModule("1", "Contacts", true, List.of()),
            new CrmModule("2", "Deals", true, List.of()), new CrmModule("3", "Leads", true, List.of()));
    private static final List<String> NAMES = List.of("contacts-process", "deals-process", "Deals-process", "taken");
    private static final Refusal FAULT = new FieldMissing(FieldPath.of("whatever"));

    private static final Organization ORGANIZATION = new Organization(new Actor(ORGANIZATION_ID, USER_ID),
            Edition.ENTERPRISE, new EditionLimits(25, NODE_LIMIT, 10), Set.of(Permission.MANAGE_AUTOMATIONS),
            new Directory(ZoneId.of("Asia/Kolkata"), new Modules(MODULES), Map.of(), Map.of()));

    /** What an element is to be, with two numbers that choose what it is about from all that there is then. */
    record Pick(int kind, int first, int second) {}

    /** A request; {@code name} and {@code version} count for something only when they are small. */
    record Step(int name, int version, List<Pick> nodes, List<Pick> connections) {}

    @Provide
    Arbitrary<List<Step>> stories() {
        var pick = Combinators.combine(Arbitraries.integers().between(0, 99), Arbitraries.integers().between(0, 999),
                Arbitraries.integers().between(0, 999)).as(Pick::new);
        var step = Combinators.combine(Arbitraries.integers().between(0, 20), Arbitraries.integers().between(0, 30),
                Arbitraries.frequencyOf(Tuple.of(4, pick.list().ofMaxSize(1)), Tuple.of(1, pick.list().ofMaxSize(3))),
                pick.list().ofMaxSize(3)).as(Step::new);
        return step.list().ofMinSize(1).ofMaxSize(40);
    }

    @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
    void does_and_refuses_what_the_model_does_and_refuses(@ForAll("stories") List<Step> story) {
        var workflow = new Workflow();
        for (var step : story) {
            workflow.take(step);
        }
    }

    /** One workflow and its model, side by side. */
    private static final class Workflow {

        private final EmbeddedEventStore store = EmbeddedEventStore.builder()
                .storageEngine(new InMemoryEventStorageEngine()).build();
        private final SimpleCommandBus bus = SimpleCommandBus.builder().build();
        private final List<String> everyNode = new ArrayList<>(List.of("unknown"));
        private final List<String> everyConnection = new ArrayList<>(List.of("unknown"));
        private int idsGiven;
        private WorkflowView view;
        private DiagramModel model;
        private String name = NAMES.getFirst();

        Workflow() {
            Ids ids = () -> {
                idsGiven++;
                return "id-" + idsGiven;
            };
            WorkflowRegister register = (organization, workflow, wanted, module) -> new Others(
                    wanted != null && WorkflowName.key(wanted).equals("taken"), false, 0, 0, 0);
            var parameters = MultiParameterResolverFactory.ordered(
                    ClasspathParameterResolverFactory.forClass(ConnectedWorkflow.class),
                    new SimpleResourceParameterResolverFactory(List.of(ids, register)));
            var repository = EventSourcingRepository.builder(ConnectedWorkflow.class).eventStore(store)
                    .parameterResolverFactory(parameters).build();
            AggregateAnnotationCommandHandler.<ConnectedWorkflow>builder().aggregateType(ConnectedWorkflow.class)
                    .repository(repository).parameterResolverFactory(parameters).build().subscribe(bus);
            assertThat(send(new CreateConnectedWorkflow(ID, ORGANIZATION, new WorkflowName(name), null,
                    new ModuleReference("Contacts", null)))).isNull();
            view = read();
            var root = view.diagram().root();
            everyNode.add(root.id());
            model = new DiagramModel(Map.of(root.id(), root.moduleId()), Map.of());
        }

        void take(Step step) {
            var before = view;
            var command = command(step);
            var expected = new AtomicReference<@Nullable Refusal>();
            var change = judge(command, expected);

            var refusal = send(command);
            view = read();

            assertThat(refusal).as("answer to %s at %s", command, before).isEqualTo(expected.get());
            if (change == null) {
                Statistics.collect("refused: " + (refusal == null ? "" : refusal.getClass().getSimpleName()));
                assertThat(view).isEqualTo(before);
            } else {
                Statistics.collect("done");
                accept(command, change, before);
            }
        }

        private @Nullable Change judge(UpdateConnectedWorkflow command, AtomicReference<@Nullable Refusal> refusal) {
            if (command.expectedVersion() != null && command.expectedVersion() != view.version()) {
                refusal.set(new VersionStale(view.version()));
                return null;
            }
            try {
                var change = model.change(command.nodes(), command.connections(), NODE_LIMIT);
                if (command.name() != null && command.name().value().equals("taken")) {
                    refusal.set(new NameTaken(FieldPath.of("name")));
                    return null;
                }
                return change;
            } catch (RefusedException refused) {
                refusal.set(refused.refusal());
                return null;
            }
        }

        private void accept(UpdateConnectedWorkflow command, Change change, WorkflowView before) {
            var renamed = command.name() != null && !command.name().value().equals(name);
            if (command.name() != null) {
                name = command.name().value();
            }
            var newNodes = view.diagram().nodes().stream().map(Node::id).filter(id -> !everyNode.contains(id)).toList();
            var newConnections = view.diagram().connections().stream().map(Connection::id)
                    .filter(id -> !everyConnection.contains(id)).toList();
            assertThat(newNodes).hasSize(change.addedModule() == null ? 0 : 1);
            assertThat(newConnections).hasSize(change.addedConnections().size());
            model = model.after(change, newNodes.isEmpty() ? null : newNodes.getFirst(), newConnections);
            everyNode.addAll(newNodes);
            everyConnection.addAll(newConnections);

            assertThat(view.version()).isEqualTo(before.version() + change.events() + (renamed ? 1 : 0));
            assertThat(view.name()).isEqualTo(name);
            assertThat(view.description()).isNull();
            assertThat(view.status()).isEqualTo(WorkflowStatus.DRAFT);
            var nodes = new LinkedHashMap<String, String>();
            view.diagram().nodes().forEach(node -> nodes.put(node.id(), node.moduleId()));
            assertThat(nodes).containsExactlyEntriesOf(model.nodes());
            var connections = new LinkedHashMap<String, Pair>();
            view.diagram().connections().forEach(connection -> connections.put(connection.id(),
                    new Pair(connection.source(), connection.target())));
            assertThat(connections).containsExactlyEntriesOf(model.connections());
            assertThat(DiagramModel.hasCycle(Set.copyOf(connections.values()))).isFalse();
        }

        private UpdateConnectedWorkflow command(Step step) {
            var nodes = new ArrayList<NodeChange>();
            for (var pick : step.nodes) {
                nodes.add(node(pick, FieldPath.of("nodes").index(nodes.size())));
            }
            var connections = new ArrayList<ConnectionChange>();
            for (var pick : step.connections) {
                connections.add(connection(pick, FieldPath.of("connections").index(connections.size())));
            }
            var expected = step.version == 0
                    ? Long.valueOf(view.version() - 1)
                    : step.version < 4 ? Long.valueOf(view.version()) : null;
            return new UpdateConnectedWorkflow(ID, ORGANIZATION, expected,
                    step.name < NAMES.size() ? new WorkflowName(NAMES.get(step.name)) : null, null, nodes,
                    connections);
        }

        private NodeChange node(Pick pick, FieldPath at) {
            var module = MODULES.get(pick.first % MODULES.size());
            var id = chosen(pick.first, List.copyOf(model.nodes().keySet()), everyNode);
            if (pick.kind < 30) {
                return new NodeChange.Add(module, "new", at);
            }
            if (pick.kind < 60) {
                return new NodeChange.Add(module, null, at);
            }
            if (pick.kind < 75) {
                return new NodeChange.Remove(id, at);
            }
            return pick.kind < 97 ? new NodeChange.Keep(id, at) : new NodeChange.Faulty(FAULT);
        }

        private ConnectionChange connection(Pick pick, FieldPath at) {
            var id = chosen(pick.first, List.copyOf(model.connections().keySet()), everyConnection);
            if (pick.kind < 70) {
                return new ConnectionChange.Add(end(pick.first, at.key("source_node")),
                        end(pick.second, at.key("target_node")), at);
            }
            if (pick.kind < 85) {
                return new ConnectionChange.Remove(id, at);
            }
            return pick.kind < 98 ? new ConnectionChange.Keep(id, at) : new ConnectionChange.Faulty(FAULT);
        }

        private ConnectionChange.End end(int choice, FieldPath at) {
            return choice % 10 == 9
                    ? new ConnectionChange.Reference(choice > 900 ? "unknown" : "new", at.key("reference_id"))
                    : new ConnectionChange.NodeId(chosen(choice, List.copyOf(model.nodes().keySet()), everyNode),
                            at.key("id"));
        }

        /** Mostly one of those that are there, and else one that ever was, or never. */
        private static String chosen(int choice, List<String> there, List<String> ever) {
            var from = there.isEmpty() || choice % 20 == 0 ? ever : there;
            return from.get(choice / 20 % from.size());
        }

        private @Nullable Refusal send(WorkflowCommand command) {
            var refusal = new AtomicReference<@Nullable Refusal>();
            bus.dispatch(asCommandMessage(command), (message, result) -> {
                if (result.isExceptional()) {
                    assertThat(result.exceptionResult()).isInstanceOfSatisfying(RefusedException.class,
                            refused -> refusal.set(refused.refusal()));
                }
            });
            return refusal.get();
        }

        private WorkflowView read() {
            WorkflowView folded = null;
            var events = store.readEvents(ID);
            while (events.hasNext()) {
                var event = events.next();
                folded = WorkflowView.after(folded, (WorkflowEvent) event.getPayload(), event.getSequenceNumber() + 1,
                        event.getTimestamp());
            }
            return requireNonNull(folded);
        }
    }
}
