package io.connectedworkflow.infrastructure.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.testing.TestPostgres;
import io.connectedworkflow.testing.Together;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Nodes may start whenever they like, all at once too. */
class MigrationsTest {

    private static final int NODES = 3;
    private static final int ROUNDS = 3;

    private final TestPostgres.TestDatabase place = TestPostgres.newDatabase();

    private Migrations migrations() {
        return new Migrations(new DriverManagerDataSource(place.url(), place.owner(), place.password()),
                new DriverManagerDataSource(place.url(), place.server(), place.password()), true);
    }

    private void allMigrate() {
        var nodes = Together.run(NODES, node -> {
            migrations().run();
            return node;
        });
        assertThat(nodes).hasSize(NODES);
        assertThat(place.asServer().queryForList("select node from connected_workflow.id_node")).hasSize(1024);
    }

    @RepeatedTest(2)
    void many_nodes_may_start_at_once_on_an_empty_database() {
        allMigrate();
    }

    @Test
    void many_nodes_may_start_at_once_again_and_again() {
        for (var round = 0; round < ROUNDS; round++) {
            allMigrate();
        }
    }
}
