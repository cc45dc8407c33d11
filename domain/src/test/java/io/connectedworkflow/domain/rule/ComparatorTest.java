package io.connectedworkflow.domain.rule;

import static io.connectedworkflow.domain.refusal.Requests.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.EnumSource.Mode.EXCLUDE;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which form the value of which comparator has. */
class ComparatorTest {

    private static final String[] SCALARS = {"'a'", "''", "1", "1.5", "true", "false"};
    private static final String[] OTHERS = {"[]", "['a']", "['a', 1]", "[1, 2, 3]", "{}", "{'a': 1}"};

    private static Object value(String json) {
        return item("{'value': " + json + "}").requiredValue("value");
    }

    private static Object array(int size) {
        return value("[" + "'a' ".repeat(size) + "]");
    }

    @ParameterizedTest
    @EnumSource(names = {"BETWEEN", "NOT_BETWEEN"})
    void takes_two_bounds(Comparator comparator) {
        assertThat(comparator.takes(array(2))).isTrue();
        assertThat(comparator.takes(value("[1, null]"))).isTrue();
        assertThat(comparator.takes(array(0))).isFalse();
        assertThat(comparator.takes(array(1))).isFalse();
        assertThat(comparator.takes(array(3))).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"IN", "NOT_IN"})
    void takes_one_to_500(Comparator comparator) {
        assertThat(comparator.takes(array(1))).isTrue();
        assertThat(comparator.takes(array(500))).isTrue();
        assertThat(comparator.takes(array(0))).isFalse();
        assertThat(comparator.takes(array(501))).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"BETWEEN", "NOT_BETWEEN", "IN", "NOT_IN"})
    void takes_nothing_but_arrays(Comparator comparator) {
        for (var scalar : SCALARS) {
            assertThat(comparator.takes(value(scalar))).as(scalar).isFalse();
        }
        assertThat(comparator.takes(value("{'a': 1, 'b': 2}"))).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"LESS_THAN", "LESS_EQUAL", "GREATER_THAN", "GREATER_EQUAL"})
    void takes_scalars_only_where_it_orders(Comparator comparator) {
        for (var scalar : SCALARS) {
            assertThat(comparator.takes(value(scalar))).as(scalar).isTrue();
        }
        for (var other : OTHERS) {
            assertThat(comparator.takes(value(other))).as(other).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EXCLUDE, names = {"BETWEEN", "NOT_BETWEEN", "IN", "NOT_IN", "LESS_THAN", "LESS_EQUAL",
        "GREATER_THAN", "GREATER_EQUAL"})
    void takes_anything_else_in_any_form(Comparator comparator) {
        for (var scalar : SCALARS) {
            assertThat(comparator.takes(value(scalar))).as(scalar).isTrue();
        }
        for (var other : OTHERS) {
            assertThat(comparator.takes(value(other))).as(other).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"BETWEEN", "NOT_BETWEEN", "IN", "NOT_IN"})
    void looks_at_elements(Comparator comparator) {
        assertThat(comparator.looksAtElements()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(mode = EXCLUDE, names = {"BETWEEN", "NOT_BETWEEN", "IN", "NOT_IN"})
    void looks_at_the_whole(Comparator comparator) {
        assertThat(comparator.looksAtElements()).isFalse();
    }
}
