package io.connectedworkflow.application.history;

import io.connectedworkflow.application.workflow.Caller;
import io.connectedworkflow.application.workflow.Messages;
import io.connectedworkflow.application.workflow.Outcome;
import io.connectedworkflow.domain.organization.Organization;
import io.connectedworkflow.domain.organization.Organizations;
import io.connectedworkflow.domain.refusal.FieldPath;
import io.connectedworkflow.domain.refusal.Refusal.IdUnknown;
import io.connectedworkflow.domain.refusal.Refusal.ValueInvalid;
import io.connectedworkflow.domain.workflow.Origin;
import io.connectedworkflow.domain.workflow.command.RestoreConnectedWorkflow;
import org.jspecify.annotations.Nullable;

/** The way back: history is never rewritten, so what was is told once more, as new events. */
public final class WorkflowRestore {

    private static final FieldPath VERSION = FieldPath.of("version");

    private final WorkflowAsOf past;
    private final Messages messages;
    private final Organizations organizations;

    /** Restores out of the given past. */
    public WorkflowRestore(WorkflowAsOf past, Messages messages, Organizations organizations) {
        this.past = past;
        this.messages = messages;
        this.organizations = organizations;
    }

    /**
     * Brings a workflow of the caller's organization, be it deleted, back to what it was at a version; its status stays.
     * Refused with {@link IdUnknown}, with {@link ValueInvalid} if it was not there at that version, and with whatever
     * else stands against it today.
     *
     * @param expectedVersion the version that the workflow must have now; null for any
     * @return the workflow's id
     */
    public Outcome<String> restore(Caller caller, String workflowId, @Nullable Long expectedVersion, long version) {
        return Outcome.of(() -> messages.send(
                command(caller.admitted(organizations), workflowId, expectedVersion, version), caller));
    }

    private RestoreConnectedWorkflow command(Organization organization, String workflowId,
            @Nullable Long expectedVersion, long version) {
        var history = past.existing(organization, workflowId);
        if (version < 1 || version > history.version()) {
            throw new ValueInvalid(VERSION).asException();
        }
        var then = history.at(new Moment.Version(version)).orElseThrow(() -> new ValueInvalid(VERSION).asException());
        return new RestoreConnectedWorkflow(workflowId, organization, expectedVersion, version, then.configuration(),
                new Origin(then.sequenceNumber(), then.createdBy(), then.createdAt()));
    }
}
