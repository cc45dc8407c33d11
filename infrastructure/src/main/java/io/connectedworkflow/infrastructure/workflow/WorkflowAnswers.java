package io.connectedworkflow.infrastructure.workflow;

import static io.connectedworkflow.infrastructure.web.Answer.object;

import io.connectedworkflow.application.history.WorkflowAsOf.Listing;
import io.connectedworkflow.application.workflow.WorkflowSummary;
import io.connectedworkflow.application.workflow.WorkflowView;
import io.connectedworkflow.domain.organization.Directory;
import io.connectedworkflow.domain.workflow.Node;
import io.connectedworkflow.infrastructure.rule.InnerDetails;
import io.connectedworkflow.infrastructure.rule.RuleAnswers;
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

    /** Workflows, each without its inner parts, and which ones of the past cannot be read; or nothing if there are none. */
    Answer list(Listing listing, ListRequest wanted) {
        var page = wanted.paging().page(listing.found());
        if (page.found().isEmpty() && listing.unreadable().isEmpty()) {
            return Answer.nothing();
        }
        var answer = inEnvelope(summaries(page.found()));
        if (!listing.unreadable().isEmpty()) {
            answer.put("unreadable", listing.unreadable().stream().map(id -> object("id", id)).toList());
        }
        var info = wanted.paging().info(page, WorkflowSummary::sequenceNumber);
        if (info != null) {
            answer.put("info", info);
        }
        return Answer.ok(answer);
    }

    /** One workflow with all its parts. */
    Answer whole(WorkflowView view, InnerDetails inner) {
        var workflow = summary(view.summary());
        var diagram = view.diagram();
        workflow.put("nodes", diagram.nodes().stream().map(node -> object("id", node.id(), "primary",
                node.equals(diagram.root()), "module", module(node))).toList());
        workflow.put("connections", diagram.connections().stream().map(connection -> object("id", connection.id(),
                "source_node", object("id", connection.source()), "target_node", object("id", connection.target())))
                .toList());
        workflow.put("rules", new RuleAnswers(directory, view, inner).summaries(view.rules().all()));
        return Answer.ok(inEnvelope(List.of(workflow)));
    }

    private static Map<String, @Nullable Object> inEnvelope(List<?> workflows) {
        return object(Envelope.WORKFLOWS.key(), workflows);
    }

    private List<?> summaries(List<WorkflowSummary> workflows) {
        return workflows.stream().map(this::summary).toList();
    }

    private Map<String, @Nullable Object> summary(WorkflowSummary workflow) {
        return object("id", workflow.id(), "name", workflow.name(), "description", workflow.description(), "status",
                workflow.status().name().toLowerCase(Locale.ROOT), "sequence_number", workflow.sequenceNumber(),
                "created_time", time(workflow.createdAt()), "created_by", user(workflow.createdBy()), "modified_time",
                time(workflow.modifiedAt()), "modified_by", user(workflow.modifiedBy()), "primary_module",
                module(workflow.nodes().getFirst()), "involved_modules", involvedModules(workflow.nodes()));
    }

    private List<?> involvedModules(List<Node> nodes) {
        var modules = new LinkedHashMap<String, Object>();
        nodes.forEach(node -> modules.computeIfAbsent(node.moduleId(), id -> module(node)));
        return List.copyOf(modules.values());
    }

    private Object module(Node node) {
        return object("id", node.moduleId(), "api_name", directory.moduleName(node.moduleId(), node.moduleApiName()));
    }

    private Object user(String id) {
        return object("id", id, "name", directory.userName(id).orElse(null));
    }

    private String time(Instant instant) {
        return Answer.time(instant, directory.timeZone());
    }
}
