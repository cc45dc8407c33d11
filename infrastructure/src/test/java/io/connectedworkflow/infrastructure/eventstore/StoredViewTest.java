package io.connectedworkflow.infrastructure.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.application.workflow.WorkflowView;
import io.connectedworkflow.domain.workflow.event.WorkflowEvent;
import io.connectedworkflow.infrastructure.workflow.PostgresWorkflowViews;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.SimpleSerializedType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How a view is stored. A server of another release finds out by {@link WorkflowView#VIEW_SCHEMA_VERSION} alone whether it can
 * read what is there, so that whoever changes the form raises the number, and puts files of that number in the place of these.
 */
class StoredViewTest {

    private static final List<String> DRAFTED = List.of("WorkflowDrafted", "NodeAdded", "ConnectionAdded", "RuleAdded",
            "WorkflowActivated");
    private static final List<String> CHANGED = List.of("WorkflowDrafted", "WorkflowRenamed", "WorkflowDescribed",
            "NodeAdded", "ConnectionAdded", "ConnectionRemoved", "RuleAdded", "RuleChanged", "WorkflowActivated",
            "WorkflowDeactivated", "RuleRemoved", "NodeRemoved");
    private static final List<String> RESTORED = List.of("WorkflowRestored");
    private static final Instant AT = Instant.parse("2026-02-03T04:45:00.123Z");

    private final EventSerializer serializer = new EventSerializer();

    @ParameterizedTest
    @ValueSource(strings = {"drafted", "changed", "restored"})
    void has_the_form_of_its_number(String sample) throws IOException {
        var json = PostgresWorkflowViews.parameters(view(switch (sample) {
            case "drafted" -> DRAFTED;
            case "changed" -> CHANGED;
            default -> RESTORED;
        }));

        assertThat(json[json.length - 1] + "\n").as("raise VIEW_SCHEMA_VERSION, and add the files of that number")
                .isEqualTo(resource("/views/%s.%d.json".formatted(sample, WorkflowView.VIEW_SCHEMA_VERSION)));
    }

    @Test
    void is_none_where_the_workflow_is_deleted_or_not_there_yet() throws IOException {
        assertThat(WorkflowView.after(view(DRAFTED), event("WorkflowDeleted"), 99, AT)).isNull();
        assertThat(WorkflowView.after(null, event("WorkflowActivated"), 1, AT)).isNull();
    }

    private WorkflowView view(List<String> events) throws IOException {
        @Nullable
        WorkflowView view = null;
        for (var i = 0; i < events.size(); i++) {
            view = WorkflowView.after(view, event(events.get(i)), i + 1, AT.plusMillis(i));
        }
        return Objects.requireNonNull(view);
    }

    private WorkflowEvent event(String name) throws IOException {
        return Objects.requireNonNull(serializer.deserialize(new SimpleSerializedObject<>(
                resource("/events/" + name + ".1.json"), String.class, new SimpleSerializedType(name, "1"))));
    }

    private static String resource(String path) throws IOException {
        try (var file = StoredViewTest.class.getResourceAsStream(path)) {
            return new String(Objects.requireNonNull(file, path).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
