package io.connectedworkflow.infrastructure.evidence;

import static io.connectedworkflow.testing.Expected.INVALID_REQUEST_METHOD;
import static io.connectedworkflow.testing.Expected.NOTHING;
import static io.connectedworkflow.testing.Expected.OAUTH_SCOPE_MISMATCH;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.server.testing.RunningServer;
import io.connectedworkflow.testing.Expected;
import io.connectedworkflow.testing.Http;
import io.connectedworkflow.testing.Http.Reply;
import io.connectedworkflow.testing.TestOrganization;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The checkpoints that auditors keep copies of, over HTTP. */
class CheckpointsContractTest {

    private static final String CHECKPOINTS = "/audit/v1/checkpoints";
    private static final String SCOPE = "ConnectedWorkflow.audit";
    private static final CheckpointKey KEY = ChainedServer.KEY;
    private static final RunningServer SERVER = RunningServer.start("--connected-workflow.audit.chain.enabled=false");

    private final PostgresCheckpoints stored = new PostgresCheckpoints(SERVER.database().asServer());
    private final TestOrganization organization = SERVER.admin().organization();
    private final String auditor = organization.token(SCOPE);

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    private static Reply get(String query, String token) {
        return SERVER.http().send("GET", CHECKPOINTS + query, token, null);
    }

    private static Expected invalid(String parameter) {
        return Expected.bare(400, "INVALID_DATA", "invalid data", "'param_name':'" + parameter + "'");
    }

    /** Chains and signs what an organization has. The follower is off, so that nothing happens but this. */
    private void sign(TestOrganization of) {
        try (var attacker = new Attacker(SERVER.database())) {
            attacker.chainAnew(of.id());
            attacker.sql().update("update connected_workflow.chain_progress set signed_position = "
                    + "(select min(position) - 1 from connected_workflow.event_chain where organization_id = ?)",
                    of.id());
        }
        assertThat(stored.sign(KEY, Instant.now())).isFalse();
    }

    private List<JsonNode> checkpoints(Reply reply) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return reply.json().get("checkpoints").valueStream().toList();
    }

    @Test
    void tells_what_was_signed_and_all_that_it_takes_to_verify_it() throws Exception {
        get("", auditor).mustBe(NOTHING);
        organization.create("a", "Contacts");
        organization.create("b", "Deals");
        sign(organization);

        var reply = get("", auditor);

        var row = SERVER.database().asOwner().queryForMap("""
            select position, encode(hash, 'hex') as hash, encode(signature, 'base64') as signature,
                to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as time
            from connected_workflow.audit_checkpoint where organization_id = ?""", organization.id());
        var signed = """
            connected-workflow checkpoint 1
            ordinal: 2
            position: %s
            hash: %s
            time: %s
            key_id: %s
            organization_id: %s
            """.formatted(row.get("position"), row.get("hash"), row.get("time"), KEY.id(), organization.id());
        var body = Http.JSON.createObjectNode();
        var checkpoint = body.putArray("checkpoints").addObject().put("organization_id", organization.id())
                .put("ordinal", 2).put("position", reply.json().at("/checkpoints/0/position").asInt())
                .put("hash", String.valueOf(row.get("hash"))).put("time", String.valueOf(row.get("time")))
                .put("key_id", KEY.id()).put("public_key", Base64.getEncoder().encodeToString(KEY.publicKey()))
                .put("signed", signed)
                .put("signature", String.valueOf(row.get("signature")).replace("\n", ""));
        body.putObject("info").put("page_size", 200).put("more_records", false);
        reply.mustBe(new Expected(200, body));
        assertThat(checkpoint.get("position").asString()).isEqualTo(String.valueOf(row.get("position")));
        assertThat(Base64.getDecoder().decode(checkpoint.get("signature").asString()))
                .isEqualTo(KEY.sign(signed)).hasSize(64);
    }

    @Test
    void the_newest_comes_first_on_pages_and_on_lines(@TempDir Path directory) throws Exception {
        var ordinals = new ArrayList<Integer>();
        for (var module : List.of("Contacts", "Deals", "Leads")) {
            organization.create(module, module);
            sign(organization);
            ordinals.addFirst(ordinals.size() + 1);
        }
        var seen = new ArrayList<Integer>();
        var token = "";
        do {
            var page = get("?page_size=2" + token, auditor);
            checkpoints(page).forEach(each -> seen.add(each.get("ordinal").asInt()));
            token = page.json().at("/info/more_records").asBoolean()
                    ? "&page_token=" + page.json().at("/info/next_page_token").asString()
                    : "";
        } while (!token.isEmpty());
        assertThat(seen).isEqualTo(ordinals);

        var lines = SERVER.http().send("GET", CHECKPOINTS,
                Map.of("Authorization", "Bearer " + auditor, "Accept", "application/x-ndjson"), null);
        assertThat(lines.header("Content-Type")).isEqualTo("application/x-ndjson;charset=UTF-8");
        assertThat(lines.body().lines().map(Http.JSON::readTree))
                .containsExactlyElementsOf(checkpoints(get("", auditor)));

        // Both forms are what the verification reads.
        var kept = stored.read(organization.id(), null, 10).found().stream().map(each -> each.checkpoint()).toList();
        for (var body : List.of(lines.body(), get("", auditor).body(), get("?page_size=1", auditor).body())) {
            var file = Files.writeString(directory.resolve("file"), body, StandardCharsets.UTF_8);
            assertThat(kept).containsAll(CheckpointFile.read(file)).startsWith(CheckpointFile.read(file).getFirst());
        }
    }

    @Test
    void shows_an_auditor_no_other_organization_and_an_administrator_all_or_one() {
        var other = SERVER.admin().organization();
        organization.create("a", "Contacts");
        other.create("a", "Contacts");
        sign(organization);
        sign(other);
        var admin = SERVER.admin().token();

        assertThat(checkpoints(get("", auditor))).extracting(each -> each.get("organization_id").asString())
                .containsOnly(organization.id());
        get("?organization=" + other.id(), auditor).mustBe(invalid("organization"));
        assertThat(checkpoints(get("?organization=" + other.id(), admin)))
                .extracting(each -> each.get("organization_id").asString()).containsOnly(other.id());
        assertThat(checkpoints(get("", admin))).extracting(each -> each.get("organization_id").asString())
                .contains(other.id(), organization.id());
        var token = get("?page_size=1", admin).json().at("/info/next_page_token").asString();
        get("?page_size=1&organization=" + other.id() + "&page_token=" + token, admin).mustBe(invalid("page_token"));
        get("?page_token=" + token, auditor).mustBe(invalid("page_token"));
    }

    @ParameterizedTest
    @CsvSource({"organization, x", "page_size, 0", "page_size, 201", "page_size, x", "page_token, x"})
    void refuses_malformed_parameters(String name, String value) {
        get("?" + name + "=" + value, auditor).mustBe(invalid(name));
    }

    @Test
    void needs_the_auditor_s_scope() {
        get("", organization.token()).mustBe(OAUTH_SCOPE_MISMATCH);
        for (var method : List.of("POST", "PUT", "DELETE")) {
            SERVER.http().send(method, CHECKPOINTS, auditor, null).mustBe(INVALID_REQUEST_METHOD);
        }
    }
}
