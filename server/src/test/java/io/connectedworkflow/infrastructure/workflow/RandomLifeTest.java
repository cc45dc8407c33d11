package io.connectedworkflow.infrastructure.workflow;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.application.history.Moment;
import io.connectedworkflow.application.history.WorkflowAsOf;
import io.connectedworkflow.application.history.WorkflowRestore;
import io.connectedworkflow.application.replay.ReadModelRebuild;
import io.connectedworkflow.application.workflow.Caller;
import io.connectedworkflow.application.workflow.ConnectedWorkflows;
import io.connectedworkflow.application.workflow.WorkflowChange;
import io.connectedworkflow.application.workflow.WorkflowChange.NodeReference.Existing;
import io.connectedworkflow.application.workflow.WorkflowDraft;
import io.connectedworkflow.application.workflow.WorkflowView;
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
import io.connectedworkflow.domain.refusal.Item;
import io.connectedworkflow.domain.refusal.NumberLiteral;
import io.connectedworkflow.domain.refusal.Refusal;
import io.connectedworkflow.domain.refusal.RefusedException;
import io.connectedworkflow.domain.rule.NewRecord;
import io.connectedworkflow.domain.rule.Rule;
import io.connectedworkflow.domain.workflow.Connection;
import io.connectedworkflow.domain.workflow.Node;
import io.connectedworkflow.infrastructure.workflow.LifeModel.Life;
import io.connectedworkflow.infrastructure.workflow.LifeModel.Pair;
import io.connectedworkflow.infrastructure.workflow.LifeModel.RuleLife;
import io.connectedworkflow.server.testing.ServerContext;
import io.connectedworkflow.testing.TestPostgres;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.statistics.Statistics;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Whatever is done in an organization, in whatever order, on PostgreSQL: answers, views and register are what the
 * contract says after every step, and a rebuild from the events finds nothing to change.
 */
@SuppressWarnings("NullAway.Init") // jqwik starts the server before it asks for anything
class RandomLifeTest {

    private static final List<CrmModule> MODULES = List.of(new CrmModule("11", "Contacts", true, List.of()),
            new CrmModule("12", "Deals", true, List.of()), new CrmModule("13", "Leads", true, List.of()),
            new CrmModule("14", "Tasks", true, List.of()));
    private static final List<String> NAMES = List.of("one", "two", " Two ", "three", "four");
    private static final List<String> TRIGGERS = List.of("create", "edit", "create_or_edit");

    private static ConfigurableApplicationContext server;
    private static ConnectedWorkflows workflows;
    private static ReadModelRebuild rebuild;
    private static WorkflowAsOf past;
    private static WorkflowRestore restore;
    private static JdbcTemplate tables;
    private static int organizations;

    /** What to do, and numbers that choose what to do it to from all that there is, or once was. */
    record Step(Deed deed, int workflow, int first, int second) {}

    /** What can be done. */
    enum Deed {
        CREATE, RENAME, DESCRIBE, ADD_NODE, REMOVE_NODE, CONNECT, DISCONNECT, ACTIVATE, DEACTIVATE, DELETE, CREATE_RULE, UPDATE_RULE, DELETE_RULE, RESTORE
    }

    @BeforeContainer
    static void start() {
        var database = TestPostgres.newDatabase();
        server = ServerContext.start(database);
        workflows = server.getBean(ConnectedWorkflows.class);
        rebuild = server.getBean(ReadModelRebuild.class);
        past = server.getBean(WorkflowAsOf.class);
        restore = server.getBean(WorkflowRestore.class);
        tables = database.asServer();
    }

    @AfterContainer
    static void stop() {
        server.close();
    }

    @Provide
    Arbitrary<List<Step>> stories() {
        var number = Arbitraries.integers().between(0, 999);
        // An organization that is emptied as often as it is filled has little to tell.
        var any = Arbitraries.frequencyOf(Tuple.of(19, Arbitraries.of(Deed.class).filter(deed -> deed != Deed.DELETE)),
                Tuple.of(1, Arbitraries.just(Deed.DELETE)));
        return Combinators.combine(any, number, number, number).as(Step::new).list().ofMinSize(20).ofMaxSize(60);
    }

    @Property(tries = 40, edgeCases = EdgeCasesMode.NONE)
    void is_always_what_the_model_is(@ForAll("stories") List<Step> story) {
        organizations++;
        var world = new World(Integer.toString(organizations));
        for (var step : story) {
            world.take(step);
        }
        assertThat(rebuild.run()).as("a rebuild finds everything as it is").isTrue();
        world.compare();
        world.comparePast();
    }

