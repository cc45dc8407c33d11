package io.connectedworkflow.application.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is kept is compared with what should be there, part by part. */
class ComparisonTest {

    private static Map<String, @Nullable Object> object(String key, @Nullable Object value) {
        var object = new LinkedHashMap<String, @Nullable Object>();
        object.put(key, value);
        return object;
    }

    @Test
    void what_is_the_same_does_not_differ() {
        assertThat(Comparison.changes(null, null)).isEmpty();
        assertThat(Comparison.changes(object("a", List.of(1, "x", true)), object("a", List.of(1, "x", true))))
                .isEmpty();
        assertThat(Comparison.changes(Map.of("a", 1, "b", 2), Map.of("b", 2, "a", 1))).isEmpty();
    }

    @Test
    void a_number_is_the_same_however_it_is_written() {
        assertThat(Comparison.changes(7, 7L)).isEmpty();
        assertThat(Comparison.changes(new BigDecimal("1E+2"), 100)).isEmpty();
        assertThat(Comparison.changes(new BigDecimal("1.50"), new BigDecimal("1.5"))).isEmpty();
        assertThat(Comparison.changes(1, new BigDecimal("1.0000000000000000000001"))).hasSize(1);
        assertThat(Comparison.changes(1, "1")).containsExactly(new Change("", 1, "1"));
    }

    @Test
    void a_difference_says_where_it_is() {
        assertThat(Comparison.changes(object("a", List.of(object("b", 1), object("b", 2))),
                object("a", List.of(object("b", 1), object("b", 3))))).containsExactly(new Change("a[1].b", 2, 3));
        assertThat(Comparison.changes(Map.of("a", 1), Map.of("b", 2))).containsExactly(new Change("a", 1, null),
                new Change("b", null, 2));
    }

    @Test
    void lists_of_different_lengths_differ_as_a_whole() {
        assertThat(Comparison.changes(object("a", List.of(1, 2)), object("a", List.of(1))))
                .containsExactly(new Change("a", List.of(1, 2), List.of(1)));
    }

    @Test
    void what_is_on_one_side_only_differs_as_a_whole() {
        assertThat(Comparison.changes(object("a", 1), null)).containsExactly(new Change("", object("a", 1), null));
        assertThat(Comparison.changes(null, object("a", 1))).containsExactly(new Change("", null, object("a", 1)));
        assertThat(Comparison.changes(object("a", Map.of("b", 1)), object("a", 7)))
                .containsExactly(new Change("a", Map.of("b", 1), 7));
        assertThat(Comparison.changes(Arrays.asList(1, null), Arrays.asList(null, null)))
                .containsExactly(new Change("[0]", 1, null));
    }

    @Test
    void a_key_without_a_value_is_as_good_as_none() {
        assertThat(Comparison.changes(object("a", null), Map.of())).isEmpty();
    }
}
