package io.connectedworkflow.infrastructure.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** What a spreadsheet gets to see of a table. */
class CsvTest {

    private static String written(String... cells) throws IOException {
        var output = new ByteArrayOutputStream();
        new StreamWriter(JsonMapper.builder().build(), output)
                .write(new Csv(List.of("column"), rows -> rows.accept(List.of(cells))));
        return output.toString(StandardCharsets.UTF_8).replace("column\r\n", "");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"=1+1|'=1+1", "+1|'+1", "-1|'-1", "@SUM(1)|'@SUM(1)",
        "`\tx`|`\"'\tx\"`", "`\rx`|`\"'\rx\"`", "`\nx`|`\"'\nx\"`", "` =1`|`' =1`", "`\u00a0-1`|`'\u00a0-1`",
        "`\ufeff=1`|`'\ufeff=1`", "`\u200b@x`|`'\u200b@x`", "\uff1d1|'\uff1d1", "\uff0b1|'\uff0b1",
        "\uff0d1|'\uff0d1", "\uff20x|'\uff20x", "`=\"a\"`|`\"'=\"\"a\"\"\"`", "`a;=1`|`\"a;=1\"`",
        "`a\t=1`|`\"a\t=1\"`", "`a,=1`|`\"a,=1\"`"})
    void takes_no_cell_for_a_formula(String cell, String harmless) throws IOException {
        assertThat(written(cell)).isEqualTo(harmless + "\r\n");
    }

    @Test
    void gets_everything_else_as_it_is() throws IOException {
        assertThat(written("", "a", "1", "a=b", "a-b", "a@b", "'", " a", "[]", "2026-11-24T07:00:00.123Z", "é"))
                .isEqualTo(",a,1,a=b,a-b,a@b,', a,[],2026-11-24T07:00:00.123Z,é\r\n");
        assertThat(written("a", "=1", "b")).isEqualTo("a,'=1,b\r\n");
    }
}
