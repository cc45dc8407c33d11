package io.connectedworkflow.hosts.webmvc;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;

/** Endpoints of a host's own. */
@Controller
class Greetings {

    /** What a host answers with. */
    record Greeting(String firstName, long howOften) {}

    /** Greets as JSON. */
    @GetMapping("/greetings")
    @ResponseBody
    Greeting greet() {
        return new Greeting("Asha", 1_000_000_000_000L);
    }

    /** Greets by the form that a browser sends. */
    @PostMapping("/greetings/form")
    @ResponseBody
    String greetByForm(@RequestParam String name) {
        return "posted " + name;
    }

    /** Greets by a form, which FormContentFilter reads. */
    @PutMapping("/greetings/form")
    @ResponseBody
    String replaceByForm(@RequestParam String name) {
        return "put " + name;
    }

    /** Greets by a form, which FormContentFilter reads. */
    @PatchMapping("/greetings/form")
    @ResponseBody
    String changeByForm(@RequestParam String name) {
        return "patched " + name;
    }

    /** Greets by a form that HiddenHttpMethodFilter takes for a deletion. */
    @DeleteMapping("/greetings/form")
    @ResponseBody
    String deleteByForm(@RequestParam String name) {
        return "deleted " + name;
    }

    /** Greets by JSON. */
    @PostMapping("/greetings/json")
    @ResponseBody
    Map<String, Object> greetByJson(@RequestBody Map<String, Object> body) {
        return new TreeMap<>(body);
    }

    /** Fails. */
    @GetMapping("/greetings/fails")
    @ResponseBody
    String fail() {
        throw new IllegalStateException("the host's own");
    }

    /** Forwards to wherever it is told. */
    @GetMapping("/greetings/elsewhere")
    String forward(HttpServletRequest request) {
        return "forward:" + request.getHeader("X-Where");
    }
}
