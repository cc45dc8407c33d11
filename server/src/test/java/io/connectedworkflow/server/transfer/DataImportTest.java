package io.connectedworkflow.server.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.connectedworkflow.infrastructure.postgres.CannotRunException;
import io.connectedworkflow.testing.TestPostgres;
import io.connectedworkflow.testing.TestPostgres.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TimeZone;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What an import takes, and what it refuses as a whole. */
class DataImportTest {

    private static final TestDatabase SOURCE = TestPostgres.newDatabase();
    private static final TestDatabase EMPTY = TestPostgres.newDatabase();

    private static String export = "";
    private static List<String> nothing = List.of();

    @BeforeAll
    static void store() {
        Places.migrations(SOURCE).run();
        OddRows.insert(SOURCE);
        export = Places.exported(SOURCE);
        Places.migrations(EMPTY).run();
        nothing = state(EMPTY);
    }

    /** With what no rollback undoes, and what an import changes for its time. */
    private static List<String> state(TestDatabase database) {
        var owner = database.asOwner();
        return Stream.of(Places.rows(database), Sequences.of(owner).stream().map(Object::toString).toList(),
                owner.queryForList("""
                    select concat_ws(' ', tgrelid::regclass, tgname, tgenabled) from pg_trigger
                    where not tgisinternal order by 1""", String.class))
                .flatMap(List::stream).toList();
    }

    @AfterEach
    void what_was_refused_has_left_nothing() {
        assertThat(state(EMPTY)).isEqualTo(nothing);
    }

    private static List<String> lines() {
        return export.lines().toList();
    }

    private static String changed(Consumer<List<String>> change) {
        var lines = new ArrayList<>(lines());
        change.accept(lines);
        return String.join("\n", lines) + "\n";
    }

    /** The number of the first line that begins so. */
    private static int numberOf(String beginning) {
        return lines().indexOf(lines().stream().filter(line -> line.startsWith(beginning)).findFirst().orElseThrow())
                + 1;
    }

    private static int numberOfRow(String table) {
        return numberOf("{\"table\":\"" + table + "\"");
    }

    private static String changed(int number, UnaryOperator<String> change) {
        return changed(lines -> lines.set(number - 1, change.apply(lines.get(number - 1))));
    }

    private static String replaced(int number, String old, String by) {
        return changed(number, line -> {
            assertThat(line).contains(old);
            return line.replace(old, by);
        });
    }

    private static void refuses(String export, String reason) {
        refuses(() -> Places.rowsImported(EMPTY, export), reason);
    }

    private static void refuses(ThrowingCallable reading, String reason) {
        assertThatExceptionOfType(CannotRunException.class).isThrownBy(reading).withMessageContaining(reason);
    }

