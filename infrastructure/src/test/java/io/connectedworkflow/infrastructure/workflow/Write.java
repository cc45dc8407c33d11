package io.connectedworkflow.infrastructure.workflow;

import static io.connectedworkflow.infrastructure.testing.Http.WORKFLOWS;

import io.connectedworkflow.infrastructure.testing.Expected;
import io.connectedworkflow.infrastructure.testing.Http;
import io.connectedworkflow.infrastructure.testing.Http.Reply;
import io.connectedworkflow.infrastructure.testing.Provisioning;
import io.connectedworkflow.infrastructure.testing.Provisioning.Tenant;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;

/** A request that takes effect with one event, and that its sender may have to repeat. */
enum Write {
    CREATE("POST", "", 201, "created"), UPDATE("PUT", "/%s", 200, "updated"), DELETE("DELETE", "/%s", 200,
            "deleted"), ACTIVATE("PUT", "/%s/actions/activate", 200, "activated");

    private final String method;
    private final String path;
    private final int status;
    private final String participle;

    Write(String method, String path, int status, String participle) {
        this.method = method;
        this.path = path;
        this.status = status;
        this.participle = participle;
    }

    /** Sends it, about this workflow and module 1, or a new workflow there; the name makes its body. */
    Reply send(Http server, Tenant tenant, String workflow, String key, String name) {
        var headers = new HashMap<>(Http.authorization(tenant.token()));
        headers.put("Idempotency-Key", key);
        var body = this == UPDATE
                ? "{\"connected_workflows\":[{\"nodes\":[{\"module\":{\"id\":\"%s\"},\"reference_id\":\"%s\"}]}]}"
                        .formatted(Provisioning.moduleId(1), name)
                : Provisioning.draft(name, 1);
        return server.send(method, WORKFLOWS + path.formatted(workflow), headers,
                body.getBytes(StandardCharsets.UTF_8));
    }

    /** The answer if it has taken effect, which tells the id of a new workflow. */
    Expected done(String workflow, Reply reply) {
        var id = this == CREATE ? reply.json().at("/connected_workflows/0/details/id").stringValue() : workflow;
        return Expected.success(status, id, "connected workflow " + participle + " successfully");
    }
}
