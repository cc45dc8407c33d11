package io.connectedworkflow.infrastructure.web;

import static io.connectedworkflow.testing.Expected.AUTHENTICATION_FAILURE;
import static io.connectedworkflow.testing.Expected.FEATURE_NOT_SUPPORTED;
import static io.connectedworkflow.testing.Expected.INVALID_REQUEST_METHOD;
import static io.connectedworkflow.testing.Expected.INVALID_TOKEN;
import static io.connectedworkflow.testing.Expected.INVALID_URL_PATTERN;
import static io.connectedworkflow.testing.Expected.NOTHING;
import static io.connectedworkflow.testing.Expected.NO_PERMISSION;
import static io.connectedworkflow.testing.Expected.OAUTH_SCOPE_MISMATCH;
import static io.connectedworkflow.testing.Expected.UNKNOWN_RULE;
import static io.connectedworkflow.testing.Expected.UNKNOWN_WORKFLOW;
import static io.connectedworkflow.testing.Http.WORKFLOWS;
import static io.connectedworkflow.testing.TestOrganization.ALL;
import static io.connectedworkflow.testing.TestOrganization.created;
import static java.util.function.Predicate.not;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.server.testing.RunningServer;
import io.connectedworkflow.testing.Admin;
import io.connectedworkflow.testing.ContractEndpoint;
import io.connectedworkflow.testing.Expected;
import io.connectedworkflow.testing.Http;
import io.connectedworkflow.testing.TestOrganization;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which of several faults is answered, paths, methods and request ids: sections 2, 4 and 7 of the contract. */
class GateContractTest {

    private static final Http HTTP = RunningServer.shared().http();
    private static final Admin ADMIN = RunningServer.shared().admin();
    /** Nothing is ever created in it. */
    private static final TestOrganization EMPTY = ADMIN.organization();

    private static final String UNKNOWN = WORKFLOWS + "/4876876000019340001";
    private static final String UNREADABLE = "{";
    private static final String SAMPLE = "{\"connected_workflows\":[{\"name\":\"a\",\"primary_module\":{\"api_name\":\"Contacts\"}}]}";

    /** What can be wrong with a request, in the order in which it is checked. */
    enum Fault {
        PATH, METHOD, AUTHENTICATION, TOKEN, SCOPE, EDITION, PERMISSION;

        Expected answer() {
            return switch (this) {
                case PATH -> INVALID_URL_PATTERN;
                case METHOD -> INVALID_REQUEST_METHOD;
                case AUTHENTICATION -> AUTHENTICATION_FAILURE;
                case TOKEN -> INVALID_TOKEN;
                case SCOPE -> OAUTH_SCOPE_MISMATCH;
                case EDITION -> FEATURE_NOT_SUPPORTED;
                case PERMISSION -> NO_PERMISSION;
            };
        }
    }

    /** The methods of each path about workflows and rules. */
    private static final Map<String, Set<String>> METHODS = Stream.of(ContractEndpoint.values())
            .collect(groupingBy(endpoint -> endpoint.path("1", "2"), mapping(ContractEndpoint::method, toSet())));

    /** Tokens by what is wrong with them. */
    private static final Map<Set<Fault>, String> TOKENS = tokens();

