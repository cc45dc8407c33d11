package com.example.sales.approval;

import com.example.sales.account.Member;
import com.example.sales.approval.ApprovalCommand.GrantApproval;
import com.example.sales.approval.ApprovalCommand.RequestApproval;
import com.example.sales.playbook.Playbook;
import com.example.sales.playbook.Playbooks;
import io.connectedworkflow.domain.refusal.RefusedException;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.springframework.stereotype.Service;

/** The approvals of playbooks. */
@Service
public class Approvals {

    private final CommandGateway commands;
    private final Playbooks playbooks;

    Approvals(CommandGateway commands, Playbooks playbooks) {
        this.commands = commands;
        this.playbooks = playbooks;
    }

    /**
     * Asks for leave to play a playbook.
     *
     * @throws NoSuchElementException if there is no such playbook, or it has no process
     */
    public void request(Member member, long playbookId) {
        var playbook = playbooks.find(member, playbookId).orElseThrow();
        var workflowId = Optional.ofNullable(playbook.getWorkflowId()).orElseThrow();
        commands.sendAndWait(new RequestApproval(id(playbook), member, playbookId, workflowId));
    }

    /**
     * Gives leave to play a playbook.
     *
     * @throws NoSuchElementException if there is no such playbook
     * @throws RefusedException       if its process cannot go to work; then there is no leave either
     */
    public void grant(Member lead, long playbookId) {
        var playbook = playbooks.find(lead, playbookId).orElseThrow();
        commands.sendAndWait(new GrantApproval(id(playbook), lead));
    }

    private static String id(Playbook playbook) {
        return "playbook-" + playbook.getId();
    }
}
