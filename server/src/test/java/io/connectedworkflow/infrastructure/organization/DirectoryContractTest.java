package io.connectedworkflow.infrastructure.organization;

import static io.connectedworkflow.testing.Expected.AUTHENTICATION_FAILURE;
import static io.connectedworkflow.testing.Expected.INVALID_REQUEST_METHOD;
import static io.connectedworkflow.testing.Expected.INVALID_TOKEN;
import static io.connectedworkflow.testing.Expected.INVALID_URL_PATTERN;
import static io.connectedworkflow.testing.Expected.NOTHING;
import static io.connectedworkflow.testing.Expected.OAUTH_SCOPE_MISMATCH;

import io.connectedworkflow.server.testing.RunningServer;
import io.connectedworkflow.testing.Admin;
import io.connectedworkflow.testing.Expected;
import io.connectedworkflow.testing.Http;
import io.connectedworkflow.testing.Http.Reply;
import io.connectedworkflow.testing.TestOrganization;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** What the directory shows of itself, as the CRM would. */
class DirectoryContractTest {

    private static final Http HTTP = RunningServer.shared().http();
    private static final Admin ADMIN = RunningServer.shared().admin();

    private static final String USERS = "/crm/v8/users";
    private static final String CURRENT_USER = USERS + "?type=CurrentUser&";
    private static final String ORG = "/crm/v8/org";
    private static final String MODULES = "/crm/v8/settings/modules";
    private static final String FIELDS = "/crm/v8/settings/fields";

    private final TestOrganization organization = ADMIN.organization(document -> {
        document.put("name", "Zylker").put("time_zone", "Asia/Kolkata");
        ((ObjectNode) document.path("users").get(0)).put("email", "asha@zylker.example");
        document.set("modules", Http.JSON.readTree("""
            [{"id":"12","api_name":"Visits","fields":[
               {"id":"90","api_name":"Last_Name","field_label":"Last name","data_type":"text"},
               {"api_name":"Stage","data_type":"picklist"}]},
             {"id":"11","api_name":"Notes","supported":false}]"""));
    });

    private Reply get(String path) {
        return get(path, organization.token());
    }

    private static Reply get(String path, String token) {
        return HTTP.send("GET", path, token, null);
    }

    private Expected asha(String email) {
        return Expected.of(200, """
            {'users':[{'id':'%s','full_name':'Asha Rao','first_name':null,'last_name':'Asha Rao','email':%s,
              'status':'active','role':null,'profile':{'id':'1','name':'Administrator'},'time_zone':'Asia/Kolkata'}],
             'info':{'per_page':200,'count':1,'page':1,'more_records':false}}"""
                .formatted(organization.asha(), email));
    }

    @ParameterizedTest
    @ValueSource(strings = {CURRENT_USER, USERS + "?type=CurrentUser", USERS + "?page=1&type=CurrentUser",
        USERS + "?&type=Current%55ser&type=AllUsers"})
    void the_current_user_is_the_one_of_the_token(String path) {
        get(path).mustBe(asha("'asha@zylker.example'"));
    }

