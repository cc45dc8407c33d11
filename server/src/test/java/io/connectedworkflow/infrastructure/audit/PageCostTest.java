package io.connectedworkflow.infrastructure.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.application.audit.EventFilter;
import io.connectedworkflow.application.audit.LoggedEvent;
import io.connectedworkflow.application.audit.RefusalFilter;
import io.connectedworkflow.application.audit.Refusals;
import io.connectedworkflow.application.audit.Slice;
import io.connectedworkflow.infrastructure.postgres.Database;
import io.connectedworkflow.server.testing.ServerContext;
import io.connectedworkflow.testing.Http;
import io.connectedworkflow.testing.TestPostgres;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** A page deep in the log costs no more than the first one. */
class PageCostTest {

    private static final int PAGE = 200;
    private static final int EVENTS = 60_000;
    // A block for each row, and those of the indexes on the way there.
    private static final int BLOCKS = PAGE + 150;

    private static JdbcTemplate owner;
    private static ConfigurableApplicationContext server;
    private static Database database;

    @BeforeAll
    static void start() {
        var place = TestPostgres.newDatabase();
        server = ServerContext.start(place);
        database = server.getBean(Database.class);
        owner = place.asOwner();
        ManyEvents.append(owner, "1", EVENTS, 20_000, 4, 300);
        ManyEvents.append(owner, "2", EVENTS, 100, 3, 300);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static EventFilter filter(@Nullable String organization, @Nullable String workflow,
            @Nullable String user) {
        return new EventFilter(organization, workflow, user, null, null, null);
    }

    private static Stream<EventFilter> filters() {
        return Stream.of(filter(null, null, null), filter("1", null, null), filter("2", null, null),
                filter("1", null, "3"), filter("2", null, "1"), filter("1", "1100001", null),
                filter(null, "1100001", null));
    }

    @ParameterizedTest
    @MethodSource("filters")
    void every_page_costs_as_much_as_the_first(EventFilter filter) {
        var log = new PostgresEventLog(database);
        var head = log.safeHead();
        var after = 0L;
        Slice<LoggedEvent> part;
        var page = 0;
        do {
            if (page++ % 20 == 0) {
                assertThat(blocks(PostgresEventLog.query(filter, after, head, PAGE + 1))).as("page %d of %s", page,
                        filter).isLessThan(BLOCKS);
            }
            part = log.read(filter, after, head, PAGE);
            after = part.found().getLast().position();
        } while (part.more());
        assertThat(page).isGreaterThanOrEqualTo(70);
        assertThat(blocks(PostgresEventLog.query(filter, after, head, PAGE + 1))).isLessThan(BLOCKS);
    }

    private static int blocks(Query query) {
        var plan = Http.JSON.readTree(owner.queryForObject("explain (analyze, buffers, format json) " + query.sql(),
                String.class, query.values())).at("/0/Plan");
        return plan.get("Shared Hit Blocks").asInt() + plan.get("Shared Read Blocks").asInt();
    }

    @Test
    void a_page_of_refusals_costs_as_much_as_the_first() {
        owner.update("""
            insert into connected_workflow.refused_request
                (at, organization_id, user_id, request_id, method, path, status, code, message)
            select now() - i * interval '1 second', (1 + i / ?)::text, '1', 'r', 'POST', '/', 400, 'C', repeat('x', 300)
            from generate_series(0, 2 * ? - 1) i""", EVENTS, EVENTS);
        owner.execute("vacuum analyze connected_workflow.refused_request");
        var refusals = new PostgresRefusals(database);
        for (var organization : new String[]{"1", "2", null}) {
            var filter = new RefusalFilter(organization, null, null, null, null, null);
            Refusals.@Nullable Place before = null;
            for (var page = 0; page < 100; page++) {
                if (page % 33 == 0) {
                    assertThat(blocks(PostgresRefusals.query(filter, before, PAGE + 1))).as("page %d of %s", page,
                            filter).isLessThan(BLOCKS);
                }
                before = refusals.read(filter, before, PAGE).found().getLast().place();
            }
        }
    }
}
