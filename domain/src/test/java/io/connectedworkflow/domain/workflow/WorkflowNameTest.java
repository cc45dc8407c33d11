package io.connectedworkflow.domain.workflow;

import static io.connectedworkflow.domain.refusal.Refusals.refusalOf;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.domain.refusal.FieldPath;
import io.connectedworkflow.domain.refusal.Refusal;
import io.connectedworkflow.domain.refusal.Refusal.FieldMissing;
import io.connectedworkflow.domain.refusal.Refusal.NameNotMatching;
import io.connectedworkflow.domain.refusal.Refusal.NameTooLong;
import io.connectedworkflow.domain.refusal.RefusedException;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a name may be, and which names are the same. */
class WorkflowNameTest {

    private static final FieldPath NAME = FieldPath.of("name");
    private static final Refusal MISSING = new FieldMissing(NAME);
    private static final Refusal TOO_LONG = new NameTooLong(NAME, 50);
    private static final Refusal NOT_MATCHING = new NameNotMatching(NAME,
            "[0-9a-zA-Z_\\-\\\\.\\|\\$\\?\\,\\'\\/\\!\\P{InBasicLatin}\\s]+");

    private static final String ROCKET = "\ud83d\ude80";
    private static final String HIGH_HALF = "\ud83d";
    private static final String LOW_HALF = "\ude80";

    private static String key(String name) {
        return WorkflowName.key(new WorkflowName(name).value());
    }

    private static boolean allows(int character) {
        try {
            return new WorkflowName("a" + Character.toString(character) + "z").value().length() > 2;
        } catch (RefusedException refused) {
            assertThat(refused.refusal()).as("U+%04X", character).isEqualTo(NOT_MATCHING);
            return false;
        }
    }

    // Length

    @Test
    void may_have_50_characters() {
        assertThat(new WorkflowName("a".repeat(50)).value()).hasSize(50);
    }

    @Test
    void is_too_long_with_51_characters() {
        assertThat(refusalOf(() -> new WorkflowName("a".repeat(51)))).isEqualTo(TOO_LONG);
    }

    @Test
    void counts_code_points() {
        assertThat(new WorkflowName(ROCKET.repeat(50)).value()).hasSize(100);
        assertThat(refusalOf(() -> new WorkflowName(ROCKET.repeat(51)))).isEqualTo(TOO_LONG);
    }

    @Test
    void counts_white_space_around_it_and_every_part_of_a_composed_letter() {
        assertThat(refusalOf(() -> new WorkflowName(" " + "a".repeat(49) + " "))).isEqualTo(TOO_LONG);
        assertThat(refusalOf(() -> new WorkflowName("e\u0301".repeat(26)))).isEqualTo(TOO_LONG);
    }

    @Test
    void is_measured_before_it_is_matched() {
        assertThat(refusalOf(() -> new WorkflowName("#".repeat(51)))).isEqualTo(TOO_LONG);
        assertThat(refusalOf(() -> new WorkflowName(HIGH_HALF.repeat(51)))).isEqualTo(TOO_LONG);
        assertThat(refusalOf(() -> new WorkflowName("#".repeat(50)))).isEqualTo(NOT_MATCHING);
    }

    // Blank

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "   ", "\t", "\n", "\u000b", "\f", "\r", " \t\n\u000b\f\r", "\u001c", "\u001f",
        "\u2003", "\u2028", "\u3000"})
    void is_missing_when_it_is_blank(String blank) {
        assertThat(refusalOf(() -> new WorkflowName(blank))).isEqualTo(MISSING);
    }

    @Test
    void is_missing_before_it_is_too_long() {
        assertThat(refusalOf(() -> new WorkflowName(" ".repeat(51)))).isEqualTo(MISSING);
    }

    // Characters

    @Test
    void has_of_ascii_only_letters_digits_white_space_and_ten_signs() {
        var allowed = IntStream.range(0, 128).filter(WorkflowNameTest::allows).mapToObj(Character::toString)
                .collect(joining());

        assertThat(allowed).isEqualTo("\t\n\u000b\f\r !$',-./0123456789?ABCDEFGHIJKLMNOPQRSTUVWXYZ\\_"
                + "abcdefghijklmnopqrstuvwxyz|");
    }

    @Test
    void has_any_character_above_ascii() {
        var refused = IntStream.rangeClosed(128, Character.MAX_CODE_POINT)
                .filter(point -> point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE)
                .filter(point -> !allows(point)).boxed();

        assertThat(refused).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u00a0", "\u0080", "a\u2028b", ROCKET, "\uffff", "\udbff\udfff",
        "Vertrag f\u00fcr \u674e"})
    void may_consist_of_characters_above_ascii(String name) {
        assertThat(new WorkflowName(name).value()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"#", "#ab", "a#b", "ab#", "ab\n#", "ab\u0000", "\u0000", "\u00e9#"})
    void is_matched_as_a_whole(String name) {
        assertThat(refusalOf(() -> new WorkflowName(name))).isEqualTo(NOT_MATCHING);
    }

    @ParameterizedTest
    @ValueSource(strings = {HIGH_HALF, LOW_HALF, HIGH_HALF + "a", LOW_HALF + "a", "a" + HIGH_HALF, "a" + LOW_HALF,
        "a" + HIGH_HALF + "b", "a" + LOW_HALF + "b", LOW_HALF + HIGH_HALF, HIGH_HALF + ROCKET, ROCKET + LOW_HALF,
        ROCKET + HIGH_HALF})
    void has_no_half_of_a_surrogate_pair(String name) {
        assertThat(refusalOf(() -> new WorkflowName(name))).isEqualTo(NOT_MATCHING);
    }

    @Test
    void is_kept_exactly_as_it_was_given() {
        assertThat(new WorkflowName(" Cafe\u0301\tProcess ").value()).isEqualTo(" Cafe\u0301\tProcess ");
    }

    // Which names are the same

    @Test
    void is_the_same_in_any_case() {
        assertThat(key("Contacts-PROCESS")).isEqualTo(key("contacts-process"));
        assertThat(key("\u00c9T\u00c9")).isEqualTo(key("\u00e9t\u00e9"));
    }

    @Test
    void is_the_same_in_any_case_on_a_turkish_server() {
        var locale = Locale.getDefault();
        Locale.setDefault(Locale.of("tr", "TR"));
        try {
            assertThat(key("INVOICING")).isEqualTo("invoicing");
        } finally {
            Locale.setDefault(locale);
        }
    }

    @Test
    void tells_a_dotless_i_from_an_i() {
        assertThat(key("\u0131nvoice")).isNotEqualTo(key("invoice"));
    }

    @Test
    void is_the_same_composed_and_decomposed() {
        assertThat(key("Cafe\u0301")).isEqualTo(key("Caf\u00e9"));
        assertThat(key("CAFE\u0301")).isEqualTo(key("caf\u00e9"));
    }

    @ParameterizedTest
    @ValueSource(strings = {" process", "process ", "\t\r\n process \u000b\f", "\u2003process\u2028"})
    void is_the_same_whatever_white_space_is_around_it(String name) {
        assertThat(key(name)).isEqualTo(key("process"));
    }

    @Test
    void is_another_with_other_white_space_inside() {
        assertThat(key("a b")).isNotEqualTo(key("ab")).isNotEqualTo(key("a  b"));
    }

    @Test
    void is_another_with_or_without_an_accent() {
        assertThat(key("caf\u00e9")).isNotEqualTo(key("cafe"));
    }

    @Test
    void is_another_when_it_only_looks_alike() {
        assertThat(key("\ufb01le")).isNotEqualTo(key("file"));
    }
}
