package io.connectedworkflow.infrastructure.replay;

import static io.connectedworkflow.infrastructure.replay.Replaying.SCOPE;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.server.testing.RunningServer;
import io.connectedworkflow.testing.Admin;
import io.connectedworkflow.testing.Expected;
import io.connectedworkflow.testing.Http;
import io.connectedworkflow.testing.TestOrganization;
import io.connectedworkflow.testing.Together;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

/** A replay to the end of the log finds what is not as the events say, just that, and never a command at work. */
class ReplayDifferencesTest {

    private static final RunningServer SERVER = RunningServer.start();
    private static final JdbcTemplate OWNER = SERVER.database().asOwner();
    private static final Replaying ADMINISTRATOR = new Replaying(SERVER.http(), SERVER.admin().token());

    private final TestOrganization organization = SERVER.admin().organization();
    private final Replaying auditor = new Replaying(SERVER.http(), organization.token(SCOPE));
    private final String first = organization.create("a", "Contacts");
    private final String second = organization.create("b", "Deals");

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    /** Names of this test's own things, in a statement or an answer. */
    private String own(String text) {
        return text.replace("ORG", organization.id()).replace("FIRST", first).replace("SECOND", second);
    }

    private void put(String path, String fields) {
        var reply = SERVER.http().send("PUT", Http.WORKFLOWS + "/" + path, organization.token(),
                "{\"connected_workflows\":[{" + fields + "}]}");
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    }

    private JsonNode differences() {
        var report = auditor.replayed("{}");
        assertThat(report.at("/replay/differences").asInt()).isEqualTo(report.get("differences").size());
        return report.get("differences");
    }

    private static JsonNode json(String text) {
        return Http.JSON.readTree(text.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "update workflow_view set document = jsonb_set(document, '{name}', '\"x\"') where workflow_id = 'FIRST'"
                + "|'FIRST','what':'view','path':'document.name','expected':'a','actual':'x'",
        "update workflow_view set document = jsonb_set(document, '{diagram,nodes,0,moduleApiName}', '7')"
                + " where workflow_id = 'SECOND'"
                + "|'SECOND','what':'view','path':'document.diagram.nodes[0].moduleApiName','expected':'Deals',"
                + "'actual':7",
        "update workflow_view set document = document - 'status' where workflow_id = 'FIRST'"
                + "|'FIRST','what':'view','path':'document.status','expected':'DRAFT','actual':null",
        "update workflow_view set document = jsonb_set(document, '{more}', '[1]') where workflow_id = 'FIRST'"
                + "|'FIRST','what':'view','path':'document.more','expected':null,'actual':[1]",
        "update workflow_view set version = 9 where workflow_id = 'FIRST'"
                + "|'FIRST','what':'view','path':'version','expected':1,'actual':9",
        "update workflow_view set status = 'ACTIVE' where workflow_id = 'FIRST'"
                + "|'FIRST','what':'view','path':'status','expected':'DRAFT','actual':'ACTIVE'",
        "update workflow_view set sequence_number = 5 where workflow_id = 'FIRST'"
                + "|'FIRST','what':'view','path':'sequence_number','expected':1,'actual':5",
        "update workflow_view set organization_id = '77' where workflow_id = 'FIRST'"
                + "|'FIRST','what':'view','path':'organization_id','expected':'ORG','actual':'77'",
        "update workflow_view set name_key = 'x' where workflow_id = 'FIRST'"
                + "|'FIRST','what':'view','path':'name_key','expected':'a','actual':'x'",
        "update workflow_view set module_ids = '{7}' where workflow_id = 'FIRST'"
                + "|'FIRST','what':'view','path':'module_ids[0]','expected':'4876876000000002179','actual':'7'",
        "update workflow_register set name_key = 'x' where workflow_id = 'SECOND'"
                + "|'SECOND','what':'register','path':'name_key','expected':'b','actual':'x'",
        "update workflow_register set active = true where workflow_id = 'SECOND'"
                + "|'SECOND','what':'register','path':'active','expected':false,'actual':true",
        "update workflow_register set module_id = '7' where workflow_id = 'FIRST'"
                + "|'FIRST','what':'register','path':'module_id','expected':'4876876000000002179','actual':'7'",
        "delete from workflow_register where workflow_id = 'FIRST'"
                + "|'FIRST','what':'register','path':'','expected':{'organization_id':'ORG','name_key':'a',"
                + "'module_id':'4876876000000002179','active':false},'actual':null",
        "insert into workflow_register values ('7ORG', 'ORG', 'ghost', '7', true)"
                + "|'7ORG','what':'register','path':'','expected':null,'actual':{'organization_id':'ORG',"
                + "'name_key':'ghost','module_id':'7','active':true}",
        "insert into workflow_view values ('7ORG', 'ORG', 9, 1, 'DRAFT', 'ghost', '{}', '{}')"
                + "|'7ORG','what':'view','path':'','expected':null,'actual':{'organization_id':'ORG',"
                + "'sequence_number':9,'version':1,'status':'DRAFT','name_key':'ghost','module_ids':[],'document':{}}",
        "update organization_register set workflows = 3 where organization_id = 'ORG'"
                + "|null,'what':'register','path':'workflows','expected':2,'actual':3",
        "update organization_register set active = 1 where organization_id = 'ORG'"
                + "|null,'what':'register','path':'active','expected':0,'actual':1",
        "update organization_register set last_sequence_number = 0 where organization_id = 'ORG'"
                + "|null,'what':'register','path':'last_sequence_number','expected':2,'actual':0",
        "delete from organization_register where organization_id = 'ORG'"
                + "|null,'what':'register','path':'','expected':{'last_sequence_number':2,'workflows':2,'active':0},"
                + "'actual':null"})
    void finds_the_very_difference(String tampering, String difference) {
        OWNER.execute("set search_path = connected_workflow; " + own(tampering));

        var expected = difference == null
                ? "[]"
                : "[{'organization_id':'ORG','workflow_id':" + difference + "}]";
        assertThat(differences()).isEqualTo(json(own(expected)));
    }

