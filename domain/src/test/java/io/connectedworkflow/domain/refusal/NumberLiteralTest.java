package io.connectedworkflow.domain.refusal;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which numbers can be kept. */
class NumberLiteralTest {

    private static final String DIGITS_38 = "12345678901234567890123456789012345678";

    static Stream<String> kept() {
        return Stream.of("0", "-0", "7", "-7", "1.50", "-0.001", "1e2", "1E2", "1e+2", "1e-2", "1.5e10", DIGITS_38,
                "-" + DIGITS_38, DIGITS_38.substring(0, 20) + "." + DIGITS_38.substring(20), "1e38", "1e-38", "1E+38",
                "1e0038", "1e" + "0".repeat(36) + "38", "1e-" + "0".repeat(35) + "38", "-" + DIGITS_38 + "e38",
                DIGITS_38 + "e-38");
    }

    @ParameterizedTest
    @MethodSource("kept")
    void keeps_a_number_of_38_digits_and_an_exponent_of_38(String text) {
        assertThat(new NumberLiteral(text).number()).hasValueSatisfying(
                number -> assertThat(number).isEqualByComparingTo(new BigDecimal(text)));
    }

    static Stream<String> notKept() {
        return Stream.of(DIGITS_38 + "9", "-" + DIGITS_38 + "9",
                DIGITS_38.substring(0, 20) + "." + DIGITS_38.substring(20) + "9", DIGITS_38 + ".0", "1e39", "1e-39",
                "1E+39", "0e39", "1e100", "1e99999999999999999999", "1e" + "0".repeat(37) + "38",
                "1e-" + "9".repeat(1000), "9".repeat(100_000));
    }

    @ParameterizedTest
    @MethodSource("notKept")
    void does_not_keep_one_that_is_longer_or_larger(String text) {
        assertThat(new NumberLiteral(text).number()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.50", "1.5", "0.10", "100"})
    void keeps_the_digits_as_they_were_written(String text) {
        assertThat(new NumberLiteral(text).number()).contains(new BigDecimal(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-7", "100", DIGITS_38})
    void tells_by_its_scale_that_a_number_is_written_as_an_integer(String text) {
        assertThat(new NumberLiteral(text).number()).hasValueSatisfying(number -> assertThat(number.scale()).isZero());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0", "1e0", "1E+0", "1e-0", "1.5e1", "1.50e2", "1e2", "0e0", DIGITS_38 + "e0"})
    void tells_by_its_scale_that_a_number_has_a_point_or_an_exponent(String text) {
        assertThat(new NumberLiteral(text).number()).hasValueSatisfying(number -> {
            assertThat(number.scale()).isNotZero();
            assertThat(number).isEqualByComparingTo(new BigDecimal(text));
        });
    }
}
