package io.connectedworkflow.infrastructure.workflow;

import static io.connectedworkflow.infrastructure.web.Answer.object;

import io.connectedworkflow.application.workflow.WorkflowView;
import io.connectedworkflow.domain.organization.Directory;
import io.connectedworkflow.infrastructure.web.Answer;
import io.connectedworkflow.infrastructure.web.Envelope;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How workflows look to a client: names and times are those of the client's directory. */
final class WorkflowAnswers {

    private final Directory directory;

    WorkflowAnswers(Directory directory) {
        this.directory = directory;
    }

    /** All workflows, each without its inner parts; or nothing if there are none. */
    Answer list(List<WorkflowView> views) {
        return views.isEmpty() ? Answer.nothing() : inEnvelope(views.stream().map(this::summary).toList());
    }

    /** One workflow with all its parts. */
    Answer whole(WorkflowView view) {
        var workflow = summary(view);
        workflow.put("nodes", view.nodes().stream().map(node -> object("id", node.id(), "primary",
                node.equals(view.root()), "module", module(node))).toList());
        workflow.put("connections", List.of());
        workflow.put("rules", List.of());
        return inEnvelope(List.of(workflow));
    }

    private static Answer inEnvelope(List<?> workflows) {
        return Answer.ok(object(Envelope.WORKFLOWS.key(), workflows));
    }

    private Map<String, @Nullable Object> summary(WorkflowView view) {
        return object("id", view.id(), "name", view.name(), "description", view.description(), "status",
                view.status().name().toLowerCase(Locale.ROOT), "sequence_number", view.sequenceNumber(),
                "created_time", time(view.createdAt()), "created_by", user(view.createdBy()), "modified_time",
                time(view.modifiedAt()), "modified_by", user(view.modifiedBy()), "primary_module",
                module(view.root()), "involved_modules", involvedModules(view));
    }

    private List<?> involvedModules(WorkflowView view) {
        var modules = new LinkedHashMap<String, Object>();
        view.nodes().forEach(node -> modules.computeIfAbsent(node.moduleId(), id -> module(node)));
        return List.copyOf(modules.values());
    }

    private Object module(WorkflowView.Node node) {
        return object("id", node.moduleId(), "api_name", directory.moduleName(node.moduleId(), node.moduleApiName()));
    }

    private Object user(String id) {
        return object("id", id, "name", directory.userName(id).orElse(null));
    }

    private String time(Instant instant) {
        return Answer.time(instant, directory.timeZone());
    }
}
