package io.connectedworkflow.infrastructure.web;

import static io.connectedworkflow.testing.Expected.BODY_TOO_LARGE;
import static io.connectedworkflow.testing.Expected.UNREADABLE_BODY;
import static io.connectedworkflow.testing.Expected.bare;
import static io.connectedworkflow.testing.Expected.item;
import static io.connectedworkflow.testing.TestOrganization.created;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.server.testing.RunningServer;
import io.connectedworkflow.testing.Admin;
import io.connectedworkflow.testing.Expected;
import io.connectedworkflow.testing.Http;
import io.connectedworkflow.testing.Http.Reply;
import io.connectedworkflow.testing.TestOrganization;
import java.nio.charset.Charset;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies of requests, before there is an item: sections 1 and 2.1 of the contract. */
class BodyContractTest {

    private static final Http HTTP = RunningServer.shared().http();
    private static final Admin ADMIN = RunningServer.shared().admin();
    /** Nothing is ever created in it. */
    private static final TestOrganization EMPTY = ADMIN.organization();

    private static final String GOOD_ITEM = "{'name':'a','primary_module':{'api_name':'Contacts'}}";
    private static final String GOOD = "{'connected_workflows':[" + GOOD_ITEM + "]}";
    private static final int MAXIMUM_BYTES = 256 * 1024;

    private static final String K = "'api_name':'connected_workflows','json_path':'$.connected_workflows'";
    private static final Expected MISSING = bare(400, "MANDATORY_NOT_FOUND", "Required field not found", K);
    private static final Expected NO_ARRAY = invalid("'expected_data_type':'jsonarray'," + K);
    private static final Expected TOO_FEW = invalid("'minimum_length':1," + K);
    private static final Expected TOO_MANY = invalid("'maximum_length':1," + K);
    private static final Expected NO_OBJECT = item("INVALID_DATA", "invalid data",
            "'expected_data_type':'jsonobject','api_name':'connected_workflows',"
                    + "'json_path':'$.connected_workflows[0]'");

    @ParameterizedTest
    @MethodSource("unreadableTexts")
    void refuses_what_is_not_one_json_object(String body) {
        send(EMPTY, bytes(body)).mustBe(UNREADABLE_BODY);
    }

    private static Stream<String> unreadableTexts() {
        return Stream.of(Stream.of("", " ", "\n", "x", "name=a&x=1", "<a/>", "[]", "[" + GOOD + "]", "'x'", "1", "-0.5",
                "1e131072", "true", "null", "undefined", "NaN", "{", "}", "{}}", "{'connected_workflows':[", "{'a'}",
                "{'a':}", "{'a':1,}", "{,}", "{'a':[1,]}", "{a:1}", "{'a':1 'b':2}", "{'a':01}", "{'a':+1}",
                "{'a':.5}", "{'a':1.}", "{'a':1e}", "{'a':0x1}", "{'a':NaN}", "{'a':-Infinity}", "{'a':True}",
                "{'a':'\\x'}", "{'a':'\\u12'}", "{'a':'\n'}", "{'a':'\u0000'}", "{'a\t':1}", "\u0000", "\u001E{}",
                "\f{}", "\u00A0{}", "\uFEFF\uFEFF" + GOOD, "/* */" + GOOD, "//\n" + GOOD, "# \n" + GOOD),
                // text after the first value
                Stream.of("{}", "x", "[]", "null", ",", "\u0000", "'", "1", "//").map(after -> GOOD + after),
                Stream.of(GOOD + " " + GOOD, GOOD + "\n\n{}"),
                // a key twice in one object
                Stream.of("{'connected_workflows':[],'connected_workflows':[" + GOOD_ITEM + "]}",
                        "{'x':1,'x':1," + GOOD.substring(1), GOOD.replace("'name'", "'name':'a','name'"),
                        GOOD.replace("'name'", "'name':'b','n\\u0061me'"), GOOD.replace("'name'", "'x':1,'x':2,'name'"),
                        GOOD.replace("'api_name'", "'api_name':'Contacts','api_name'"),
                        GOOD.replace("'name'", "'x':{'y':1,'y':1},'name'"),
                        GOOD.replace("'name'", "'x':[[{'y':{'':1,'':2}}]],'name'"),
                        "{'x':{'y':1,'y':1}}", "[{'a':1,'a':1}]"))
                .flatMap(texts -> texts);
    }