    /** One organization and its model, side by side. */
    private static final class World {

        private final String organization;
        private final Caller caller;
        private final LifeModel model = new LifeModel();
        private final List<String> everyWorkflow = new ArrayList<>(List.of("1"));
        private final List<String> everyNode = new ArrayList<>(List.of("1"));
        private final List<String> everyConnection = new ArrayList<>(List.of("1"));
        private final List<String> everyRule = new ArrayList<>(List.of("1"));

        World(String organization) {
            this.organization = organization;
            caller = new Caller(new Actor(organization, "7"),
                    new Organization(new Actor(organization, "7"), Edition.ENTERPRISE,
                            new EditionLimits(LifeModel.WORKFLOWS, LifeModel.NODES, LifeModel.RULES),
                            Set.of(Permission.MANAGE_AUTOMATIONS),
                            new Directory(ZoneOffset.UTC, new Modules(MODULES), Map.of(), Map.of())),
                    "request", null);
        }

        private static <T> T pick(List<T> all, int number) {
            return all.get(number % all.size());
        }

        /** One of a workflow's own more often than any other. */
        private static String pick(Collection<String> own, List<String> all, int number) {
            return own.isEmpty() || number % 7 == 0 ? pick(all, number / 7) : pick(List.copyOf(own), number / 7);
        }

        void take(Step step) {
            var id = pick(model.workflows.keySet(), everyWorkflow, step.workflow());
            var life = model.workflows.get(id);
            if (step.deed() == Deed.RESTORE && !model.past.isEmpty()) {
                restore(pick(List.copyOf(model.past.keySet()), step.workflow()), step.first());
            } else if (step.deed() == Deed.CREATE || model.workflows.isEmpty()) {
                create(pick(NAMES, step.first()), pick(MODULES, step.second()).id());
            } else if (life == null) {
                attempt(step.deed(), model.exists(id), () -> {
                    workflows.delete(caller, id, null).orElseThrow();
                    return id;
                });
            } else {
                act(step, id, life);
            }
            compare();
            model.workflows.keySet().forEach(model::remember);
        }

        private void restore(String id, int number) {
            var then = pick(List.copyOf(Objects.requireNonNull(model.past.get(id)).values()), number);
            attempt(Deed.RESTORE, model.restore(id, then), () -> {
                restore.restore(caller, id, null, then.version()).orElseThrow();
                return id;
            }).ifPresent(done -> {
                var now = model.workflows.get(id);
                if (now == null) {
                    var last = Objects.requireNonNull(model.deleted.remove(id));
                    var root = new Life(then.name(), then.description(), last.status(), last.number(), 0,
                            Map.of(then.root(), Objects.requireNonNull(then.nodes().get(then.root()))), Map.of(),
                            Map.of());
                    // It was deleted by one event, and another one says that it is there again.
                    model.workflows.put(id, last.restored(then, last.version() + 2 + root.eventsTo(then)));
                    return;
                }
                model.workflows.put(id, now.restored(then, now.version() + now.eventsTo(then)));
            });
        }

        /** Whatever was seen once is seen again at its version. */
        void comparePast() {
            model.past.forEach((id, versions) -> {
                var history = past.history(caller, id).orElseThrow();
                versions.forEach((version, life) -> assertThat(history.at(new Moment.Version(version)).map(World::life))
                        .contains(life));
            });
        }

        private void create(String name, String module) {
            attempt(Deed.CREATE, model.create(name, module), () -> workflows.create(caller,
                    WorkflowDraft.of(name, null, new ModuleReference(null, module))).orElseThrow())
                    .ifPresent(id -> {
                        model.highestNumber++;
                        everyWorkflow.add(id);
                        var root = workflows.get(caller, id).orElseThrow().diagram().root().id();
                        everyNode.add(root);
                        model.workflows.put(id, new Life(name, null, "DRAFT", model.highestNumber, 1,
                                Map.of(root, module), Map.of(), Map.of()));
                    });
        }

