package io.connectedworkflow.infrastructure.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.server.testing.RunningServer;
import io.connectedworkflow.testing.Expected;
import io.connectedworkflow.testing.Http;
import io.connectedworkflow.testing.Http.Reply;
import io.connectedworkflow.testing.TestOrganization;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Filtering and paging the list over HTTP: section 7 of the contract. */
class ListFilterContractTest {

    private static final Http HTTP = RunningServer.shared().http();
    private static final TestOrganization ORGANIZATION = RunningServer.shared().admin().organization();

    @BeforeAll
    static void five_workflows_of_which_one_is_active() {
        var modules = List.of("Contacts", "Deals", "Leads", "Cases", "Tasks");
        for (var i = 0; i < modules.size(); i++) {
            var id = ORGANIZATION.create("Flow " + (char) ('A' + i), modules.get(i));
            if (i == 1) {
                HTTP.send("PUT", Http.WORKFLOWS + "/" + id + "/actions/activate", ORGANIZATION.token(), null);
            }
            if (i == 2) {
                HTTP.send("PUT", Http.WORKFLOWS + "/" + id, ORGANIZATION.token(),
                        "{\"connected_workflows\":[{\"nodes\":[{\"module\":{\"api_name\":\"Deals\"}}]}]}");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        '' | Flow A,Flow B,Flow C,Flow D,Flow E
        status=active | Flow B
        status=draft&module=Deals | Flow C
        module=Deals | Flow B,Flow C
        name_contains=W%20c | Flow C
        name_contains=flow | Flow A,Flow B,Flow C,Flow D,Flow E
        page=7&per_page=1 | Flow A,Flow B,Flow C,Flow D,Flow E
        """)
    void lists_what_is_asked_for(String query, String names) {
        assertThat(names(list(query))).containsExactly(names.split(","));
        assertThat(list(query).json().has("info")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"status=inactive", "module=Unheard_Of", "module=deals", "name_contains=zzz"})
    void answers_204_where_a_filter_finds_nothing(String query) {
        list(query).mustBe(Expected.NOTHING);
    }

    @ParameterizedTest
    @CsvSource({"status=Active,status", "page_size=0,page_size", "page_size=201,page_size", "page_size=x,page_size",
        "page_token=abc,page_token", "page_size=2&page_token=abc,page_token", "page_size=2&page_token=%00,page_token"})
    void refuses_a_malformed_parameter(String query, String name) {
        list(query).mustBe(Expected.bare(400, "INVALID_DATA", "invalid data", "'param_name':'" + name + "'"));
    }

    @Test
    void pages_to_the_end() {
        var seen = new ArrayList<String>();
        var query = "page_size=2";
        for (var pages = 0; pages < 3; pages++) {
            var page = list(query);
            seen.addAll(names(page));
            var info = page.json().get("info");
            assertThat(info.get("page_size").asInt()).isEqualTo(2);
            assertThat(info.get("more_records").asBoolean()).isEqualTo(pages < 2);
            assertThat(info.has("next_page_token")).isEqualTo(pages < 2);
            query = "page_size=2&page_token=" + info.path("next_page_token").asString("");
        }
        assertThat(seen).containsExactly("Flow A", "Flow B", "Flow C", "Flow D", "Flow E");
    }

    @Test
    void refuses_a_token_of_other_filters() {
        var token = list("page_size=1&module=Deals").json().at("/info/next_page_token").asString();
        list("page_size=1&page_token=" + token).mustBe(
                Expected.bare(400, "INVALID_DATA", "invalid data", "'param_name':'page_token'"));
        assertThat(names(list("page_size=1&module=Deals&page_token=" + token))).containsExactly("Flow C");
    }

    private static List<String> names(Reply reply) {
        var names = new ArrayList<String>();
        reply.json().get("connected_workflows").forEach(item -> names.add(item.get("name").asString()));
        return names;
    }

    private static Reply list(String query) {
        return HTTP.send("GET", Http.WORKFLOWS + (query.isEmpty() ? "" : "?" + query), ORGANIZATION.token(), null);
    }
}
