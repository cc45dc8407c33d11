package io.connectedworkflow.infrastructure.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.testing.Http;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How a new workflow looks to a client, built up key by key from what its creator knows. */
final class WorkflowOnTheWire {

    private final ObjectNode workflow = Http.JSON.createObjectNode();

    WorkflowOnTheWire(String id, String name, int sequenceNumber) {
        workflow.put("id", id).put("name", name).putNull("description").put("status", "draft").put("sequence_number",
                sequenceNumber);
    }

    WorkflowOnTheWire description(String description) {
        workflow.put("description", description);
        return this;
    }

    WorkflowOnTheWire by(String userId, String fullName) {
        for (var key : new String[]{"created_by", "modified_by"}) {
            workflow.putObject(key).put("id", userId).put("name", fullName);
        }
        return this;
    }

    WorkflowOnTheWire module(String id, String apiName) {
        workflow.putObject("primary_module").put("id", id).put("api_name", apiName);
        workflow.putArray("involved_modules").addObject().put("id", id).put("api_name", apiName);
        return this;
    }

    /** Takes the times of the one that was answered, once they are found to be right. */
    WorkflowOnTheWire at(JsonNode answered, Instant notBefore, ZoneId zone) {
        var time = answered.get("created_time").asString();
        assertThat(time).matches("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[+-][0-9]{2}:[0-9]{2}");
        var parsed = OffsetDateTime.parse(time);
        assertThat(parsed.toInstant()).isBetween(notBefore.truncatedTo(ChronoUnit.SECONDS), Instant.now());
        assertThat(parsed.getOffset()).isEqualTo(zone.getRules().getOffset(parsed.toInstant()));
        workflow.put("created_time", time).put("modified_time", time);
        return this;
    }

    /** As in a list. */
    ObjectNode summary() {
        return workflow.deepCopy();
    }

    /** As by its id; the node's id is that of the one that was answered. */
    ObjectNode whole(JsonNode answered) {
        var whole = workflow.deepCopy();
        var nodeId = answered.at("/nodes/0/id").asString();
        assertThat(nodeId).matches("[1-9][0-9]{18}").isNotEqualTo(workflow.get("id").asString());
        whole.putArray("nodes").addObject().put("id", nodeId).put("primary", true).set("module",
                workflow.get("primary_module"));
        whole.putArray("connections");
        whole.putArray("rules");
        return whole;
    }

    static ObjectNode inEnvelope(ObjectNode... workflows) {
        var body = Http.JSON.createObjectNode();
        ArrayNode array = body.putArray("connected_workflows");
        for (var workflow : workflows) {
            array.add(workflow);
        }
        return body;
    }
}