    @Test
    void what_the_directory_does_not_say_of_a_user_is_null() {
        organization.change(document -> ((ObjectNode) document.path("users").get(0)).remove("email"));

        get(CURRENT_USER).mustBe(asha("null"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ConnectedWorkflow.audit", "ZohoCRM.modules.ALL",
        "ZohoCRM.settings.connected_workflows.DELETE"})
    void any_token_of_an_organization_may_ask_for_its_user_and_its_organization(String scope) {
        var token = organization.token(scope);

        get(CURRENT_USER, token).mustBe(asha("'asha@zylker.example'"));
        get(ORG, token).mustBe(zylker("enterprise", true));
    }

    @Test
    void neither_the_edition_nor_the_permissions_are_asked() {
        organization.change(document -> document.put("edition", "free"));
        var guest = organization.addUser("Gus Guest", "2");
        var token = organization.tokenOf(guest, TestOrganization.ALL);

        get(ORG, token).mustBe(zylker("free", false));
        get(CURRENT_USER, token).mustBe(Expected.of(200, """
            {'users':[{'id':'%s','full_name':'Gus Guest','first_name':null,'last_name':'Gus Guest','email':null,
              'status':'active','role':null,'profile':{'id':'2','name':'Guest'},'time_zone':'Asia/Kolkata'}],
             'info':{'per_page':200,'count':1,'page':1,'more_records':false}}""".formatted(guest)));
        get(MODULES + "/Notes", token).mustBe(Expected.of(200, "{'modules':[" + NOTES + "]}"));
    }

    @ParameterizedTest
    @CsvSource({"'',REQUIRED_PARAM_MISSING,One of the expected parameter is missing",
        "?type=,REQUIRED_PARAM_MISSING,One of the expected parameter is missing",
        "?type=AllUsers,INVALID_DATA,invalid data", "?type=currentuser,INVALID_DATA,invalid data"})
    void other_users_are_not_shown(String query, String code, String message) {
        get(USERS + query).mustBe(Expected.bare(400, code, message, "'param_name':'type'"));
    }

    private Expected zylker(String edition, boolean paid) {
        return Expected.of(200, """
            {'org':[{'id':'%s','zgid':'%s','company_name':'Zylker','time_zone':'Asia/Kolkata',
              'license_details':{'paid':%s,'paid_type':'%s'}}]}"""
                .formatted(organization.id(), organization.id(), paid, edition));
    }

    private static final String VISITS = """
        {'id':'12','api_name':'Visits','module_name':'Visits','singular_label':null,'plural_label':null,
         'api_supported':true,'triggers_supported':true}""";
    private static final String NOTES = """
        {'id':'11','api_name':'Notes','module_name':'Notes','singular_label':null,'plural_label':null,
         'api_supported':true,'triggers_supported':false}""";

    @Test
    void modules_are_listed_in_the_directorys_order() {
        get(MODULES).mustBe(Expected.of(200, "{'modules':[" + VISITS + "," + NOTES + "]}"));
    }

    @Test
    void one_module_is_found_by_its_api_name() {
        get(MODULES + "/Visits").mustBe(Expected.of(200, "{'modules':[" + VISITS + "]}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"visits", "12", "Deals", "-", "%20", "Visits%20"})
    void a_module_of_another_name_is_refused(String name) {
        get(MODULES + "/" + name).mustBe(Expected.bare(400, "INVALID_MODULE",
                "the module name given seems to be invalid", "'resource_path_index':2"));
    }

    @Test
    void no_modules_and_no_fields_are_no_content() {
        get(FIELDS + "?module=Notes").mustBe(NOTHING);
        organization.change(document -> document.putArray("modules"));
        get(MODULES).mustBe(NOTHING);
    }

    @Test
    void fields_are_listed_in_the_directorys_order() {
        get(FIELDS + "?module=Visits").mustBe(Expected.of(200, """
            {'fields':[{'id':'90','api_name':'Last_Name','field_label':'Last name','display_label':'Last name',
              'data_type':'text'},
             {'id':null,'api_name':'Stage','field_label':null,'display_label':null,'data_type':'picklist'}]}"""));
    }

    @ParameterizedTest
    @CsvSource({"'',REQUIRED_PARAM_MISSING,One of the expected parameter is missing",
        "?module=,REQUIRED_PARAM_MISSING,One of the expected parameter is missing",
        "?module=visits,INVALID_MODULE,The value provided to the param is Invalid",
        "?module=Deals,INVALID_MODULE,The value provided to the param is Invalid"})
    void fields_are_those_of_a_module(String query, String code, String message) {
        get(FIELDS + query).mustBe(Expected.bare(400, code, message, "'param_name':'module'"));
    }

    @ParameterizedTest
    @CsvSource({"ZohoCRM.settings.connected_workflows.CREATE,true,true", "ZohoCRM.settings.ALL,true,true",
        "zohocrm.settings.connected_workflows.read,true,true", "ZohoCRM.settings.modules.READ,true,false",
        "ZohoCRM.settings.modules.ALL,true,false", "ZohoCRM.settings.fields.READ,false,true",
        "ZohoCRM.settings.fields.ALL,false,true", "ConnectedWorkflow.audit,false,false",
        "ZohoCRM.settings.modules.CREATE,false,false"})
    void a_scope_of_workflows_or_their_own_lets_modules_and_fields_be_read(String scope, boolean modules,
            boolean fields) {
        var token = organization.token(scope);
        var visits = Expected.of(200, "{'modules':[" + VISITS + "]}");

        get(MODULES + "/Visits", token).mustBe(modules ? visits : OAUTH_SCOPE_MISMATCH);
        get(MODULES, token).mustBe(modules
                ? Expected.of(200, "{'modules':[" + VISITS + "," + NOTES + "]}")
                : OAUTH_SCOPE_MISMATCH);
        get(FIELDS + "?module=Notes", token).mustBe(fields ? NOTHING : OAUTH_SCOPE_MISMATCH);
    }

    @ParameterizedTest
    @ValueSource(strings = {CURRENT_USER, ORG, MODULES, MODULES + "/Visits", FIELDS + "?module=Visits"})
    void whoever_is_nobody_here_is_refused(String path) {
        HTTP.send("GET", path, Map.of(), null).mustBe(AUTHENTICATION_FAILURE);
        get(path, "nobodys-token").mustBe(INVALID_TOKEN);
        get(path, ADMIN.token()).mustBe(OAUTH_SCOPE_MISMATCH);
        var token = organization.token();
        organization.change(document -> ((ObjectNode) document.path("users").get(0)).put("active", false));
        get(path, token).mustBe(INVALID_TOKEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {USERS, ORG, MODULES, MODULES + "/Visits", FIELDS})
    void nothing_can_be_changed(String path) {
        for (var method : new String[]{"POST", "PUT", "DELETE", "PATCH", "OPTIONS"}) {
            HTTP.send(method, path, organization.token(), "{}").mustBe(INVALID_REQUEST_METHOD);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {USERS + "/1", USERS + "/", ORG + "/", ORG + "/1", MODULES + "/", MODULES + "/Visits/1",
        FIELDS + "/1", "/crm/v8/settings/layouts", "/crm/v8/settings", "/crm/v2/users", "/crm/v8/Users"})
    void the_rest_is_not_there(String path) {
        get(path).mustBe(INVALID_URL_PATTERN);
    }
}
