package io.connectedworkflow.infrastructure.eventstore;

import static io.connectedworkflow.testing.Callers.draft;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.application.workflow.ConnectedWorkflows;
import io.connectedworkflow.domain.refusal.FieldPath;
import io.connectedworkflow.domain.refusal.Refusal;
import io.connectedworkflow.domain.refusal.Refusal.NameTaken;
import io.connectedworkflow.domain.refusal.Refusal.WorkflowLimitReached;
import io.connectedworkflow.domain.refusal.RefusedException;
import io.connectedworkflow.server.testing.ServerContext;
import io.connectedworkflow.testing.Callers;
import io.connectedworkflow.testing.Tables;
import io.connectedworkflow.testing.TestPostgres;
import io.connectedworkflow.testing.Together;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** What is refused has never been. */
class RefusedCommandsLeaveNothingTest {

    private static final int THREADS = 8;
    private static final int REFUSALS_A_THREAD = 1250;

    @Test
    void ten_thousand_refusals_leave_no_row_and_burn_no_number() {
        var database = TestPostgres.newDatabase();
        var tables = database.asOwner();
        try (var server = ServerContext.start(database)) {
            var workflows = server.getBean(ConnectedWorkflows.class);
            var busy = Callers.of("1001", 25);
            workflows.create(busy, draft("taken", 0)).orElseThrow();
            var full = Callers.of("1002", 1);
            workflows.create(full, draft("full", 0)).orElseThrow();
            var untouched = Callers.of("1003", 0);
            List<IntConsumer> attempts = List.of(
                    i -> workflows.create(busy, draft("Taken", 1 + i % 999)).orElseThrow(),
                    i -> workflows.create(busy, draft("name-" + i, 0)).orElseThrow(),
                    i -> workflows.create(full, draft("name-" + i, 1 + i % 999)).orElseThrow(),
                    i -> workflows.create(untouched, draft("name-" + i, i % 1000)).orElseThrow());
            var before = everything(tables);

            var refusals = Together.run(THREADS, thread -> IntStream.range(0, REFUSALS_A_THREAD)
                    .mapToObj(i -> refusal(attempts.get(i % attempts.size()), i)).toList());

            assertThat(refusals).allSatisfy(list -> assertThat(list).startsWith(new NameTaken(FieldPath.of("name")),
                    new WorkflowLimitReached(1, FieldPath.of("primary_module")),
                    new WorkflowLimitReached(1, FieldPath.LIST), new WorkflowLimitReached(0, FieldPath.LIST))
                    .doesNotContainNull());
            assertThat(everything(tables)).isEqualTo(before);
        }
    }

    private static @Nullable Refusal refusal(IntConsumer attempt, int number) {
        try {
            attempt.accept(number);
            return null;
        } catch (RefusedException refused) {
            return refused.refusal();
        }
    }

    private static List<String> everything(JdbcTemplate tables) {
        var sequence = tables.queryForList(
                "select last_value || ' ' || is_called from connected_workflow.domain_event_global_index_seq",
                String.class);
        return Stream.concat(sequence.stream(), Tables.dump(tables, Tables.WRITTEN).stream()).toList();
    }
}
