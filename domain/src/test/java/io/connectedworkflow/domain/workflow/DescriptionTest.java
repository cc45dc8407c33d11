package io.connectedworkflow.domain.workflow;

import static io.connectedworkflow.domain.refusal.Refusals.refusalOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.domain.refusal.FieldPath;
import io.connectedworkflow.domain.refusal.Refusal;
import io.connectedworkflow.domain.refusal.Refusal.TooLong;
import io.connectedworkflow.domain.refusal.Refusal.ValueInvalid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a description may be. */
class DescriptionTest {

    private static final FieldPath DESCRIPTION = FieldPath.of("description");
    private static final Refusal TOO_LONG = new TooLong(DESCRIPTION, 500);
    private static final Refusal INVALID = new ValueInvalid(DESCRIPTION);

    private static final String ROCKET = "\ud83d\ude80";
    private static final String HIGH_HALF = "\ud83d";
    private static final String LOW_HALF = "\ude80";

    @ParameterizedTest
    @ValueSource(strings = {"", " ", " \t\r\n", "from first call to invoice", "<b>\"#%&\"</b>", "\u0001\u007f",
        "a " + ROCKET, "\u00a0\uffff"})
    void may_be_any_text_and_is_kept_as_given(String text) {
        assertThat(new Description(text).value()).isEqualTo(text);
    }

    @Test
    void may_have_500_code_points() {
        assertThat(new Description("a".repeat(500)).value()).hasSize(500);
        assertThat(new Description(ROCKET.repeat(500)).value()).hasSize(1000);
    }

    @Test
    void is_too_long_with_501_code_points() {
        assertThat(refusalOf(() -> new Description("a".repeat(501)))).isEqualTo(TOO_LONG);
        assertThat(refusalOf(() -> new Description(ROCKET.repeat(501)))).isEqualTo(TOO_LONG);
        assertThat(refusalOf(() -> new Description(" ".repeat(501)))).isEqualTo(TOO_LONG);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "a\u0000", "\u0000a", HIGH_HALF, LOW_HALF, "a" + HIGH_HALF, LOW_HALF + "a",
        "a" + HIGH_HALF + "b", LOW_HALF + HIGH_HALF, ROCKET + LOW_HALF})
    void has_nothing_that_no_store_can_keep(String text) {
        assertThat(refusalOf(() -> new Description(text))).isEqualTo(INVALID);
    }

    @Test
    void is_measured_before_it_is_searched() {
        assertThat(refusalOf(() -> new Description("\u0000".repeat(501)))).isEqualTo(TOO_LONG);
    }
}
