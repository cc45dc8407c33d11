package io.connectedworkflow.domain.refusal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which texts are ids, and which can be stored. */
class TextTest {

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "0000000000000000000", "0000000000000000001", "999999999999999999",
        "4876876000019340001", "9223372036854775807"})
    void is_an_id(String text) {
        assertThat(Text.isId(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "9223372036854775808", "9999999999999999999", "00000000000000000001",
        "10000000000000000000", "-1", "+1", "1.0", "1e3", "0x1", " 1", "1 ", "1\n", "a", "\u0661", "\uff11",
        "487687600001934000a"})
    void is_no_id(String text) {
        assertThat(Text.isId(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a", "\u0001", "\u007f", "\ufffe", "\uffff", "\ud7ff", "\ue000",
        "\ud83d\ude80", "a\ud800\udc00b"})
    void can_be_stored(String text) {
        assertThat(Text.isStorable(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0", "a\0", "\0a", "\ud83d", "\ude80", "\ude80\ud83d", "\ud800", "\udbff", "\udc00",
        "\udfff", "a\ud83db", "\ud83d\ud83d\ude80"})
    void cannot_be_stored(String text) {
        assertThat(Text.isStorable(text)).isFalse();
    }
}
