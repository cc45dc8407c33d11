package io.connectedworkflow.infrastructure.postgres;

import io.connectedworkflow.domain.refusal.Refusal.ConcurrentChange;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Collects what a command writes, and sends it to PostgreSQL in one round trip just before the commit: the time of a
 * command is that of its round trips. What is written is not seen by the command itself. Nothing is written, and
 * {@link ConcurrentChange} refused, once the command's {@link Patience} is over.
 */
public final class TransactionBatch {

    private static final String RESOURCE = TransactionBatch.class.getName();

    private final JdbcTemplate jdbc;
    private final List<Statement> statements = new ArrayList<>();

    private TransactionBatch(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    private record Statement(String sql, Supplier<@Nullable Object[]> parameters) {}

    /**
     * Adds a statement to those of the current unit of work. It must return no rows.
     *
     * @param parameters texts, integers, longs or nulls of text; whatever is no text in PostgreSQL needs a cast in the
     *                   statement. Types that the driver would have to ask for would cost a second round trip.
     */
    public static void add(JdbcTemplate jdbc, String sql, @Nullable Object... parameters) {
        add(jdbc, sql, () -> parameters);
    }

    /** Adds a statement whose parameters are asked for when it is sent. */
    public static void add(JdbcTemplate jdbc, String sql, Supplier<@Nullable Object[]> parameters) {
        var work = CurrentUnitOfWork.get().root();
        work.<TransactionBatch>getOrComputeResource(RESOURCE, resource -> {
            var batch = new TransactionBatch(jdbc);
            work.onPrepareCommit(unit -> {
                // Whatever is added from now on gets a batch of its own.
                work.resources().remove(RESOURCE);
                batch.send();
            });
            return batch;
        }).statements.add(new Statement(sql, parameters));
    }

    private void send() {
        // Whoever has waited for locks may have waited in vain.
        if (Patience.current().isOver()) {
            throw new ConcurrentChange().asException();
        }
        var sql = statements.stream().map(Statement::sql).collect(Collectors.joining(";\n"));
        var parameters = statements.stream().flatMap(statement -> Arrays.stream(statement.parameters.get())).toList();
        jdbc.update(sql, (PreparedStatement prepared) -> {
            for (var i = 0; i < parameters.size(); i++) {
                set(prepared, i + 1, parameters.get(i));
            }
        });
    }

    private static void set(PreparedStatement prepared, int index, @Nullable Object value) throws SQLException {
        switch (value) {
            case null -> prepared.setString(index, null);
            case String text -> prepared.setString(index, text);
            case Integer number -> prepared.setInt(index, number);
            case Long number -> prepared.setLong(index, number);
            default -> throw new IllegalArgumentException("Not a parameter of a batch: " + value.getClass());
        }
    }
}