    @ParameterizedTest
    @MethodSource("invalidUtf8")
    void refuses_what_is_not_valid_utf_8(String invalid) {
        for (var place : new String[]{"'x':'?',", "'?':1,", ""}) {
            var body = GOOD.replace("{'connected", "{" + place + "'connected");
            var whole = place.isEmpty() ? body.replace("'a'", "'?'") : body;
            send(EMPTY, whole.replace('\'', '"').replace("?", invalid).getBytes(ISO_8859_1)).mustBe(UNREADABLE_BODY);
        }
        send(EMPTY, (GOOD + invalid).replace('\'', '"').getBytes(ISO_8859_1)).mustBe(UNREADABLE_BODY);
    }

    // Each character is a byte.
    private static Stream<Arguments> invalidUtf8() {
        return Stream.of(Arguments.argumentSet("lone continuation", "\u0080"),
                Arguments.argumentSet("Latin 1", "\u00E9"),
                Arguments.argumentSet("overlong slash", "\u00C0\u00AF"),
                Arguments.argumentSet("overlong quote, of three bytes", "\u00E0\u0080\u00A2"),
                Arguments.argumentSet("overlong U+0000", "\u00C0\u0080"),
                Arguments.argumentSet("CESU-8 pair", "\u00ED\u00A0\u00BD\u00ED\u00BA\u0080"),
                Arguments.argumentSet("lone surrogate", "\u00ED\u00A0\u0080"),
                Arguments.argumentSet("above U+10FFFF", "\u00F4\u0090\u0080\u0080"),
                Arguments.argumentSet("five bytes", "\u00F8\u0088\u0080\u0080\u0080"),
                Arguments.argumentSet("cut off", "\u00E2\u0082"),
                Arguments.argumentSet("never a byte of UTF-8", "\u00FF"));
    }

    @Test
    void refuses_other_encodings() {
        for (var encoding : new Charset[]{UTF_16, UTF_16BE, UTF_16LE, Charset.forName("UTF-32"),
            Charset.forName("UTF-32LE"), Charset.forName("IBM037")}) {
            send(EMPTY, GOOD.replace('\'', '"').getBytes(encoding)).mustBe(UNREADABLE_BODY);
        }
    }

    @ParameterizedTest
    @MethodSource("objectsWithoutItem")
    void refuses_an_object_without_its_item(String body, Expected answer) {
        send(EMPTY, bytes(body)).mustBe(answer);
    }

    private static Stream<Arguments> objectsWithoutItem() {
        return Stream.of(
                Stream.of("{}", "{'connected_workflows':null}", "{'rules':[{}]}", "{'Connected_Workflows':[{}]}",
                        "{'':1}", "{'x':{'connected_workflows':[" + GOOD_ITEM + "]}}", GOOD_ITEM)
                        .map(body -> Arguments.of(body, MISSING)),
                Stream.of("{}", GOOD_ITEM, "'x'", "''", "0", "1e131072", "true", "false", "{'0':" + GOOD_ITEM + "}")
                        .map(value -> Arguments.of("{'connected_workflows':" + value + "}", NO_ARRAY)),
                Stream.of(Arguments.of("{'connected_workflows':[]}", TOO_FEW)),
                Stream.of(GOOD_ITEM + "," + GOOD_ITEM, "null,null", "1,2,3", GOOD_ITEM + ",null", "[],[]")
                        .map(items -> Arguments.of("{'connected_workflows':[" + items + "]}", TOO_MANY)),
                Stream.of("null", "1", "1e131072", "true", "'x'", "[]", "[" + GOOD_ITEM + "]")
                        .map(item -> Arguments.of("{'connected_workflows':[" + item + "]}", NO_OBJECT)))
                .flatMap(cases -> cases);
    }

    @Test
    void reads_JSON_however_it_is_written() {
        var organization = ADMIN.organization();
        var id = created(send(organization,
                bytes("""
                    \t\r\n {'connected\\u005Fworkflows' :\t[ {'primary_module':{'api_n\\u0061me':'\\u0043ontacts', 'x':{'x':1}} ,
                    'x':[{},[],-0,1E+2,0.0e-0,true,false,null,'','\\b\\f\\n\\r\\t\\/'], 'n\\u0061me':'a\\/\\u00e9\\uD83D\\ude80' }\n] }
                    \r\n\t""")));
        assertThat(organization.get(id).json().at("/connected_workflows/0/name").asString())
                .isEqualTo("a/\u00E9\uD83D\uDE80");
    }

