package com.example.sales.playbook;

import com.example.sales.account.Member;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What members do with playbooks. */
@RestController
class PlaybookController {

    private final Playbooks playbooks;
    private final ProcessBoard board;

    PlaybookController(Playbooks playbooks, ProcessBoard board) {
        this.playbooks = playbooks;
        this.board = board;
    }

    record NewPlaybook(String title, String goal, String recordType) {}

    @GetMapping("/about")
    String about() {
        return "Playbooks that are played";
    }

    @PostMapping("/playbooks")
    @ResponseStatus(HttpStatus.CREATED)
    Playbook draft(@AuthenticationPrincipal Member member, @RequestBody NewPlaybook playbook) {
        return playbooks.draft(member, playbook.title(), playbook.goal(), playbook.recordType());
    }

    @GetMapping("/playbooks")
    List<Playbook> list(@AuthenticationPrincipal Member member) {
        return playbooks.list(member);
    }

    @GetMapping("/processes")
    List<ProcessBoard.Row> board(@AuthenticationPrincipal Member member) {
        return board.list(member);
    }
}