    private static Map<Set<Fault>, String> tokens() {
        var tokens = new HashMap<Set<Fault>, String>();
        for (var edition : List.of("standard", "free")) {
            var organization = ADMIN.organization(document -> document.put("edition", edition));
            var guest = organization.addUser("Guest", "2");
            for (var user : List.of(organization.asha(), guest)) {
                for (var scope : List.of(ALL, "ZohoCRM.settings.modules.ALL")) {
                    var faults = EnumSet.noneOf(Fault.class);
                    if (edition.equals("free")) {
                        faults.add(Fault.EDITION);
                    }
                    if (user.equals(guest)) {
                        faults.add(Fault.PERMISSION);
                    }
                    if (!scope.equals(ALL)) {
                        faults.add(Fault.SCOPE);
                    }
                    tokens.put(EnumSet.copyOf(faults), organization.tokenOf(user, scope));
                    var revoked = organization.tokenOf(user, scope);
                    HTTP.form("/oauth/v2/token/revoke", "token=" + revoked)
                            .mustBe(Expected.of(200, "{'status':'success'}"));
                    faults.add(Fault.TOKEN);
                    tokens.put(faults, revoked);
                }
            }
        }
        return tokens;
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void answers_with_the_first_of_all_faults(Set<Fault> faults) {
        var expected = faults.stream().findFirst().map(Fault::answer);
        var headers = faults.contains(Fault.AUTHENTICATION)
                ? Map.<String, String>of()
                : Http.authorization(token(faults));
        for (var endpoint : ContractEndpoint.values()) {
            var path = endpoint.path("1", "2");
            HTTP.send(faults.contains(Fault.METHOD) ? "PATCH" : endpoint.method(),
                    faults.contains(Fault.PATH) ? path.replace("v8", "v7") : path, headers,
                    UNREADABLE.getBytes(StandardCharsets.UTF_8))
                    .mustBe(expected.orElseGet(endpoint::answerWhereNothingIs));
        }
    }

    private static Stream<EnumSet<Fault>> combinations() {
        var combinations = new ArrayList<>(List.of(EnumSet.noneOf(Fault.class)));
        for (var fault : Fault.values()) {
            for (var before : List.copyOf(combinations)) {
                var with = EnumSet.copyOf(before);
                with.add(fault);
                combinations.add(with);
            }
        }
        return combinations.stream();
    }

    private static String token(Set<Fault> faults) {
        var ofToken = EnumSet.copyOf(Set.of(Fault.TOKEN, Fault.SCOPE, Fault.EDITION, Fault.PERMISSION));
        ofToken.retainAll(faults);
        return Objects.requireNonNull(TOKENS.get(ofToken));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PATCH", "OPTIONS", "TRACE", "FOO", "get", "Post", "GETS", "PROPFIND",
        "M-SEARCH", "!#$%&'*+-.^_`|~0"})
    void refuses_every_other_method(String method) {
        for (var path : METHODS.keySet()) {
            HTTP.send(method, path, EMPTY.token(), null).mustBe(INVALID_REQUEST_METHOD);
        }
        HTTP.send(method, WORKFLOWS, EMPTY.token(), UNREADABLE).mustBe(INVALID_REQUEST_METHOD);
        HTTP.send(method, "/oauth/v2/token", EMPTY.token(), null).mustBe(INVALID_REQUEST_METHOD);
    }

    @Test
    void refuses_methods_that_another_path_has() {
        METHODS.forEach((path, methods) -> Stream.of("GET", "POST", "PUT", "DELETE").filter(not(methods::contains))
                .forEach(method -> HTTP.send(method, path, EMPTY.token(), UNREADABLE).mustBe(INVALID_REQUEST_METHOD)));
        HTTP.send("POST", WORKFLOWS + "/actions", EMPTY.token(), UNREADABLE).mustBe(INVALID_REQUEST_METHOD);
        HTTP.send("GET", "/oauth/v2/token", EMPTY.token(), null).mustBe(INVALID_REQUEST_METHOD);
        HTTP.send("GET", "/oauth/v2/token/revoke", EMPTY.token(), null).mustBe(INVALID_REQUEST_METHOD);
        HTTP.send("POST", "/admin/v1/organizations", ADMIN.token(), "{}").mustBe(INVALID_REQUEST_METHOD);
    }

    @Test
    void asking_for_another_method_by_header_or_parameter_does_not_help() {
        HTTP.send("PUT", WORKFLOWS + "?_method=GET", Map.of("Authorization", "Bearer " + EMPTY.token(),
                "X-HTTP-Method-Override", "GET", "Content-Type", "application/x-www-form-urlencoded"),
                "_method=GET".getBytes(StandardCharsets.UTF_8)).mustBe(INVALID_REQUEST_METHOD);
        HTTP.send("OPTIONS", WORKFLOWS, Map.of("Origin", "https://example.com", "Access-Control-Request-Method", "GET"),
                null).mustBe(INVALID_REQUEST_METHOD);
    }

