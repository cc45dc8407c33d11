package com.example.sales.playbook;

import com.example.sales.account.Member;
import io.connectedworkflow.application.workflow.ConnectedWorkflows;
import io.connectedworkflow.application.workflow.Outcome.Refused;
import io.connectedworkflow.application.workflow.Outcome.Success;
import io.connectedworkflow.application.workflow.WorkflowDraft;
import io.connectedworkflow.domain.organization.ModuleReference;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The playbooks of all accounts. */
@Service
public class Playbooks {

    private final PlaybookRepository repository;
    private final ConnectedWorkflows workflows;

    Playbooks(PlaybookRepository repository, ConnectedWorkflows workflows) {
        this.repository = repository;
        this.workflows = workflows;
    }

    /**
     * Drafts a playbook, and a connected workflow as its process, in one transaction. Where the workflow is refused, say
     * because its name is taken, the playbook is there without one.
     *
     * @param recordType what the process begins with, such as Deals
     */
    @Transactional
    public Playbook draft(Member author, String title, String goal, String recordType) {
        var playbook = repository.save(new Playbook(author.accountId(), title, goal));
        var draft = WorkflowDraft.of(title, goal, ModuleReference.named(recordType));
        switch (workflows.create(author.caller(), draft)) {
            case Success<String>(var workflowId) -> playbook.follow(workflowId);
            case Refused<String>(var refusal) -> playbook.block(refusal.getClass().getSimpleName());
        }
        return playbook;
    }

    /** One of the reader's account. */
    public Optional<Playbook> find(Member reader, long id) {
        return repository.findByIdAndAccountId(id, reader.accountId());
    }

    /** Those of the reader's account, oldest first. */
    public List<Playbook> list(Member reader) {
        return repository.findByAccountIdOrderById(reader.accountId());
    }

    /** Notes what has become of the approval of a playbook: {@code requested} or {@code granted}. */
    @Transactional
    public void noteApproval(long accountId, long id, String status) {
        repository.findByIdAndAccountId(id, accountId).orElseThrow().approval(status);
    }
}
