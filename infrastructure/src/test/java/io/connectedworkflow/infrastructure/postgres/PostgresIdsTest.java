package io.connectedworkflow.infrastructure.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectedworkflow.infrastructure.CannotStartException;
import io.connectedworkflow.testing.TestPostgres;
import io.connectedworkflow.testing.Together;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** Ids are never given twice, whatever clocks, nodes and leases do. */
class PostgresIdsTest {

    private static final int IDS_OF_A_MILLISECOND = 4096;

    private final TestPostgres.TestDatabase place = TestPostgres.newDatabase();
    private final JdbcTemplate owner = place.asOwner();
    private final Database database = migrated(place);
    private final List<PostgresIds> nodes = new ArrayList<>();
    private final Clock clock = new Clock();

    private static Database migrated(TestPostgres.TestDatabase place) {
        var server = new DriverManagerDataSource(place.url(), place.server(), place.password());
        var owner = new DriverManagerDataSource(place.url(), place.owner(), place.password());
        return Database.migrated(server, new JdbcTransactionManager(server), new Migrations(owner, server, true));
    }

    private static final class Clock implements InstantSource {

        private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-02-03T10:15:00Z"));

        @Override
        public Instant instant() {
            return now.get();
        }

        void goOn(Duration duration) {
            now.updateAndGet(before -> before.plus(duration));
        }
    }

    private PostgresIds node() {
        return node(clock);
    }

    private PostgresIds node(InstantSource itsClock) {
        var node = new PostgresIds(database, itsClock);
        nodes.add(node);
        return node;
    }

    @AfterEach
    void close() {
        nodes.forEach(PostgresIds::close);
    }

    @Test
    void have_19_digits_and_fit_in_63_bits() {
        var node = node(InstantSource.system());

        assertThat(ids(node, 10_000)).allMatch(id -> id.matches("[1-9][0-9]{18}"))
                .allMatch(id -> Long.parseLong(id) > 0);
    }

    @Test
    void are_not_made_where_there_are_none_and_are_made_again_afterwards() {
        assertThatThrownBy(() -> node(() -> Instant.parse("2090-01-01T00:00:00Z")))
                .isInstanceOf(CannotStartException.class).hasMessageContaining("the clock says 2090-01-01T00:00:00Z");
        assertThatThrownBy(() -> node(() -> Instant.parse("1970-01-01T00:00:00Z")))
                .isInstanceOf(CannotStartException.class);
        // A server of a release before may have begun in such a year.
        owner.update("update connected_workflow.id_node set reserved_until = ? where node < 3", 1L << 41);

        assertThat(ids(node(), 10)).allMatch(id -> Long.parseLong(id) > 0);
        var running = node();
        running.next();
        clock.goOn(Duration.ofDays(365 * 70));
        assertThatThrownBy(() -> ids(running, IDS_OF_A_MILLISECOND)).isInstanceOf(CannotStartException.class);
        clock.goOn(Duration.ofDays(-365 * 70));
        assertThat(ids(running, 10)).allMatch(id -> Long.parseLong(id) > 0);
    }

    @Test
    void ascend_on_a_node() {
        assertAscending(ids(node(InstantSource.system()), 100_000));
    }

    @Test
    void are_unique_over_threads_and_nodes() {
        var three = List.of(node(), node(), node(InstantSource.system()));

        var ids = Together.run(12, i -> ids(three.get(i % 3), 20_000)).stream().flatMap(List::stream).toList();

        assertThat(new HashSet<>(ids)).hasSize(12 * 20_000);
    }

    @Test
    void go_on_when_the_clock_goes_back_by_an_hour() {
        var node = node();
        var before = ids(node, 1000);
        clock.goOn(Duration.ofHours(-1));

        assertAscending(joined(before, ids(node, 10_000)));
    }

    @Test
    void go_on_when_the_clock_goes_back_and_the_node_starts_again() {
        var node = node();
        var before = ids(node, 1000);
        node.close();
        nodes.clear();
        clock.goOn(Duration.ofHours(-1));

        var after = ids(node(), 1000);

        assertThat(numberOf(after)).isEqualTo(numberOf(before));
        assertAscending(joined(before, after));
    }

    @Test
    void go_on_while_the_clock_stands_still_for_more_than_a_thousand_milliseconds_worth() {
        assertAscending(ids(node(), IDS_OF_A_MILLISECOND * 1000 + 1));
    }

    @Test
    void go_on_beyond_the_stretch_that_was_leased() {
        var node = node();
        var before = ids(node, 1000);
        clock.goOn(Duration.ofMillis(59_999));
        var across = ids(node, 3 * IDS_OF_A_MILLISECOND);

        assertAscending(joined(before, across));
        assertThat(numberOf(across)).isEqualTo(numberOf(before));
    }

    @Test
    void begin_behind_all_that_an_earlier_lessee_of_the_number_could_give() {
        var before = ids(node(), 1000);
        leaseEnds();
        clock.goOn(Duration.ofHours(-1));

        var after = ids(node(), 1000);

        assertThat(numberOf(after)).isEqualTo(numberOf(before));
        assertAscending(joined(before, after));
    }

    @Test
    void stay_unique_when_an_earlier_lessee_does_not_know_that_its_lease_has_ended() {
        var halted = node();
        var ids = new ArrayList<>(ids(halted, 1000));
        leaseEnds();
        var next = node();
        for (var minute = 0; minute < 5; minute++) {
            ids.addAll(ids(next, 1000));
            ids.addAll(ids(halted, 1000));
            clock.goOn(Duration.ofSeconds(61));
        }

        assertThat(new HashSet<>(ids)).hasSize(11_000);
        assertThat(numberOf(ids(halted, 1))).isNotEqualTo(numberOf(ids(next, 1)));
    }

    @Test
    void ascend_when_the_lease_is_lost_and_the_clock_has_gone_back() {
        var halted = node();
        clock.goOn(Duration.ofSeconds(59));
        var ids = new ArrayList<>(ids(halted, 1000));
        leaseEnds();
        var next = node();
        clock.goOn(Duration.ofHours(-1));

        // as many as it takes to come to the end of the stretch
        ids.addAll(ids(halted, 1001 * IDS_OF_A_MILLISECOND));

        assertThat(numberOf(ids)).isNotEqualTo(numberOf(ids(next, 1)));
        assertAscending(ids);
    }

    @Test
    void come_under_a_number_of_their_own_on_each_node() {
        assertThat(Stream.of(node(), node(), node()).map(node -> numberOf(ids(node, 1)))).containsExactly(0L, 1L, 2L);
    }

    @Test
    void are_refused_when_all_numbers_are_leased() {
        owner.update("update connected_workflow.id_node set leased_until = now() + interval '1 hour'");

        assertThatThrownBy(this::node).isInstanceOf(IllegalStateException.class)
                .hasMessage("All 1024 node numbers are leased");
    }

    private void leaseEnds() {
        owner.update("update connected_workflow.id_node set leased_until = now() - interval '1 second' where node = 0");
    }

    private static List<String> ids(PostgresIds node, int count) {
        return Stream.generate(node::next).limit(count).toList();
    }

    private static List<String> joined(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    /** The number of the node that the last of the ids comes from. */
    private static long numberOf(List<String> ids) {
        return Long.parseLong(ids.getLast()) >> 12 & 1023;
    }

    private static void assertAscending(List<String> ids) {
        var before = 0L;
        for (var id : ids) {
            var number = Long.parseLong(id);
            if (number <= before) {
                throw new AssertionError(number + " after " + before);
            }
            before = number;
        }
    }
}