        private void act(Step step, String id, Life life) {
            var name = pick(NAMES, step.first());
            var module = pick(MODULES, step.first()).id();
            var node = pick(life.nodes().keySet(), everyNode, step.first());
            var other = pick(life.nodes().keySet(), everyNode, step.second());
            var connection = pick(life.connections().keySet(), everyConnection, step.first());
            var rule = pick(life.rules().keySet(), everyRule, step.first());
            switch (step.deed()) {
                case CREATE, RESTORE -> throw new IllegalStateException("is done before");
                case RENAME -> change(step, id, model.rename(id, name), WorkflowChange.builder().name(name).build(),
                        () -> name.equals(life.name()) ? life : life.with(name, life.description(), life.status()));
                case DESCRIBE -> describe(step, id, life, step.second() % 3 == 0 ? null : "about " + step.second() % 3);
                case ADD_NODE -> change(step, id, LifeModel.addNode(life),
                        WorkflowChange.builder().addNode(new ModuleReference(null, module), null).build(),
                        () -> {
                            var added = workflows.get(caller, id).orElseThrow().diagram().nodes().getLast().id();
                            everyNode.add(added);
                            var after = life.changed(1);
                            after.nodes().put(added, module);
                            return after;
                        });
                case REMOVE_NODE ->
                    change(step, id, LifeModel.removeNode(life, node), WorkflowChange.builder().removeNode(node)
                            .build(), () -> {
                                var after = life.changed(1);
                                LifeModel.forgetNode(after, node);
                                return after;
                            });
                case CONNECT -> connect(step, id, life, node, other);
                case DISCONNECT -> change(step, id, LifeModel.disconnect(life, connection), WorkflowChange.builder()
                        .removeConnection(connection).build(), () -> {
                            var after = life.changed(1);
                            after.connections().remove(connection);
                            return after;
                        });
                case ACTIVATE ->
                    apply(step, id, model.activate(life), () -> workflows.activate(caller, id, null).orElseThrow(),
                            () -> life.with(life.name(), life.description(), "ACTIVE"));
                case DEACTIVATE -> apply(step, id, LifeModel.deactivate(life),
                        () -> workflows.deactivate(caller, id, null).orElseThrow(),
                        () -> life.with(life.name(), life.description(), "INACTIVE"));
                case DELETE -> {
                    attempt(step.deed(), Optional.empty(), () -> {
                        workflows.delete(caller, id, null).orElseThrow();
                        return id;
                    });
                    model.deleted.put(id, Objects.requireNonNull(model.workflows.remove(id)));
                }
                case CREATE_RULE -> createRule(step, id, life, node, step.second() % 2 == 0 ? null : module);
                case UPDATE_RULE -> updateRule(step, id, life, rule, pick(TRIGGERS, step.second()),
                        1 + step.second() % 2);
                case DELETE_RULE -> apply(step, id, LifeModel.existsRule(life, rule),
                        () -> workflows.deleteRule(caller, id, null, rule).orElseThrow(), () -> {
                            var after = life.changed(1);
                            after.rules().remove(rule);
                            return after;
                        });
            }
        }

        private void describe(Step step, String id, Life life, @Nullable String text) {
            change(step, id, Optional.empty(), WorkflowChange.builder().description(text).build(),
                    () -> Objects.equals(text, life.description())
                            ? life
                            : life.with(life.name(), text, life.status()));
        }

        private void connect(Step step, String id, Life life, String source, String target) {
            change(step, id, LifeModel.connect(life, source, target),
                    WorkflowChange.builder().connect(new Existing(source), new Existing(target)).build(),
                    () -> {
                        var added = workflows.get(caller, id).orElseThrow().diagram().connections().getLast().id();
                        everyConnection.add(added);
                        var after = life.changed(1);
                        after.connections().put(added, new Pair(source, target));
                        return after;
                    });
        }

        private void createRule(Step step, String id, Life life, String node, @Nullable String creates) {
            var trigger = pick(TRIGGERS, step.first());
            var module = life.nodes().getOrDefault(node, "11");
            Map<String, Object> action = creates == null
                    ? Map.of("type", "field_updates", "id", "5")
                    : Map.of("type", "create_connected_record", "details",
                            Map.of("module", Map.of("id", creates), "layout", Map.of("id", "9"), "field_mappings",
                                    List.of(Map.of("field", Map.of("api_name", "Name"), "type", "static", "value",
                                            "New"))));
            var item = Map.of("node", Map.of("id", node), "execute_when",
                    Map.of("type", trigger, "details", Map.of("trigger_module", Map.of("id", module))), "conditions",
                    List.of(Map.of("sequence_number", new NumberLiteral("1"), "instant_actions",
                            Map.of("actions", List.of(action)))));
            attempt(step.deed(), LifeModel.createRule(life, node, creates),
                    () -> workflows.createRule(caller, id, null, Item.of(item, FieldPath.ITEM)).orElseThrow())
                    .ifPresent(rule -> {
                        everyRule.add(rule);
                        var after = life.changed(1);
                        after.rules().put(rule, new RuleLife(node, trigger, 1, creates));
                        model.workflows.put(id, after);
                    });
        }