    @Test
    void allows_100_levels_of_nesting_and_no_more() {
        // The unknown key is in the first level.
        created(send(ADMIN.organization(), withUnknown("[".repeat(99) + "]".repeat(99))));
        created(send(ADMIN.organization(), withUnknown("{'x':".repeat(99) + "0" + "}".repeat(99))));
        send(EMPTY, withUnknown("[".repeat(100) + "]".repeat(100))).mustBe(UNREADABLE_BODY);
        send(EMPTY, withUnknown("{'x':".repeat(100) + "0" + "}".repeat(100))).mustBe(UNREADABLE_BODY);
        send(EMPTY, withUnknown("[".repeat(10_000) + "]".repeat(10_000))).mustBe(UNREADABLE_BODY);
        send(EMPTY, bytes("[".repeat(100_000))).mustBe(UNREADABLE_BODY);
        send(EMPTY, bytes("{'x':".repeat(40_000))).mustBe(UNREADABLE_BODY);
    }

    @Test
    void takes_256_KiB() {
        var body = withUnknown("'%s'".formatted("x".repeat(MAXIMUM_BYTES - withUnknown("''").length)));
        assertThat(body).hasSize(MAXIMUM_BYTES);
        created(send(ADMIN.organization(), body));
        var other = ADMIN.organization();
        created(HTTP.sendChunked("POST", Http.WORKFLOWS, Http.authorization(other.token()), body));
    }

    @ParameterizedTest
    @ValueSource(ints = {MAXIMUM_BYTES + 1, 3 << 20, 20 << 20})
    void refuses_more_than_256_KiB(int size) {
        var body = (GOOD.replace('\'', '"') + " ".repeat(size - GOOD.length())).getBytes(UTF_8);
        assertThat(body).hasSize(size);
        send(EMPTY, body).mustBe(BODY_TOO_LARGE);
        HTTP.sendChunked("POST", Http.WORKFLOWS, Http.authorization(EMPTY.token()), body).mustBe(BODY_TOO_LARGE);
    }

    @Test
    void refuses_a_large_body_before_it_looks_at_it() {
        send(EMPTY, "x".repeat(MAXIMUM_BYTES + 1).getBytes(UTF_8)).mustBe(BODY_TOO_LARGE);
    }

    @Test
    void reads_keys_that_were_made_to_have_the_same_hash() {
        var keys = IntStream.range(0, 1 << 10).mapToObj(i -> IntStream.range(0, 10)
                .mapToObj(bit -> (i >> bit & 1) == 0 ? "Aa" : "B@").collect(Collectors.joining()));
        created(send(ADMIN.organization(), withUnknown(
                "{" + keys.map(key -> "'" + key + "':1").collect(Collectors.joining(",")) + "}")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=utf-16",
        "text/plain", "text/plain;charset=iso-8859-1", "text/plain;charset=nonsense", "application/xml",
        "multipart/form-data", "multipart/form-data; boundary=x", "application/json", "APPLICATION/JSON; charset=UTF-8",
        "application/octet-stream", "nonsense", ";", "/", ""})
    void does_not_look_at_the_content_type(String type) {
        var organization = ADMIN.organization();
        var name = "name=%C3%A9&é";
        var body = GOOD.replace("'a'", "'é'").replace("{'connected", "{'" + name + "':1,'connected");
        var id = created(HTTP.send("POST", Http.WORKFLOWS,
                Map.of("Authorization", "Zoho-oauthtoken " + organization.token(), "Content-Type", type), bytes(body)));
        assertThat(organization.get(id).json().at("/connected_workflows/0/name").asString()).isEqualTo("é");
    }

    @Test
    void does_not_need_a_content_type() {
        created(send(ADMIN.organization(), bytes(GOOD)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "{", "{}", "{'connected_workflows':[]}", "{'a':1,'a':1}", "\uFFFF"})
    void ignores_a_body_where_none_is_asked_for(String body) {
        var organization = ADMIN.organization();
        HTTP.send("GET", Http.WORKFLOWS, Http.authorization(organization.token()), bytes(body))
                .mustBe(Expected.NOTHING);
        var id = organization.create("a", "Contacts");
        var workflow = organization.get(id);
        HTTP.send("GET", Http.WORKFLOWS + "/" + id, Http.authorization(organization.token()), bytes(body))
                .mustBe(new Expected(200, workflow.json()));
        HTTP.sendChunked("GET", Http.WORKFLOWS + "/" + id, Http.authorization(organization.token()), bytes(body))
                .mustBe(new Expected(200, workflow.json()));
    }

    private static Reply send(TestOrganization organization, byte[] body) {
        return HTTP.send("POST", Http.WORKFLOWS, Http.authorization(organization.token()), body);
    }

    private static byte[] withUnknown(String value) {
        return bytes("{'unknown':" + value + "," + GOOD.substring(1));
    }

    private static byte[] bytes(String text) {
        return text.replace('\'', '"').getBytes(UTF_8);
    }

    private static Expected invalid(String details) {
        return bare(400, "INVALID_DATA", "invalid data", details);
    }
}