    @ParameterizedTest
    @ValueSource(strings = {WORKFLOWS, UNKNOWN, WORKFLOWS + "/actions/configurations", UNKNOWN + "/actions/activate",
        UNKNOWN + "/rules", UNKNOWN + "/rules/1", UNKNOWN + "/rules/actions/actions_count", "/oauth/v2/token",
        "/admin/v1/organizations"})
    void refuses_HEAD_without_a_body(String path) {
        var reply = HTTP.sendLines("HEAD " + path + " HTTP/1.1", "Host: x", "Authorization: Bearer " + EMPTY.token());
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.bytes()).isEmpty();
        assertThat(reply.header("Content-Type")).isEqualTo("application/json;charset=UTF-8");
        assertThat(reply.header("X-Request-Id")).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/crm", "/crm/", "/crm/v8", "/crm/v8/", "/crm/v8/settings", "/crm/v8/settings/",
        WORKFLOWS + "/", WORKFLOWS + "//", UNKNOWN + "/", UNKNOWN + "//", WORKFLOWS + "//1", "/" + WORKFLOWS,
        "//" + WORKFLOWS, "/crm//v8/settings/connected_workflows", "/crm/v8//settings/connected_workflows",
        "/CRM/v8/settings/connected_workflows", "/crm/V8/settings/connected_workflows",
        "/crm/v8/Settings/connected_workflows", "/crm/v8/settings/Connected_Workflows",
        "/crm/v8/settings/CONNECTED_WORKFLOWS/1", "/crm/v7/settings/connected_workflows",
        "/crm/v2/settings/connected_workflows", "/crm/v9/settings/connected_workflows",
        "/crm/v8.0/settings/connected_workflows", "/crm/v08/settings/connected_workflows",
        "/crm/settings/connected_workflows", "/v8/settings/connected_workflows",
        "/crm/v8/settings/connected%5Fworkflows",
        "/crm/v8/settings/connected%5fworkflows", "/%63rm/v8/settings/connected_workflows", WORKFLOWS + "%20",
        WORKFLOWS + "%09", WORKFLOWS + ";x=1", WORKFLOWS + ";", WORKFLOWS + ";jsessionid=1",
        "/crm;x=1/v8/settings/connected_workflows", "/;/crm/v8/settings/connected_workflows",
        "/crm/v8/settings/../settings/connected_workflows", "/crm/v8/settings/./connected_workflows",
        "/crm/v8/settings/x/../connected_workflows", "/./crm/v8/settings/connected_workflows",
        "/crm/v8/settings/%2e%2e/settings/connected_workflows", "/x/..;/crm/v8/settings/connected_workflows",
        WORKFLOWS + "/../connected_workflows", UNKNOWN + "/x", UNKNOWN + "/rules/", UNKNOWN + "/Rules",
        UNKNOWN + "/rules//1",
        UNKNOWN + "/rules/1/", UNKNOWN + "/rules/1/x", UNKNOWN + "/rules/1/actions_count", UNKNOWN + "//rules",
        UNKNOWN + "/rules/actions/actions_count/", UNKNOWN + "/rules/actions/Actions_Count",
        UNKNOWN + "/rules/actions/x", UNKNOWN + "/rules/actions/actions_count/1", UNKNOWN + "/rules;x=1",
        UNKNOWN + "/rule%73", UNKNOWN + "/actions", UNKNOWN + "/actions/activate/", UNKNOWN + "/actions/Activate",
        WORKFLOWS + "//rules", WORKFLOWS + "/actions/configurations/", WORKFLOWS + "/actions/configuration",
        UNKNOWN + "/..", UNKNOWN + "/../1",
        WORKFLOWS + ".json", WORKFLOWS + "s", "/crm/v8/settings/connected-workflows", "/crm/v8/connected_workflows",
        "/error", "/WEB-INF", "/META-INF/", "/web-inf/x", "/actuator/health/", "/actuator/health/x",
        "/actuator/health/readiness/",
        "/favicon.ico", "/index.html", "/robots.txt", "/login", "/logout", "/actuator", "/actuator/env",
        "/actuator/metrics", "/v3/api-docs", "/WEB-INF/web.xml", "/META-INF/MANIFEST.MF", "/oauth", "/oauth/v2",
        "/oauth/v2/", "/oauth/v2/token/", "/oauth/v2/tokens", "/oauth/v2/Token", "/oauth/v2/token/revoke/",
        "/oauth/v3/token", "/admin", "/admin/v1", "/admin/v1/organizations/", "/admin/v1/organizations/1/",
        "/admin/v1/organizations//users/1/clients", "/admin/v1/organizations/1/users", "/admin/v2/organizations"})
    void knows_no_other_path(String path) {
        for (var method : List.of("GET", "POST", "PUT", "OPTIONS", "TRACE", "FOO")) {
            HTTP.send(method, path, Map.of(), null).mustBe(INVALID_URL_PATTERN);
        }
        HTTP.send("GET", path, EMPTY.token(), null).mustBe(INVALID_URL_PATTERN);
        HTTP.send("POST", path, ADMIN.token(), UNREADABLE).mustBe(INVALID_URL_PATTERN);
    }

    @Test
    void tells_everybody_that_it_is_ready_and_no_more() {
        for (var path : List.of("/actuator/health/readiness", "/actuator/health/liveness")) {
            var reply = HTTP.send("GET", path, Map.of(), null);
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.body()).isEqualTo("{\"status\":\"UP\"}");
        }
    }

    @Test
    void the_literal_segment_wins_over_an_id() {
        var organization = ADMIN.organization();
        var workflow = WORKFLOWS + "/" + organization.create("a", "Contacts");
        HTTP.send("GET", workflow + "/rules/actions/actions_count", organization.token(), null).mustBe(Expected.bare(
                400, "REQUIRED_PARAM_MISSING", "One of the expected parameter is missing", "'param_name':'ids'"));
        for (var method : List.of("GET", "PUT", "DELETE")) {
            HTTP.send(method, workflow + "/rules/actions", organization.token(), UNREADABLE).mustBe(UNKNOWN_RULE);
            HTTP.send(method, WORKFLOWS + "/actions", organization.token(), UNREADABLE).mustBe(UNKNOWN_WORKFLOW);
        }
        HTTP.send("PUT", WORKFLOWS + "/actions/configurations", organization.token(), null)
                .mustBe(INVALID_REQUEST_METHOD);
        HTTP.send("POST", WORKFLOWS + "/actions/rules", organization.token(), UNREADABLE).mustBe(UNKNOWN_WORKFLOW);
        HTTP.send("GET", WORKFLOWS + "/actions/rules/actions/actions_count", organization.token(), null)
                .mustBe(UNKNOWN_WORKFLOW);
        HTTP.send("PUT", WORKFLOWS + "/actions/actions/activate", organization.token(), null)
                .mustBe(UNKNOWN_WORKFLOW);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"Accept|text/html", "Accept|nonsense", "Accept|/;;q=9", "Accept|*/*;q=0",
        "Accept|application/json;charset=utf-16", "Accept-Charset|utf-16", "Accept-Encoding|gzip, br",
        "Accept-Encoding|identity;q=0", "Accept-Language|tr-TR", "Accept-Language|***", "Cookie|=;;=",
        "Range|bytes=0-1",
        "If-None-Match|*", "If-Modified-Since|yesterday", "If-Match|x", "Origin|https://example.com", "Origin|null",
        "X-Forwarded-Prefix|/x", "X-Forwarded-Proto|ftp", "Forwarded|host=x", "X-HTTP-Method-Override|DELETE",
        "X-Requested-With|XMLHttpRequest", "Content-Encoding|gzip", "Content-Language|xx", "Content-MD5|x"})
    void headers_that_mean_nothing_here_change_nothing(String name, String value) {
        var organization = ADMIN.organization();
        var headers = Map.of("Authorization", "Bearer " + organization.token(), name, value);
        HTTP.send("GET", WORKFLOWS, headers, null).mustBe(NOTHING);
        HTTP.send("GET", UNKNOWN, headers, null).mustBe(UNKNOWN_WORKFLOW);
        created(HTTP.send("POST", WORKFLOWS, headers, SAMPLE.getBytes(StandardCharsets.UTF_8)));
        var all = organization.list();
        assertThat(all.status()).isEqualTo(200);
        HTTP.send("GET", WORKFLOWS, headers, null).mustBe(new Expected(200, all.json()));
    }

    @Test
    void ignores_unknown_query_parameters() {
        for (var query : List.of("?", "?x", "?x=1&x=2&=&&", "?page=2&per_page=1", "?access_token=x", "?%zz", "?a=%00",
                "?_method=PATCH", "?include_inner_details=x", "?connected_workflows=1")) {
            HTTP.send("GET", WORKFLOWS + query.replace("%zz", "%25zz"), EMPTY.token(), null).mustBe(NOTHING);
        }
        created(HTTP.send("POST", WORKFLOWS + "?name=other&x=%20", ADMIN.organization().token(), SAMPLE));
    }

    @Test
    void serves_a_path_that_is_sent_with_its_server() {
        HTTP.sendLines("GET http://x" + WORKFLOWS + " HTTP/1.1", "Host: x", "Authorization: Bearer " + EMPTY.token())
                .mustBe(NOTHING);
    }

    @ParameterizedTest
    @MethodSource("goodRequestIds")
    void answers_with_the_caller_s_request_id(String id) {
        for (var path : List.of(WORKFLOWS, UNKNOWN, "/nowhere", "/oauth/v2/token")) {
            var reply = HTTP.sendLines("GET " + path + " HTTP/1.1", "Host: x", "X-Request-Id: " + id,
                    "Authorization: Bearer " + EMPTY.token());
            assertThat(reply.headers().allValues("X-Request-Id")).containsExactly(id);
        }
    }

    private static Stream<String> goodRequestIds() {
        return Stream.of("x", "0", "-", "...", "a.B_c-9", "x".repeat(128));
    }

    @ParameterizedTest
    @MethodSource("badRequestIds")
    void makes_a_request_id_where_the_caller_s_is_none(String id) {
        var reply = HTTP.sendLines("GET " + WORKFLOWS + " HTTP/1.1", "Host: x", "X-Request-Id: " + id,
                "Authorization: Bearer " + EMPTY.token());
        reply.mustBe(NOTHING);
        assertThat(reply.header("X-Request-Id")).isNotEqualTo(id);
    }

    private static Stream<String> badRequestIds() {
        return Stream.of("", "x y", "x/y", "x:y", "x,y", "x".repeat(129), "<x>", "%41", "\"x\"", "\u00E9");
    }

    @Test
    void makes_another_request_id_each_time() {
        assertThat(IntStream.range(0, 20).mapToObj(i -> EMPTY.list().header("X-Request-Id"))).doesNotHaveDuplicates();
    }
}
