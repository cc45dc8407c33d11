package io.connectedworkflow.infrastructure.web;

import static io.connectedworkflow.testing.Expected.BODY_TOO_LARGE;
import static io.connectedworkflow.testing.Expected.UNREADABLE_BODY;
import static io.connectedworkflow.testing.Http.WORKFLOWS;
import static io.connectedworkflow.testing.TestOrganization.created;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.server.testing.RunningServer;
import io.connectedworkflow.testing.Admin;
import io.connectedworkflow.testing.Expected;
import io.connectedworkflow.testing.Http;
import io.connectedworkflow.testing.Http.Reply;
import io.connectedworkflow.testing.TestOrganization;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that begin with a byte order mark, or are packed by gzip. */
class PackedBodyTest {

    private static final Http HTTP = RunningServer.shared().http();
    private static final Admin ADMIN = RunningServer.shared().admin();
    private static final int MAXIMUM_BYTES = 256 << 10;
    private static final String SAMPLE = """
        {"connected_workflows":[{"name":"a\uFEFFb","primary_module":{"api_name":"Contacts"}}]}""";
    private static final String MARK = "\uFEFF";

    private final TestOrganization organization = ADMIN.organization();

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gzip(byte[] plain) {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(plain);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return packed.toByteArray();
    }

    /** The sample, with so much space behind it that it has this length. */
    private static byte[] sample(int length) {
        var bytes = new byte[length];
        Arrays.fill(bytes, (byte) ' ');
        System.arraycopy(utf8(SAMPLE), 0, bytes, 0, utf8(SAMPLE).length);
        return bytes;
    }

    private Map<String, String> headers(String coding) {
        var headers = new HashMap<>(Http.authorization(organization.token()));
        headers.put("Content-Encoding", coding);
        return headers;
    }

    private Reply post(String coding, byte[] body) {
        return HTTP.send("POST", WORKFLOWS, headers(coding), body);
    }

    private String nameOf(String workflow) {
        return organization.get(workflow).json().at("/connected_workflows/0/name").asString();
    }

    @Test
    void one_byte_order_mark_at_the_very_beginning_is_passed_over() {
        var id = created(organization.post(MARK + SAMPLE));

        assertThat(nameOf(id)).isEqualTo("a\uFEFFb");
    }

    @ParameterizedTest
    @ValueSource(strings = {MARK + MARK + SAMPLE, " " + MARK + SAMPLE, SAMPLE + MARK, MARK, "{" + MARK + "}"})
    void a_byte_order_mark_elsewhere_is_no_json(String body) {
        organization.post(body).mustBe(UNREADABLE_BODY);
    }

    @Test
    void the_marks_of_other_encodings_are_no_utf_8() {
        for (var charset : new Charset[]{StandardCharsets.UTF_16, StandardCharsets.UTF_16LE}) {
            HTTP.send("POST", WORKFLOWS, Http.authorization(organization.token()), (MARK + SAMPLE).getBytes(charset))
                    .mustBe(UNREADABLE_BODY);
        }
    }

