package io.connectedworkflow.domain.refusal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How a place in an item is written. */
class FieldPathTest {

    @Test
    void names_a_key_of_the_item() {
        assertThat(FieldPath.of("name").text()).isEqualTo("name");
        assertThat(FieldPath.ITEM.key("name")).isEqualTo(FieldPath.of("name"));
    }

    @Test
    void goes_down_by_keys_and_indexes() {
        var path = FieldPath.of("nodes").index(2).key("module").key("id");

        assertThat(path.text()).isEqualTo("nodes[2].module.id");
    }

    @Test
    void goes_through_arrays_of_arrays() {
        assertThat(FieldPath.of("group").index(0).index(11).text()).isEqualTo("group[0][11]");
    }

    @Test
    void ends_in_its_last_key() {
        assertThat(FieldPath.of("name").lastKey()).isEqualTo("name");
        assertThat(FieldPath.of("nodes").index(2).key("module").lastKey()).isEqualTo("module");
    }

    @Test
    void ends_in_the_key_of_the_array_when_it_means_an_element() {
        assertThat(FieldPath.of("nodes").index(2).lastKey()).isEqualTo("nodes");
        assertThat(FieldPath.of("rule").key("group").index(0).index(1).lastKey()).isEqualTo("group");
    }

    @Test
    void has_no_key_when_it_means_the_item() {
        assertThat(FieldPath.ITEM.lastKey()).isEmpty();
    }

    @Test
    void tells_the_item_from_its_list() {
        assertThat(FieldPath.ITEM).isNotEqualTo(FieldPath.LIST);
    }
}
