package io.connectedworkflow.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.testing.Http.Reply;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** An organization of one test alone: Enterprise, in UTC, with the default modules and one user, Asha Rao. */
public final class TestOrganization {

    /** The scope that allows everything here. */
    public static final String ALL = "ZohoCRM.settings.connected_workflows.ALL";

    private final Http http;
    private final Admin admin;
    private final String id;
    private final String asha = Admin.newId();
    private final ObjectNode document;
    private @Nullable String token;

    TestOrganization(Http http, Admin admin, String id) {
        this.http = http;
        this.admin = admin;
        this.id = id;
        document = (ObjectNode) Http.JSON.readTree("""
            {"name":"Test","edition":"enterprise",
             "profiles":[{"id":"1","name":"Administrator","permissions":["manage_automations"]},
                         {"id":"2","name":"Guest","permissions":[]}],
             "users":[{"id":"%s","full_name":"Asha Rao","profile_id":"1"}]}""".formatted(asha));
    }

    /** What a new client got. */
    public record Credentials(String clientId, String clientSecret, String refreshToken) {

        /** The client's part of a form. */
        public String form() {
            return "client_id=" + clientId + "&client_secret=" + clientSecret;
        }
    }

    /** The organization's id. */
    public String id() {
        return id;
    }

    /** Asha Rao's id. */
    public String asha() {
        return asha;
    }

    /** What the administrator said of it last. */
    public ObjectNode document() {
        return document.deepCopy();
    }

    /** Its path in the administration API. */
    public String path() {
        return Admin.ORGANIZATIONS + "/" + id;
    }

    /** Where the clients of a user are administrated. */
    public String clientsPath(String user) {
        return path() + "/users/" + user + "/clients";
    }

    /** Changes what the administrator says of it. */
    public void change(Consumer<ObjectNode> difference) {
        difference.accept(document);
        var reply = admin.send("PUT", path(), document.toString());
        assertThat(reply.status()).as(reply.body()).isIn(200, 201);
    }

    /** Adds a user with the profile: {@code 1} may manage workflows, {@code 2} may not. */
    public String addUser(String fullName, String profile) {
        var user = Admin.newId();
        change(document -> document.withArray("users").addObject().put("id", user).put("full_name", fullName)
                .put("profile_id", profile));
        return user;
    }

    /** Replaces its modules by so many that are called Module1, Module2 and so on. */
    public void giveModules(int count) {
        change(document -> {
            var modules = document.putArray("modules");
            IntStream.rangeClosed(1, count).forEach(
                    i -> modules.addObject().put("id", Integer.toString(1000 + i)).put("api_name", "Module" + i));
        });
    }

    /** An access token of Asha's for everything; the same one each time. */
    public String token() {
        if (token == null) {
            token = token(ALL);
        }
        return token;
    }

    /** A new access token of Asha's. */
    public String token(String... scopes) {
        return tokenOf(asha, scopes);
    }

    /** A new access token of a user. */
    public String tokenOf(String user, String... scopes) {
        var client = client(user, 3600, scopes);
        return Admin.token(http, client.clientId(), client.clientSecret(), List.of(scopes));
    }

    /** A new client of a user. */
    public Credentials client(String user, int expiresIn, String... scopes) {
        var body = Http.JSON.createObjectNode().put("expires_in", expiresIn);
        List.of(scopes).forEach(body.putArray("scopes")::add);
        var reply = admin.send("POST", clientsPath(user), body.toString());
        assertThat(reply.status()).as(reply.body()).isEqualTo(201);
        var client = reply.json();
        return new Credentials(client.get("client_id").asString(), client.get("client_secret").asString(),
                client.get("refresh_token").asString());
    }

    /** Sends the body of a creation. */
    public Reply post(String body) {
        return http.send("POST", Http.WORKFLOWS, token(), body);
    }

    /** Asks for a workflow to be created that looks like this. */
    public Reply postItem(String item) {
        return post("{\"connected_workflows\":[" + item + "]}");
    }

    /** Asks for a workflow to be created. */
    public Reply tryToCreate(String name, String module) {
        var item = Http.JSON.createObjectNode().put("name", name);
        item.putObject("primary_module").put("api_name", module);
        return postItem(item.toString());
    }

    /** Creates a workflow and returns its id. */
    public String create(String name, String module) {
        return created(tryToCreate(name, module));
    }

    /** The id in the answer of a creation, which must have succeeded. */
    public static String created(Reply reply) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(201);
        var id = reply.json().at("/connected_workflows/0/details/id").asString();
        assertThat(id).matches("[1-9][0-9]{18}");
        reply.mustBe(Expected.success(201, id, "connected workflow created successfully"));
        return id;
    }

    /** Asks for all workflows. */
    public Reply list() {
        return http.send("GET", Http.WORKFLOWS, token(), null);
    }

    /** Asks for one workflow. */
    public Reply get(String workflow) {
        return http.send("GET", Http.WORKFLOWS + "/" + workflow, token(), null);
    }
}
