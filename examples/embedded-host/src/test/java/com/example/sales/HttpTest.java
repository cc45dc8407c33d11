package com.example.sales;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.sales.account.Member;
import com.example.sales.playbook.Playbooks;
import io.connectedworkflow.application.workflow.ConnectedWorkflows;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.test.web.servlet.client.RestTestClient.RequestBodySpec;

/** The application's endpoints are guarded as it says, and those of connected workflows as their contract says. */
@SalesTest
class HttpTest {

    private static final String WORKFLOWS = "/crm/v8/settings/connected_workflows";

    @Autowired
    private TestAccounts accounts;
    @Autowired
    private Playbooks playbooks;
    @Autowired
    private ConnectedWorkflows workflows;
    @LocalServerPort
    private int port;

    private RestTestClient anyone;
    private Member lead;
    private Member colleague;

    @BeforeEach
    void have_an_account() {
        anyone = RestTestClient.bindToServer().baseUrl("http://localhost:" + port).build();
        lead = accounts.leadOn("team");
        colleague = accounts.colleagueOf(lead);
    }

    private RestTestClient as(Member member) {
        return as(member.login(), TestAccounts.PASSWORD);
    }

    private RestTestClient as(String login, String password) {
        return anyone.mutate().defaultHeaders(headers -> headers.setBasicAuth(login, password)).build();
    }

    private static RequestBodySpec json(RequestBodySpec request, String body) {
        return (RequestBodySpec) request.contentType(MediaType.APPLICATION_JSON).body(body.replace('\'', '"'));
    }

    @Test
    void the_application_decides_who_may_use_its_endpoints() {
        anyone.get().uri("/about").exchange().expectStatus().isOk();
        anyone.get().uri("/playbooks").exchange().expectStatus().isUnauthorized().expectHeader()
                .valueMatches(HttpHeaders.WWW_AUTHENTICATE, "Basic .*");
        as(lead.login(), "wrong").get().uri("/playbooks").exchange().expectStatus().isUnauthorized();
        as(lead).get().uri("/playbooks").exchange().expectStatus().isOk().expectBody().json("[]");
        as(colleague).put().uri("/playbooks/1/approval").exchange().expectStatus().isForbidden();
        as(lead).put().uri("/playbooks/0/approval").exchange().expectStatus().isNotFound();
    }

    @Test
    void what_is_no_endpoint_of_connected_workflows_is_left_to_the_application() {
        anyone.get().uri("/crm/v8/settings/other").exchange().expectStatus().isUnauthorized().expectHeader()
                .valueMatches(HttpHeaders.WWW_AUTHENTICATE, "Basic .*");
        as(lead).get().uri("/crm/v8/settings/other").exchange().expectStatus().isNotFound();
        as(lead).get().uri("/admin/v1/organizations").exchange().expectStatus().isNotFound();
        as(lead).post().uri("/oauth/v2/token").exchange().expectStatus().isNotFound();
    }

    @Test
    void connected_workflows_refuse_strangers_by_their_contract() {
        anyone.get().uri(WORKFLOWS).exchange().expectStatus().isUnauthorized().expectHeader()
                .doesNotExist(HttpHeaders.WWW_AUTHENTICATE).expectBody().jsonPath("$.code")
                .isEqualTo("AUTHENTICATION_FAILURE");
        as(lead.login(), "wrong").get().uri(WORKFLOWS).exchange().expectStatus().isUnauthorized().expectBody()
                .jsonPath("$.code").isEqualTo("INVALID_TOKEN");
    }

    @Test
    void connected_workflows_take_no_password_that_a_browser_sends_for_a_page_from_elsewhere() {
        var own = "http://localhost:" + port;
        for (var elsewhere : Map.of("Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example").entrySet()) {
            as(lead).get().uri(WORKFLOWS).header(elsewhere.getKey(), elsewhere.getValue()).exchange().expectStatus()
                    .isUnauthorized().expectBody().jsonPath("$.code").isEqualTo("AUTHENTICATION_FAILURE");
        }
        as(lead).get().uri(WORKFLOWS).header("Sec-Fetch-Site", "same-site").exchange().expectStatus().isUnauthorized();
        as(lead).get().uri(WORKFLOWS).header("Origin", "null").exchange().expectStatus().isUnauthorized();
        as(lead).get().uri(WORKFLOWS).header("Sec-Fetch-Site", "same-origin").header("Origin", own).exchange()
                .expectStatus().isNoContent();
        as(lead).get().uri(WORKFLOWS).header("Sec-Fetch-Site", "none").exchange().expectStatus().isNoContent();
    }