    @Test
    void a_view_that_is_gone_is_one_difference() {
        OWNER.update("delete from connected_workflow.workflow_view where workflow_id = ?", first);
        var differences = differences();
        assertThat(differences).hasSize(1);
        assertThat(differences.at("/0/path").asString()).isEmpty();
        assertThat(differences.at("/0/what").asString()).isEqualTo("view");
        assertThat(differences.at("/0/actual").isNull()).isTrue();
        assertThat(differences.at("/0/expected/document/name").asString()).isEqualTo("a");
        assertThat(differences.at("/0/expected/document/id").asString()).isEqualTo(first);
    }

    @Test
    void finds_a_view_and_a_counter_that_agree_in_being_wrong() {
        OWNER.update("delete from connected_workflow.workflow_view where workflow_id = ?", first);
        OWNER.update("update connected_workflow.organization_register set workflows = 1 where organization_id = ?",
                organization.id());
        var differences = differences();
        assertThat(differences).hasSize(2);
        assertThat(differences.get(1)).isEqualTo(json(own("""
            {'organization_id':'ORG','workflow_id':null,'what':'register','path':'workflows','expected':2,
             'actual':1}""")));
    }

    @Test
    void finds_that_what_was_deleted_is_there_again() {
        var row = OWNER.queryForObject("select w::text from connected_workflow.workflow_register w "
                + "where workflow_id = ?", String.class, first);
        assertThat(SERVER.http().send("DELETE", Http.WORKFLOWS + "/" + first, organization.token(), null).status())
                .isEqualTo(200);
        OWNER.update(
                "insert into connected_workflow.workflow_register select (?::connected_workflow.workflow_register).*",
                row);
        assertThat(differences()).isEqualTo(json(
                own("""
                    [{'organization_id':'ORG','workflow_id':'FIRST','what':'register','path':'','expected':null,
                      'actual':{'organization_id':'ORG','name_key':'a','module_id':'4876876000000002179','active':false}}]""")));
    }

    @Test
    void compares_nothing_that_does_not_reach_the_end() {
        OWNER.update("delete from connected_workflow.workflow_view where workflow_id = ?", first);
        var before = OWNER.queryForObject("""
            select min(global_index) from connected_workflow.domain_event where organization_id = ?""", Long.class,
                organization.id());
        var report = auditor.replayed("{'to':" + before + "}");
        assertThat(report.at("/replay/head").asBoolean()).isFalse();
        assertThat(report.get("differences")).isEmpty();
        assertThat(report.get("workflows")).hasSize(1);
    }

