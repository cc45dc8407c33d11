package io.connectedworkflow.hosts.webmvc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.connectedworkflow.application.organization.OAuthClients.Credentials;
import io.connectedworkflow.application.subscription.EventSubscriptions;
import io.connectedworkflow.application.workflow.Caller;
import io.connectedworkflow.application.workflow.ConnectedWorkflows;
import io.connectedworkflow.application.workflow.WorkflowDraft;
import io.connectedworkflow.domain.organization.ModuleReference;
import io.connectedworkflow.testing.Callers;
import io.connectedworkflow.testing.Http;
import io.connectedworkflow.testing.Page;
import io.connectedworkflow.testing.Shell;
import io.connectedworkflow.testing.TestPostgres;
import io.connectedworkflow.testing.TestPostgres.TestDatabase;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.SpringBootVersion;
import org.springframework.util.ClassUtils;

/** What all pages show does what it says where a reader pastes it: in a host with a web server that scans its package. */
class SamplesTest {

    private static final Page EMBEDDING = Page.of("embedding.md");
    private static final Page SUBSCRIPTIONS = Page.of("subscriptions.md");
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);
    // What is tried here on every page.
    private static final Set<String> HERE = Set.of("java", "sql", "xml", "properties");
    // What a terminal gets and shows, and what tries it.
    private static final String PAGE_TESTS = "server/src/test/java/io/connectedworkflow/server/docs/";
    private static final String THIS = "hosts/webmvc/src/test/java/io/connectedworkflow/hosts/webmvc/SamplesTest.java";
    private static final Map<String, String> ELSEWHERE = Map.of("api.md", PAGE_TESTS + "ApiPageTest.java", "audit.md",
            PAGE_TESTS + "AuditPageTest.java", "replays.md", PAGE_TESTS + "ReplaysPageTest.java", "tamper-evidence.md",
            "server/src/test/java/io/connectedworkflow/infrastructure/evidence/ChainFollowerTest.java",
            "clients.md", PAGE_TESTS + "ClientsPageTest.java", "releasing.md", ".ci/published", "embedding.md", THIS,
            "operating.md", THIS);
    private static final Pattern ROW = Pattern.compile("^\\| ((?:`\\w+`(?:, )?)+) \\| `([a-z.]+)` \\|",
            Pattern.MULTILINE);
    private static final Pattern DEPENDENCY = Pattern
            .compile("<dependency>\\s*<groupId>([^<]+)</groupId>\\s*<artifactId>([^<]+)</artifactId>");
    private static final Pattern PARENT = Pattern.compile("<parent>.*?<version>([^<]+)</version>", Pattern.DOTALL);

    private final TestDatabase database = TestPostgres.newDatabase();

    /**
     * Java of a page that a reader pastes at once.
     *
     * @param what names it
     */
    record Sample(Page page, String what, List<String> texts) {

        @Override
        public String toString() {
            return page.file().getFileName() + ", " + what;
        }
    }

    static Stream<Sample> samples() {
        return Page.all().stream().flatMap(page -> {
            var texts = page.texts("java");
            var samples = new ArrayList<Sample>();
            for (var i = 0; i < texts.size(); i++) {
                samples.add(new Sample(page, "number " + (i + 1), List.of(texts.get(i))));
            }
            if (texts.size() > 1) {
                samples.add(new Sample(page, "all", texts));
            }
            return samples.stream();
        });
    }

    private void make(Page page) {
        page.texts("sql").stream().filter(SamplesTest::isTable).forEach(database.asOwner()::execute);
    }

    private static boolean isTable(String sql) {
        return sql.startsWith("create table ");
    }

    @ParameterizedTest
    @MethodSource("samples")
    void each_starts_alone_and_with_the_others_of_its_page(Sample sample, @TempDir Path classes) {
        make(sample.page());
        try (var pasted = PastedHost.start(sample.texts(), classes, database)) {
            assertThat(pasted.host().servesTheJavaApi()).isTrue();
            assertThat(pasted.host().context().isActive()).isTrue();
        }
    }

    @Test
    void the_subscription_gets_every_event_and_those_of_a_replay(@TempDir Path classes) {
        make(SUBSCRIPTIONS);
        try (var pasted = PastedHost.start(SUBSCRIPTIONS.texts("java"), classes, database)) {
            var host = pasted.host();
            var workflows = host.bean(ConnectedWorkflows.class);
            var id = workflows.create(Callers.of("1001", 5), Callers.draft("first", 1)).orElseThrow();
            awaitFed(1);
            PastedHost.call(host.bean(pasted.pasted("FeedRepair")), "from", 1L);
            workflows.activate(Callers.of("1001", 5), id, null);
            workflows.create(Callers.of("1001", 5), Callers.draft("second", 2)).orElseThrow();
            awaitFed(database.asOwner().queryForList("select from connected_workflow.domain_event").size());

            assertThat(host.bean(EventSubscriptions.class).find("workflow-feed").orElseThrow().segments())
                    .allMatch(segment -> segment.failure() == null);
            assertThat(
                    database.asOwner().queryForList("select name from workflow_feed order by position", String.class))
                    .startsWith("WorkflowDrafted").hasSizeGreaterThan(1);
        }
    }

    private void awaitFed(int events) {
        await().atMost(LONG_ENOUGH)
                .until(() -> database.asOwner().queryForList("select from workflow_feed").size() == events);
    }

    @Test
    void a_user_gets_a_token_by_the_commands_of_the_page_and_by_its_java(@TempDir Path folder) throws Exception {
        var classes = Files.createDirectory(folder.resolve("classes"));
        var texts = EMBEDDING.texts("java").stream()
                .filter(text -> text.contains("class Host ") || text.contains("class ConnectedPrograms ")).toList();
        try (var pasted = PastedHost.start(texts, classes, database, ours(EMBEDDING))) {
            var host = pasted.host();
            var draft = WorkflowDraft.of("contacts-process", null, ModuleReference.named("Contacts"));
            var id = host.bean(ConnectedWorkflows.class).create(Caller.of("1001", "7"), draft).orElseThrow();

            var printed = new Shell(host.http().server(), folder, "").paste(EMBEDDING.texts("sh"));
            assertThat(printed).singleElement().satisfies(shown -> assertThat(
                    Http.JSON.readTree(shown).at("/connected_workflows/0/id").asString()).isEqualTo(id));

            var programs = pasted.made("ConnectedPrograms");
            var client = (Credentials) PastedHost.call(programs, "connect", "1001", "8");
            var token = host.http().form("/oauth/v2/token", "grant_type=client_credentials&client_id="
                    + client.clientId() + "&client_secret=" + client.clientSecret()).json().get("access_token")
                    .asString();
            assertThat(host.http().send("GET", Http.WORKFLOWS, token, null).status()).isEqualTo(200);
            PastedHost.call(programs, "disconnect", "1001", "8");
            assertThat(host.http().send("GET", Http.WORKFLOWS, token, null).status()).isEqualTo(401);
        }
    }

    @Test
    void an_administrator_makes_an_organization_by_the_commands_of_the_page(@TempDir Path folder) throws Exception {
        var classes = Files.createDirectory(folder.resolve("classes"));
        try (var pasted = PastedHost.start(List.of("package demo;\n\nclass Nothing {}\n"), classes, database,
                "--connected-workflow.admin-client-id=admin",
                "--connected-workflow.admin-client-secret=0123456789abcdef")) {
            // Those of the jar are another test's.
            var commands = Page.of("operating.md").texts("sh").stream().filter(text -> text.contains("curl"))
                    .map(text -> "SECRET=0123456789abcdef\n" + text).toList();
            assertThat(commands).hasSize(1);
            var printed = new Shell(pasted.host().http().server(), folder, "").paste(commands).getFirst();

            assertThat(printed).contains("\"org_id\":\"1001\"", "\"client_secret\":");
        }
    }

    private static String[] ours(Page page) {
        return properties(page).entrySet().stream()
                .filter(property -> property.getKey().toString().startsWith("connected-workflow."))
                .map(property -> "--" + property.getKey() + "=" + property.getValue()).toArray(String[]::new);
    }

    private static Properties properties(Page page) {
        var properties = new Properties();
        page.texts("properties").forEach(text -> {
            try {
                properties.load(new StringReader(text));
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
        });
        return properties;
    }

    @Test
    void every_property_is_one_that_exists() throws IOException {
        var known = new StringBuilder();
        for (var files = getClass().getClassLoader().getResources("META-INF/spring-configuration-metadata.json"); files
                .hasMoreElements();) {
            try (var file = files.nextElement().openStream()) {
                known.append(new String(file.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        var shown = Page.all().stream().flatMap(page -> properties(page).keySet().stream()).toList();

        assertThat(shown).isNotEmpty().allSatisfy(name -> assertThat(known).contains("\"" + name + "\""));
    }

    @Test
    void every_statement_for_postgresql_is_one(@TempDir Path classes) {
        try (var pasted = PastedHost.start(List.of("package demo;\n\nclass Nothing {}\n"), classes, database)) {
            assertThat(pasted.host().context().isActive()).isTrue();
            var superuser = database.asSuperuser();
            Page.all().stream().flatMap(page -> page.texts("sql").stream()).flatMap(SamplesTest::statements)
                    // Of which page a role is, no order of the pages tells.
                    .sorted(Comparator.comparing(statement -> !statement.contains("create role")))
                    .forEach(superuser::execute);
        }
    }

    // A database cannot be made within the transaction that several statements share.
    private static Stream<String> statements(String sql) {
        return sql.contains("$$") ? Stream.of(sql) : Arrays.stream(sql.split(";\n"));
    }

    @Test
    void the_pom_has_what_this_host_has_and_nothing_that_it_has_not() throws IOException {
        var poms = EMBEDDING.texts("xml").stream().filter(xml -> xml.startsWith("<project")).toList();
        assertThat(poms).hasSize(1);
        var pom = poms.getFirst();

        var here = dependencies(Files.readString(Path.of("pom.xml")) + Files.readString(Path.of("..", "pom.xml")));
        // What only the tests of this module want beside.
        here.removeAll(Set.of("org.springdoc:springdoc-openapi-starter-webmvc-ui", "com.h2database:h2",
                "io.connectedworkflow:connected-workflow-testing"));
        assertThat(dependencies(pom)).isEqualTo(here);
        var parent = PARENT.matcher(pom);
        assertThat(parent.find()).isTrue();
        assertThat(parent.group(1)).isEqualTo(SpringBootVersion.getVersion());
    }

    private static Set<String> dependencies(String pom) {
        var found = new TreeSet<String>();
        DEPENDENCY.matcher(pom).results().forEach(match -> found.add(match.group(1) + ":" + match.group(2)));
        return found;
    }

    @Test
    void every_type_is_in_the_package_that_the_page_names() {
        var named = ROW.matcher(EMBEDDING.text()).results().toList();
        assertThat(named).hasSizeGreaterThan(10);
        named.forEach(row -> Arrays.stream(row.group(1).split("\\W+")).filter(name -> !name.isEmpty())
                .forEach(name -> assertThat(ClassUtils.isPresent(
                        "io.connectedworkflow." + row.group(2) + "." + name, getClass().getClassLoader()))
                        .as("%s.%s", row.group(2), name).isTrue()));
    }

    @Test
    void there_is_no_sample_that_nothing_tries() {
        var untried = Page.all().stream().flatMap(page -> page.blocks().stream()
                .filter(block -> !HERE.contains(block.language()) && !isTriedElsewhere(page))
                .map(block -> page.file() + ": " + block.language()));

        assertThat(untried).isEmpty();
        assertThat(ELSEWHERE.values()).allMatch(test -> Files.exists(Page.repository().resolve(test)));
    }

    private static boolean isTriedElsewhere(Page page) {
        return ELSEWHERE.containsKey(String.valueOf(page.file().getFileName()));
    }
}
