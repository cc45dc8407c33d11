package io.connectedworkflow.domain.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** When two values are the same. */
class ValueTest {

    private static BigDecimal number(String text) {
        return new BigDecimal(text);
    }

    @Test
    void is_the_same_whatever_kind_of_number_it_was_read_as() {
        var seven = new Value(number("7"));
        assertThat(new Value(7)).isEqualTo(seven);
        assertThat(new Value(7L)).isEqualTo(seven);
        assertThat(new Value(BigInteger.valueOf(7))).isEqualTo(seven);
        assertThat(new Value(1.5)).isEqualTo(new Value(number("1.5")));
        assertThat(new Value(List.of(7, Map.of("a", 7L)))).isEqualTo(
                new Value(List.of(number("7"), Map.of("a", number("7")))));
    }

    @Test
    void is_the_same_with_and_without_an_exponent() {
        assertThat(new Value(number("1e2"))).isEqualTo(new Value(number("100")));
        assertThat(new Value(number("1e38"))).isEqualTo(new Value(new BigInteger("1" + "0".repeat(38))));
        assertThat(new Value(number("15e-1"))).isEqualTo(new Value(number("1.5")));
    }

    @Test
    void differs_when_other_digits_are_written() {
        assertThat(new Value(number("1.50"))).isNotEqualTo(new Value(number("1.5")));
        assertThat(new Value(number("1.0"))).isNotEqualTo(new Value(number("1")));
        assertThat(new Value(number("7"))).isNotEqualTo(new Value("7"));
    }

    @Test
    void is_the_same_whatever_the_order_of_keys_but_not_of_elements() {
        assertThat(new Value(Map.of("a", 1, "b", 2))).isEqualTo(new Value(Map.of("b", 2, "a", 1)));
        assertThat(new Value(List.of(1, 2))).isNotEqualTo(new Value(List.of(2, 1)));
    }

    @Test
    void keeps_nulls_in_lists_and_objects() {
        var object = new HashMap<String, Object>();
        object.put("a", null);
        assertThat(new Value(Arrays.asList("a", null)).content()).isEqualTo(Arrays.asList("a", null));
        assertThat(new Value(object).content()).isEqualTo(object);
    }

    @Test
    void does_not_change_with_what_it_was_made_of() {
        var list = new ArrayList<Object>(List.of("a"));
        var object = new HashMap<String, Object>(Map.of("list", list));
        var value = new Value(object);
        list.add("b");
        object.put("more", "c");
        assertThat(value).isEqualTo(new Value(Map.of("list", List.of("a"))));
    }

    @Test
    void cannot_be_changed() {
        assertThat(new Value(new ArrayList<Object>(List.of("a"))).content()).isInstanceOfSatisfying(List.class,
                list -> assertThatThrownBy(list::clear).isInstanceOf(UnsupportedOperationException.class));
        assertThat(new Value(new HashMap<>(Map.of("a", 1))).content()).isInstanceOfSatisfying(Map.class,
                map -> assertThatThrownBy(map::clear).isInstanceOf(UnsupportedOperationException.class));
    }
}