    @Test
    void differences_are_a_table_too() {
        OWNER.update("update connected_workflow.workflow_register set name_key = ',\"x\"' where workflow_id = ?",
                first);
        OWNER.update("delete from connected_workflow.organization_register where organization_id = ?",
                organization.id());
        var id = auditor.ask("{}");
        auditor.ended(id);
        assertThat(auditor.csv(id, "?part=differences").body()).isEqualTo(own("""
            organization_id,workflow_id,what,path,expected,actual
            ORG,FIRST,register,name_key,a,",""x""\"
            ORG,,register,,"{""last_sequence_number"":2,""workflows"":2,""active"":0}",
            """).replace("\n", "\r\n"));
    }

    @Test
    void all_organizations_are_compared_at_once() {
        var other = SERVER.admin().organization();
        var workflow = other.create("c", "Contacts");
        put(first + "/actions/activate", "");
        OWNER.update("update connected_workflow.workflow_register set active = false where workflow_id = ?", first);
        OWNER.update("update connected_workflow.workflow_view set organization_id = ? where workflow_id = ?",
                organization.id(), workflow);
        OWNER.update("insert into connected_workflow.organization_register values (?, 3, 3, 0)", "ghost" + workflow);

        var report = ADMINISTRATOR.replayed("{}");

        assertThat(report.get("differences").valueStream().filter(difference -> difference.toString().contains(workflow)
                || difference.toString().contains(organization.id()))).containsExactlyInAnyOrder(json(own("""
                    {'organization_id':'ORG','workflow_id':'FIRST','what':'register','path':'active','expected':true,
                     'actual':false}""")), json("""
                    {'organization_id':'%s','workflow_id':'%s','what':'view','path':'organization_id','expected':'%s',
                     'actual':'%s'}""".formatted(other.id(), workflow, other.id(), organization.id())), json("""
                    {'organization_id':'ghost%1$s','workflow_id':null,'what':'register',
                     'path':'last_sequence_number','expected':0,'actual':3}""".formatted(workflow)), json("""
                    {'organization_id':'ghost%1$s','workflow_id':null,'what':'register','path':'workflows',
                     'expected':0,'actual':3}""".formatted(workflow)));
    }

    @Test
    void commands_at_work_are_no_differences() {
        var writers = 3;
        var writing = new AtomicInteger(writers);
        organization.giveModules(200);
        organization.change(document -> document.putObject("limits").put("connected_workflows_limit", 1000));

        var found = Together.run(writers + 1, thread -> {
            var differences = Http.JSON.createArrayNode();
            if (thread < writers) {
                try {
                    write(thread);
                } finally {
                    writing.decrementAndGet();
                }
                return differences;
            }
            do {
                differences.addAll(auditor.replayed("{}").get("differences").values());
            } while (writing.get() > 0);
            return differences;
        });

        assertThat(found.getLast()).isEmpty();
        assertThat(auditor.replayed("{}").get("workflows")).hasSize(2 + writers * 20);
    }

    private void write(int writer) {
        for (var i = 0; i < 20; i++) {
            var workflow = organization.create("w-%d-%d".formatted(writer, i), "Module" + (writer * 50 + i + 1));
            put(workflow, "\"name\":\"x-%d-%d\",\"description\":\"y\"".formatted(writer, i));
            put(workflow + "/actions/activate", "");
            if (i % 2 == 0) {
                put(workflow + "/actions/deactivate", "");
            }
            if (i % 3 == 0) {
                SERVER.http().send("DELETE", Http.WORKFLOWS + "/" + workflow, organization.token(), null)
                        .mustBe(Expected.success(200, workflow, "connected workflow deleted successfully"));
            }
        }
    }

    @Test
    void finds_nothing_where_there_is_nothing() {
        var empty = SERVER.admin().organization();
        var report = new Replaying(SERVER.http(), empty.token(SCOPE)).replayed("{}");
        assertThat(report.at("/replay/events_total").asInt()).isZero();
        assertThat(report.get("differences")).isEmpty();
        assertThat(ADMINISTRATOR.replayed("{'organization':'%s'}".formatted(Admin.newId())).get("workflows")).isEmpty();
    }
}
