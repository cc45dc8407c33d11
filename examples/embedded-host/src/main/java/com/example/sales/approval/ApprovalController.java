package com.example.sales.approval;

import com.example.sales.account.Member;
import io.connectedworkflow.domain.refusal.RefusedException;
import java.util.NoSuchElementException;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What members do about approvals. */
@RestController
class ApprovalController {

    private final Approvals approvals;

    ApprovalController(Approvals approvals) {
        this.approvals = approvals;
    }

    @PostMapping("/playbooks/{id}/approval")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void request(@AuthenticationPrincipal Member member, @PathVariable long id) {
        approvals.request(member, id);
    }

    @PutMapping("/playbooks/{id}/approval")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void grant(@AuthenticationPrincipal Member member, @PathVariable long id) {
        approvals.grant(member, id);
    }

    @ExceptionHandler
    @ResponseStatus(HttpStatus.CONFLICT)
    String refused(RefusedException refused) {
        return refused.refusal().getClass().getSimpleName();
    }

    @ExceptionHandler
    @ResponseStatus(HttpStatus.NOT_FOUND)
    void unknown(NoSuchElementException unknown) {}
}
