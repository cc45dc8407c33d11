package io.connectedworkflow.infrastructure.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which instants a time of a client stands for. */
class GivenTimeTest {

    @ParameterizedTest
    @CsvSource({"2026-11-24T07:00:05Z, 2026-11-24T07:00:05Z, 2026-11-24T07:00:05.999999Z",
        "2026-11-24T12:30:05+05:30, 2026-11-24T07:00:05Z, 2026-11-24T07:00:05.999999Z",
        "2026-11-24T07:00Z, 2026-11-24T07:00:00Z, 2026-11-24T07:00:00.999999Z",
        "2026-11-24T07:00:05.0Z, 2026-11-24T07:00:05Z, 2026-11-24T07:00:05Z",
        "2026-11-24T07:00:05.000Z, 2026-11-24T07:00:05Z, 2026-11-24T07:00:05Z",
        "2026-11-24T07:00:05.123-03:00, 2026-11-24T10:00:05.123Z, 2026-11-24T10:00:05.123Z",
        "2026-11-24T07:00:05.999999999Z, 2026-11-24T07:00:05.999999Z, 2026-11-24T07:00:05.999999Z",
        "0001-01-01T00:00:00Z, 0001-01-01T00:00:00Z, 0001-01-01T00:00:00.999999Z",
        "9999-12-31T23:59:59Z, 9999-12-31T23:59:59Z, 9999-12-31T23:59:59.999999Z"})
    void is_all_of_a_second_unless_there_is_a_fraction(String text, Instant first, Instant last) {
        assertThat(GivenTime.read(text)).contains(new GivenTime(first, last));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "now", "2026-11-24", "2026-11-24T07:00:05", "2026-11-24T07:00:05,5Z",
        "0000-12-31T23:59:59Z", "+10000-01-01T00:00:00Z", "9999-12-31T23:59:59-00:01", "1700000000"})
    void is_nothing_else(String text) {
        assertThat(GivenTime.read(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-24T07:00:05Z", "2026-11-24T07:00:05.000Z", "2026-11-24T07:00:05.123Z",
        "2026-11-24T07:00:05.123456Z", "2026-11-24T07:00:00Z", "9999-12-31T23:59:59Z"})
    void an_end_is_shown_as_it_was_given(String text) {
        assertThat(GivenTime.read(text).map(time -> GivenTime.asEnd(time.last()))).contains(text);
    }
}
