package io.connectedworkflow.infrastructure.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.application.workflow.ConnectedWorkflows;
import io.connectedworkflow.application.workflow.Page;
import io.connectedworkflow.application.workflow.WorkflowFilter;
import io.connectedworkflow.application.workflow.WorkflowSummary;
import io.connectedworkflow.infrastructure.postgres.Database;
import io.connectedworkflow.server.testing.ServerContext;
import io.connectedworkflow.testing.Callers;
import io.connectedworkflow.testing.Http;
import io.connectedworkflow.testing.TestPostgres;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;

/** The last page of a long list of workflows costs no more than the first one. */
class ListCostTest {

    private static final String LARGE = "1001";
    private static final int WORKFLOWS = 20_000;
    // A block for each row, and those of the index on the way there.
    private static final int FURTHER_BLOCKS = 10;

    private static ConfigurableApplicationContext server;
    private static Explaining jdbc;
    private static PostgresWorkflowViews views;

    /** Tells what every query costs that it runs. */
    private static final class Explaining extends JdbcTemplate {

        private int blocks;

        private Explaining(DataSource dataSource) {
            super(dataSource);
        }

        @Override
        public <T extends @Nullable Object> List<T> query(String sql, RowMapper<T> rows,
                @Nullable Object @Nullable... values) {
            var plan = Http.JSON.readTree(
                    queryForObject("explain (analyze, buffers, format json) " + sql, String.class, values))
                    .at("/0/Plan");
            blocks = plan.get("Shared Hit Blocks").asInt() + plan.get("Shared Read Blocks").asInt();
            return super.query(sql, rows, values);
        }
    }

    @BeforeAll
    static void two_organizations_of_many_workflows() {
        var place = TestPostgres.newDatabase();
        server = ServerContext.start(place);
        var workflows = server.getBean(ConnectedWorkflows.class);
        var owner = place.asOwner();
        for (var organization : List.of(LARGE, "1002")) {
            var id = workflows.create(Callers.of(organization, 1), Callers.draft("name", 0)).orElseThrow();
            owner.update("""
                insert into connected_workflow.workflow_view (workflow_id, organization_id, sequence_number, version,
                    status, name_key, module_ids, document)
                select organization_id || i, organization_id, i, version, status, name_key, module_ids,
                    document || jsonb_build_object('id', organization_id || i, 'sequenceNumber', i)
                from connected_workflow.workflow_view, generate_series(2, ?) i where workflow_id = ?""", WORKFLOWS, id);
        }
        owner.execute("vacuum analyze connected_workflow.workflow_view");
        var database = server.getBean(Database.class);
        jdbc = new Explaining(database.dataSource());
        views = new PostgresWorkflowViews(new Database(database.dataSource(), jdbc, database.transactionManager(),
                database.transactions()));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 7})
    void every_page_costs_as_much_as_the_first(int size) {
        var seen = new ArrayList<Long>();
        List<WorkflowSummary> page;
        do {
            page = views.list(LARGE, WorkflowFilter.ALL,
                    new Page(seen.isEmpty() ? 0 : seen.getLast(), size));
            assertThat(jdbc.blocks).as("blocks of a page behind %d", seen.size()).isPositive()
                    .isLessThanOrEqualTo(size + FURTHER_BLOCKS);
            page.forEach(view -> seen.add(view.sequenceNumber()));
        } while (page.size() == size);
        assertThat(seen).hasSize(WORKFLOWS).isSorted().doesNotHaveDuplicates();
    }
}
