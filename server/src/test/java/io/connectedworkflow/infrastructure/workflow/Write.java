package io.connectedworkflow.infrastructure.workflow;

import static io.connectedworkflow.testing.Http.WORKFLOWS;

import io.connectedworkflow.testing.Expected;
import io.connectedworkflow.testing.Http;
import io.connectedworkflow.testing.Http.Reply;
import io.connectedworkflow.testing.Provisioning;
import io.connectedworkflow.testing.Provisioning.Tenant;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;

/** A request that takes effect with one event, and that its sender may have to repeat. */
enum Write {
    /** Makes another workflow. */
    CREATE("POST", "", 201, "connected_workflows", "connected workflow created successfully"),
    /** Adds a node. */
    UPDATE("PUT", "/%s", 200, "connected_workflows", "connected workflow updated successfully"),
    /** Deletes the workflow. */
    DELETE("DELETE", "/%s", 200, "connected_workflows", "connected workflow deleted successfully"),
    /** Puts the workflow to work. */
    ACTIVATE("PUT", "/%s/actions/activate", 200, "connected_workflows", "connected workflow activated successfully"),
    /** Adds a rule to the root. */
    CREATE_RULE("POST", "/%s/rules", 201, "rules", "rule created successfully");

    private final String method;
    private final String path;
    private final int status;
    private final String envelope;
    private final String message;

    Write(String method, String path, int status, String envelope, String message) {
        this.method = method;
        this.path = path;
        this.status = status;
        this.envelope = envelope;
        this.message = message;
    }

    /** Sends it, about this workflow, or about a new one at module 1; the name makes its body. */
    Reply send(Http server, Tenant tenant, String workflow, String key, String name) {
        var headers = new HashMap<>(Http.authorization(tenant.token()));
        headers.put("Idempotency-Key", key);
        return server.send(method, WORKFLOWS + path.formatted(workflow), headers,
                body(server, tenant, workflow, name).getBytes(StandardCharsets.UTF_8));
    }

    private String body(Http server, Tenant tenant, String workflow, String name) {
        return switch (this) {
            case CREATE, DELETE, ACTIVATE -> Provisioning.draft(name, 1);
            case UPDATE ->
                "{\"connected_workflows\":[{\"nodes\":[{\"module\":{\"id\":\"%s\"},\"reference_id\":\"%s\"}]}]}"
                        .formatted(Provisioning.moduleId(1), name);
            case CREATE_RULE -> {
                var root = server.send("GET", WORKFLOWS + "/" + workflow, tenant.token(), null).json()
                        .at("/connected_workflows/0/nodes/0");
                yield Provisioning.rule(name, root.get("id").stringValue(), root.at("/module/id").stringValue());
            }
        };
    }

    /** The answer if it has taken effect; the id of something new is the one that was answered. */
    Expected done(String workflow, Reply reply) {
        var id = method.equals("POST")
                ? reply.json().at("/" + envelope + "/0/details/id").stringValue()
                : workflow;
        return Expected.of(status, "{'%s':[{'code':'SUCCESS','details':{'id':'%s'},'message':'%s','status':'success'}]}"
                .formatted(envelope, id, message));
    }
}