        private void updateRule(Step step, String id, Life life, String rule, String trigger, long number) {
            var condition = workflows.get(caller, id).orElseThrow().rules().rule(rule)
                    .map(found -> found.conditions().getFirst().id())
                    .orElse("1");
            var item = Map.of("execute_when", Map.of("type", trigger), "conditions",
                    List.of(Map.of("id", condition, "sequence_number", new NumberLiteral(Long.toString(number)))));
            apply(step, id, LifeModel.existsRule(life, rule),
                    () -> workflows.updateRule(caller, id, null, rule, Item.of(item, FieldPath.ITEM)).orElseThrow(),
                    () -> {
                        var before = Objects.requireNonNull(life.rules().get(rule));
                        var wanted = new RuleLife(before.node(), trigger, number, before.creates());
                        if (wanted.equals(before)) {
                            return life;
                        }
                        var after = life.changed(1);
                        after.rules().put(rule, wanted);
                        return after;
                    });
        }

        private void change(Step step, String id, Optional<Refusal> expected, WorkflowChange change,
                Supplier<Life> after) {
            apply(step, id, expected, () -> workflows.update(caller, id, null, change).orElseThrow(), after);
        }

        private void apply(Step step, String id, Optional<Refusal> expected, Runnable request, Supplier<Life> after) {
            attempt(step.deed(), expected, () -> {
                request.run();
                return id;
            }).ifPresent(done -> model.workflows.put(id, after.get()));
        }

        /** What the request has led to; nothing if it was refused, as it should have been. */
        private Optional<String> attempt(Deed deed, Optional<Refusal> expected, Supplier<String> request) {
            Statistics.label(deed.name())
                    .collect(expected.map(refusal -> refusal.getClass().getSimpleName()).orElse("done"));
            try {
                var done = request.get();
                assertThat(expected).as("refusal of %s", deed).isEmpty();
                return Optional.of(done);
            } catch (RefusedException refused) {
                assertThat(Optional.of(refused.refusal())).as("answer to %s", deed).isEqualTo(expected);
                return Optional.empty();
            }
        }

        void compare() {
            var views = new LinkedHashMap<String, Life>();
            for (var listed : workflows.list(caller).orElseThrow()) {
                var view = workflows.get(caller, listed.id()).orElseThrow();
                assertThat(listed).isEqualTo(view.summary());
                views.put(view.id(), life(view));
            }
            assertThat(views).isEqualTo(model.workflows);
            assertThat(views.values()).extracting(Life::number).isSorted();
            assertThat(tables.queryForList("""
                select workflow_id || ' ' || name_key || ' ' || module_id || ' ' || active
                from connected_workflow.workflow_register where organization_id = ?""", String.class, organization))
                    .containsExactlyInAnyOrderElementsOf(
                            model.workflows.entrySet().stream().map(World::entry).toList());
            assertThat(tables.queryForList("""
                select workflows || ' ' || active || ' ' || last_sequence_number
                from connected_workflow.organization_register where organization_id = ?""", String.class,
                    organization)).isEqualTo(model.highestNumber == 0
                            ? List.of()
                            : List.of(model.workflows.size() + " " + model.active() + " " + model.highestNumber));
        }

        private static String entry(Map.Entry<String, Life> workflow) {
            var life = workflow.getValue();
            return "%s %s %s %s".formatted(workflow.getKey(), life.name().strip().toLowerCase(Locale.ROOT),
                    life.nodes().get(life.root()), life.status().equals("ACTIVE"));
        }

        private static Life life(WorkflowView view) {
            return new Life(view.name(), view.description(), view.status().name(), view.sequenceNumber(),
                    view.version(), inOrder(view.diagram().nodes(), Node::id, Node::moduleId),
                    inOrder(view.diagram().connections(), Connection::id,
                            connection -> new Pair(connection.source(), connection.target())),
                    inOrder(view.rules().all(), Rule::id, World::rule));
        }

        private static RuleLife rule(Rule rule) {
            return new RuleLife(rule.nodeId(), rule.trigger().type().name().toLowerCase(Locale.ROOT),
                    rule.conditions().getFirst().sequenceNumber(),
                    rule.newRecords().findFirst().map(NewRecord::moduleId).orElse(null));
        }

        private static <T, V> Map<String, V> inOrder(List<T> all, Function<T, String> id, Function<T, V> value) {
            BinaryOperator<V> never = (one, two) -> one;
            return all.stream().collect(toMap(id, value, never, LinkedHashMap::new));
        }
    }
}