    @Test
    void leads_may_audit_and_others_may_not() {
        playbooks.draft(lead, "Win back", "A second call", "Deals");
        as(lead).get().uri("/audit/v1/events").exchange().expectStatus().isOk();
        as(colleague).get().uri("/audit/v1/events").exchange().expectStatus().isUnauthorized().expectBody()
                .jsonPath("$.code").isEqualTo("OAUTH_SCOPE_MISMATCH");
    }

    @Test
    void an_account_that_does_not_pay_for_connected_workflows_has_none() {
        as(accounts.leadOn("solo")).get().uri(WORKFLOWS).exchange().expectStatus().isBadRequest().expectBody()
                .jsonPath("$.code").isEqualTo("FEATURE_NOT_SUPPORTED");
    }

    @Test
    void members_use_connected_workflows_over_http_as_the_application_does_by_java() {
        json(as(lead).post().uri(WORKFLOWS), """
            {'connected_workflows':[{'name':'Win back','description':'A second call',
              'primary_module':{'api_name':'Deals'}}]}""").exchange().expectStatus().isCreated();
        var id = workflows.list(lead.caller()).orElseThrow().getFirst().id();

        json(as(colleague).put().uri(WORKFLOWS + "/" + id), "{'connected_workflows':[{'name':'Win them back'}]}")
                .exchange().expectStatus().isOk();
        as(colleague).put().uri(WORKFLOWS + "/" + id + "/actions/activate").exchange().expectStatus().isOk();
        as(lead).get().uri(WORKFLOWS + "/" + id).exchange().expectStatus().isOk().expectHeader()
                .valueEquals(HttpHeaders.ETAG, "\"3\"").expectBody()
                .jsonPath("$.connected_workflows[0].name").isEqualTo("Win them back")
                .jsonPath("$.connected_workflows[0].status").isEqualTo("active")
                .jsonPath("$.connected_workflows[0].modified_by.id").isEqualTo(Long.toString(colleague.id()))
                .jsonPath("$.connected_workflows[0].modified_by.name").isEqualTo("Ada Lane");
        as(lead).get().uri(WORKFLOWS + "/" + id + "?version=1").exchange().expectStatus().isOk().expectBody()
                .jsonPath("$.connected_workflows[0].name").isEqualTo("Win back");
        as(lead).get().uri(WORKFLOWS + "/" + id + "/history").exchange().expectStatus().isOk().expectBody()
                .jsonPath("$.history.length()").isEqualTo(3);
        as(accounts.leadOn("team")).get().uri(WORKFLOWS + "/" + id).exchange().expectStatus().isBadRequest();
    }

    @Test
    void a_playbook_drafted_over_http_is_played_once_it_is_approved() {
        json(as(colleague).post().uri("/playbooks"),
                "{'title':'Win back','goal':'A second call','recordType':'Deals'}").exchange().expectStatus()
                .isCreated();
        var playbook = playbooks.list(lead).getFirst();
        var approval = "/playbooks/" + playbook.getId() + "/approval";
        as(colleague).post().uri(approval).exchange().expectStatus().isNoContent();
        as(lead).put().uri(approval).exchange().expectStatus().isNoContent();

        as(lead).get().uri("/playbooks").exchange().expectBody().jsonPath("$[0].approval").isEqualTo("granted");
        as(lead).get().uri(WORKFLOWS + "/" + Objects.requireNonNull(playbook.getWorkflowId())).exchange()
                .expectBody().jsonPath("$.connected_workflows[0].status").isEqualTo("active");
        as(lead).put().uri(approval).exchange().expectStatus().isEqualTo(409);
        assertThat(playbooks.list(lead)).hasSize(1);
    }
}
