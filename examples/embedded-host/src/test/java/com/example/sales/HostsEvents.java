package com.example.sales;

import com.example.sales.account.Member;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.axonframework.eventhandling.EventHandler;
import org.springframework.stereotype.Component;

/** Handles whatever the application's own Axon publishes, in the transaction of the command. */
@Component
class HostsEvents {

    private final List<Object> handled = new CopyOnWriteArrayList<>();
    private volatile boolean failing;

    @EventHandler
    void on(Object event) {
        if (failing) {
            throw new IllegalStateException("A handler of the application's failed");
        }
        handled.add(event);
    }

    /** All of them. */
    List<Object> all() {
        return List.copyOf(handled);
    }

    /** The names of those about a member's account. */
    List<String> of(Member member) {
        return handled.stream().filter(event -> event.toString().contains("accountId=" + member.accountId() + ","))
                .map(event -> event.getClass().getSimpleName()).toList();
    }

    /** Runs something while every event is too much. */
    void whileHandlingFails(Runnable work) {
        failing = true;
        try {
            work.run();
        } finally {
            failing = false;
        }
    }
}
