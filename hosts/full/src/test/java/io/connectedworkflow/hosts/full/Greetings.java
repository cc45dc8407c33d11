package io.connectedworkflow.hosts.full;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Endpoints of a host's own. */
@RestController
class Greetings {

    /** Greets whoever may ask. */
    @GetMapping("/greetings")
    String greet() {
        return "hello";
    }

    /** Greets by a form. */
    @PostMapping("/greetings")
    String greet(@RequestParam String name) {
        return "hello " + name;
    }
}