    @Test
    void every_json_body_may_begin_with_a_byte_order_mark() {
        var workflow = created(organization.post(SAMPLE));
        var renamed = HTTP.send("PUT", WORKFLOWS + "/" + workflow, organization.token(),
                MARK + "{\"connected_workflows\":[{\"name\":\"renamed\"}]}");
        renamed.mustBe(Expected.success(200, workflow, "connected workflow updated successfully"));
        var restored = HTTP.send("POST", WORKFLOWS + "/" + workflow + "/actions/restore", organization.token(),
                MARK + "{\"version\":1}");
        assertThat(restored.status()).as(restored.body()).isEqualTo(200);
        var node = organization.get(workflow).json().at("/connected_workflows/0/nodes/0/id").asString();
        var rule = HTTP.send("POST", WORKFLOWS + "/" + workflow + "/rules", organization.token(), MARK + """
            {"rules":[{"node":{"id":"%s"},"execute_when":{"type":"create",
              "details":{"trigger_module":{"api_name":"Contacts"}}},"conditions":[{"sequence_number":1,
              "instant_actions":{"actions":[{"type":"field_updates","id":"1"}]}}]}]}""".formatted(node));
        assertThat(rule.status()).as(rule.body()).isEqualTo(201);
        var document = ADMIN.send("PUT", organization.path(), MARK + organization.document());
        assertThat(document.status()).as(document.body()).isEqualTo(200);
        var replay = HTTP.send("POST", "/audit/v1/replays", organization.token("ConnectedWorkflow.audit"), MARK + "{}");
        assertThat(replay.status()).as(replay.body()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "x-gzip", "GZIP", " gzip ", "identity, gzip"})
    void a_packed_body_is_read(String coding) {
        var id = created(post(coding, gzip(utf8(MARK + SAMPLE))));

        assertThat(nameOf(id)).isEqualTo("a\uFEFFb");
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity", "", ","})
    void a_body_that_is_not_packed_is_read_as_it_is(String coding) {
        created(post(coding, utf8(SAMPLE)));
        post(coding, gzip(utf8(SAMPLE))).mustBe(UNREADABLE_BODY);
    }

    @Test
    void a_body_that_is_said_to_be_packed_and_is_plain_is_read_as_it_is() {
        created(post("gzip", utf8(SAMPLE)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "deflate", "zstd", "compress", "gzip, gzip", "gzip, br", "br, identity", "*"})
    void in_other_packings_a_body_is_read_as_it_is(String coding) {
        post(coding, gzip(utf8(SAMPLE))).mustBe(UNREADABLE_BODY);
        created(post(coding, utf8(SAMPLE)));
    }

    @Test
    void a_body_that_is_not_wholly_packed_is_unreadable() {
        var packed = gzip(utf8(SAMPLE));
        var wrongSum = packed.clone();
        wrongSum[packed.length - 8] ^= 1;
        var damaged = packed.clone();
        damaged[packed.length / 2] ^= 0x55;

        post("gzip", new byte[0]).mustBe(UNREADABLE_BODY);
        post("gzip", gzip(packed)).mustBe(UNREADABLE_BODY);
        post("gzip", wrongSum).mustBe(UNREADABLE_BODY);
        post("gzip", damaged).mustBe(UNREADABLE_BODY);
        for (var length : new int[]{1, 9, packed.length / 2, packed.length - 1}) {
            post("gzip", Arrays.copyOf(packed, length)).mustBe(UNREADABLE_BODY);
        }
        assertThat(organization.list().status()).isEqualTo(204);
    }

    @Test
    void the_limit_is_that_of_what_was_packed() {
        created(post("gzip", gzip(sample(MAXIMUM_BYTES))));
        post("gzip", gzip(sample(MAXIMUM_BYTES + 1))).mustBe(BODY_TOO_LARGE);
    }

    @Test
    void a_bomb_is_too_large() {
        // 200 MiB in 200 KiB
        var bomb = gzip(new byte[200 << 20]);
        assertThat(bomb.length).isLessThan(MAXIMUM_BYTES);

        post("gzip", bomb).mustBe(BODY_TOO_LARGE);
        HTTP.sendChunked("POST", WORKFLOWS, headers("gzip"), bomb).mustBe(BODY_TOO_LARGE);
        var ofAdministrator = new HashMap<>(Http.authorization(ADMIN.token()));
        ofAdministrator.put("Content-Encoding", "gzip");
        HTTP.send("PUT", organization.path(), ofAdministrator, bomb).mustBe(BODY_TOO_LARGE);
    }

    @Test
    void what_is_packed_stays_below_the_limit_too() {
        var noise = new byte[MAXIMUM_BYTES];
        new Random(1).nextBytes(noise);
        var packed = gzip(noise);
        assertThat(packed.length).isGreaterThan(MAXIMUM_BYTES);

        post("gzip", packed).mustBe(BODY_TOO_LARGE);
        HTTP.sendChunked("POST", WORKFLOWS, headers("gzip"), packed).mustBe(BODY_TOO_LARGE);
    }

    @Test
    void an_organization_can_be_packed() {
        var headers = new HashMap<>(Http.authorization(ADMIN.token()));
        headers.put("Content-Encoding", "gzip");
        var document = organization.document().put("name", "x".repeat(2 << 20));

        var reply = HTTP.send("PUT", organization.path(), headers, gzip(utf8(document.toString())));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().get("name").asString()).hasSize(2 << 20);
    }

    @Test
    void the_same_body_means_the_same_bytes_once_unpacked() {
        var headers = headers("gzip");
        headers.put("Idempotency-Key", "k");
        var packed = gzip(utf8(SAMPLE));
        var packedAtAnotherTime = packed.clone();
        packedAtAnotherTime[4] = 77;
        var plainly = new HashMap<>(headers);
        plainly.remove("Content-Encoding");

        var id = created(HTTP.send("POST", WORKFLOWS, headers, packed));

        assertThat(created(HTTP.send("POST", WORKFLOWS, headers, packedAtAnotherTime))).isEqualTo(id);
        assertThat(created(HTTP.send("POST", WORKFLOWS, plainly, utf8(SAMPLE)))).isEqualTo(id);
        var reused = Expected.bare(422, "IDEMPOTENCY_KEY_REUSED",
                "The idempotency key was used with another request", "'header':'Idempotency-Key'");
        HTTP.send("POST", WORKFLOWS, headers, gzip(utf8(SAMPLE + " "))).mustBe(reused);
        HTTP.send("POST", WORKFLOWS, plainly, utf8(MARK + SAMPLE)).mustBe(reused);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br"})
    void a_body_that_is_ignored_may_be_packed_in_any_way(String coding) {
        var id = created(organization.post(SAMPLE));
        var headers = headers(coding);
        headers.put("Idempotency-Key", "k");

        for (var attempt = 0; attempt < 2; attempt++) {
            HTTP.send("DELETE", WORKFLOWS + "/" + id, headers, utf8("no gzip"))
                    .mustBe(Expected.success(200, id, "connected workflow deleted successfully"));
        }
    }
}
