package com.example.sales.playbook;

import java.util.List;
import java.util.Optional;
import org.springframework.data.repository.Repository;

/** All playbooks. */
interface PlaybookRepository extends Repository<Playbook, Long> {

    /** Stores it. */
    Playbook save(Playbook playbook);

    /** One of an account. */
    Optional<Playbook> findByIdAndAccountId(long id, long accountId);

    /** Those of an account, oldest first. */
    List<Playbook> findByAccountIdOrderById(long accountId);
}
