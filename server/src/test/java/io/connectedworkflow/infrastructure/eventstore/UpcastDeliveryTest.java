package io.connectedworkflow.infrastructure.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.connectedworkflow.domain.workflow.event.WorkflowRenamed;
import io.connectedworkflow.infrastructure.postgres.Database;
import io.connectedworkflow.server.testing.ServerContext;
import io.connectedworkflow.testing.TestPostgres;
import java.util.List;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.upcasting.event.EventUpcasterChain;
import org.axonframework.serialization.upcasting.event.IntermediateEventRepresentation;
import org.axonframework.serialization.upcasting.event.SingleEventUpcaster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A subscription gets an event in today's form, whatever form it was stored in. */
class UpcastDeliveryTest {

    private static ConfigurableApplicationContext server;
    private static StoredEvents events;

    /** As if a name had once been called a title. */
    private static final class TitleBecomesName extends SingleEventUpcaster {

        @Override
        protected boolean canUpcast(IntermediateEventRepresentation event) {
            return event.getType().equals(new SimpleSerializedType("WorkflowRenamed", "0"));
        }

        @Override
        protected IntermediateEventRepresentation doUpcast(IntermediateEventRepresentation event) {
            return event.upcastPayload(new SimpleSerializedType("WorkflowRenamed", "1"), JsonNode.class, payload -> {
                var fields = (ObjectNode) payload;
                return fields.set("name", fields.remove("title"));
            });
        }
    }

    @BeforeAll
    static void start() {
        server = ServerContext.start(TestPostgres.newDatabase());
        events = new StoredEvents(server.getBean(Database.class).jdbc(), new EventSerializer(),
                new EventUpcasterChain(new TitleBecomesName()));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static long append(String id, String type, String revision, String payload) {
        return server.getBean(Database.class).jdbc().query("""
            insert into connected_workflow.domain_event (aggregate_identifier, sequence_number, type, event_identifier,
                payload_type, payload_revision, payload, meta_data, time_stamp, organization_id, user_id)
            values (?, 6, 'ConnectedWorkflow', ?, ?, ?, ?::jsonb, '{}', now(), '2', '3') returning global_index""",
                (row, i) -> row.getLong(1), id, id, type, revision, payload).getFirst();
    }

    @Test
    void an_event_of_an_earlier_revision_is_delivered_in_todays() {
        var position = append("71", "WorkflowRenamed", "0", """
            {"workflowId": "71", "organizationId": "2", "userId": "3", "title": "new"}""");
        var section = events.next(position - 1, position, 10);
        var event = events.delivered(section.events().getFirst());

        assertThat(section.upTo()).isEqualTo(position);
        assertThat(event.position()).isEqualTo(position);
        assertThat(event.version()).isEqualTo(7);
        assertThat(event.name()).isEqualTo("WorkflowRenamed");
        assertThat(event.revision()).isEqualTo("1");
        assertThat(event.requestId()).isNull();
        assertThat(event.event()).isEqualTo(new WorkflowRenamed("71", "2", "3", "new"));
        assertThat(JsonMapper.shared().readTree(event.data())).isEqualTo(JsonMapper.shared().readTree("""
            {"workflowId": "71", "organizationId": "2", "userId": "3", "name": "new"}"""));
    }

    @Test
    void an_event_that_is_not_known_is_not_passed_over() {
        var position = append("72", "WorkflowPainted", "1", "{}");
        var event = events.next(position - 1, position, 10).events().getFirst();

        assertThatIllegalStateException().isThrownBy(() -> events.delivered(event))
                .withMessageContaining("is not known to this release");
    }

    @Test
    void a_section_ends_where_nothing_is_left() {
        var position = append("73", "WorkflowRenamed", "0", "{}");

        assertThat(events.next(position, position + 5, 10)).isEqualTo(new StoredEvents.Section(List.of(),
                position + 5));
    }
}