    @Test
    void moves_each_table_or_leaves_it_out_on_purpose() {
        assertThat(SOURCE.asOwner().queryForList("""
            select relname from pg_class
            where relkind in ('r', 'p') and relnamespace = 'connected_workflow'::regnamespace""", String.class))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(MovedTable.NAMES, MovedTable.LEFT_OUT).flatMap(List::stream).toList());
    }

    @Test
    void keeps_what_is_odd_about_a_row() {
        var place = TestPostgres.newDatabase();

        var summary = Places.imported(place, export);

        assertThat(summary).isEqualTo(
                new Summary(MovedTable.NAMES.size(), numberOf("{\"sequence\"") - 2, OddRows.EVENTS));
        assertThat(Places.rows(place)).isEqualTo(Places.rows(SOURCE));
        assertThat(state(place)).isEqualTo(state(SOURCE));
        assertThat(Places.exported(place)).isEqualTo(export);
        assertThat(MovedTable.NAMES)
                .allSatisfy(table -> assertThat(numberOfRow(table)).as("a row of " + table).isPositive());
    }

    @Test
    void replaces_what_a_mere_start_of_a_server_leaves_and_nothing_else() {
        var place = TestPostgres.newDatabase();
        Places.migrations(place).run();
        place.asOwner().execute("""
            insert into connected_workflow.oauth_client (client_id, secret_hash, scopes, expires_in)
            values ('new administrator', '\\x07', '{}', 1)""");
        Places.imported(place, export);
        assertThat(Places.exported(place)).isEqualTo(export);

        refuses(() -> Places.imported(place, export), "the database holds data already: import into an empty one only");

        assertThat(Places.exported(place)).isEqualTo(export);
    }

    @Test
    void does_not_depend_on_the_session() {
        var zone = TimeZone.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kolkata"));
            ofSource("set bytea_output = escape");
            assertThat(Places.exported(SOURCE)).isEqualTo(export);
        } finally {
            TimeZone.setDefault(zone);
            ofSource("reset bytea_output");
        }
    }

    private static void ofSource(String setting) {
        SOURCE.asOwner().execute("""
            do $$ begin execute format('alter database %%I %s', current_database()); end $$""".formatted(setting));
    }

    @Test
    void names_the_line_that_is_damaged() {
        var middle = numberOf("{\"table\":\"domain_event\"") + 700;
        refuses(replaced(middle, "\"user_id\":\"2\"", "\"user_id\":2\""), "line %d is damaged".formatted(middle));
        List<UnaryOperator<String>> damages = List.of(line -> line.substring(1),
                line -> line.substring(0, line.length() - 1), line -> line + "}", line -> "");
        assertThat(damages).allSatisfy(
                damage -> refuses(changed(middle, damage), "line %d is damaged".formatted(middle)));
        refuses(replaced(middle, "2026-01-02T", "2026-01-32T"),
                "line %d cannot be stored: ERROR: date/time field value out of range".formatted(middle));
        refuses(changed(lines -> lines.set(middle - 1, lines.get(middle - 2))),
                "line %d cannot be stored: ERROR: duplicate key value".formatted(middle));
        refuses(replaced(middle, "\"user_id\"", "\"user\""),
                "line %d has columns that the table domain_event has not: user".formatted(middle));
        refuses(replaced(middle, "\"user_id\":\"2\"", "\"type\":\"2\""),
                "line %d has not each column of the table domain_event once".formatted(middle));
        refuses(replaced(middle, "domain_event", "domain_events"),
                "line %d is of a table that this jar does not know: domain_events".formatted(middle));
        var sequence = numberOf("{\"sequence\"");
        refuses(replaced(sequence, "_seq", "_sequence"),
                "line %d is of a sequence that this jar does not know".formatted(sequence));
    }

    @Test
    void refuses_a_second_header() {
        refuses(changed(lines -> lines.add(1, lines.getFirst())), "line 2 is a second header");
    }

    @Test
    void names_the_end_where_something_before_it_was_changed_or_removed() {
        var last = lines().size();
        refuses(replaced(900, "\"user_id\":\"2\"", "\"user_id\":\"3\""),
                "line %d does not agree with the lines before it".formatted(last));
        refuses(changed(lines -> lines.remove(numberOfRow("refused_request") - 1)),
                "line %d does not agree with the lines before it".formatted(last - 1));
        refuses(replaced(last, "\"rows\":", "\"rows\":1"),
                "line %d does not agree with the lines before it".formatted(last));
        refuses(export + "\n", "line %d should be the last one".formatted(last));
    }

    @Test
    void names_the_line_where_it_was_cut_off() {
        var last = lines().size();
        refuses(changed(lines -> lines.removeLast()), "line %d is not all there: the file was cut off".formatted(last));
        refuses(export.substring(0, export.length() - 1), "line %d is not all there".formatted(last));
        refuses(export.substring(0, export.indexOf("domain_event") + 100), "line 2 is not all there");
    }

    @Test
    void refuses_another_file_before_it_touches_the_database() {
        var place = TestPostgres.newDatabase();
        var refused = Map.of("", "line 1 is not all there", "{}\n", "line 1 is damaged",
                changed(lines -> lines.removeFirst()), "line 1 is no header: this is no export",
                replaced(1, "\"version\":1", "\"version\":2"),
                "line 1 names version 2 of the format, and this jar reads version 1",
                replaced(1, "\"migration\":\"", "\"migration\":\"9"),
                "of the schema, and this jar's is version " + Places.migrations(EMPTY).latest()
                        + ": import with a jar of that version");
        assertThat(refused).allSatisfy((export, reason) -> refuses(() -> Places.imported(place, export), reason));
        assertThat(place.asOwner().queryForObject("select to_regnamespace('connected_workflow') is null",
                Boolean.class)).isTrue();
    }

    @Test
    void exports_no_schema_but_that_of_its_own_version() {
        var place = TestPostgres.newDatabase();
        assertThatExceptionOfType(CannotRunException.class).isThrownBy(() -> Places.exported(place))
                .withMessage("no server has run on the database yet");
        Places.migrations(place).run();
        var owner = place.asOwner();
        var latest = Objects.requireNonNull(Places.migrations(place).latest());
        owner.update("delete from connected_workflow.schema_history where version = ?", latest);
        assertThatExceptionOfType(CannotRunException.class).isThrownBy(() -> Places.exported(place))
                .withMessageContaining("this jar's has version " + latest);
    }
}
