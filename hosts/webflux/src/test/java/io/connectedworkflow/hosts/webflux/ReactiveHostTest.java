package io.connectedworkflow.hosts.webflux;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.testing.Beans;
import io.connectedworkflow.testing.Host;
import io.connectedworkflow.testing.Http;
import io.connectedworkflow.testing.Http.Reply;
import io.connectedworkflow.testing.TestPostgres;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Import;
import org.springframework.util.ClassUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** A host with WebFlux, where our REST endpoints cannot be. */
@TestInstance(Lifecycle.PER_CLASS)
@ExtendWith(OutputCaptureExtension.class)
class ReactiveHostTest {

    private Host with;
    private Host without;
    private String log;

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import(Greetings.class)
    static class Application {}

    @RestController
    static class Greetings {

        /** Greets whoever asks. */
        @GetMapping("/greetings")
        Mono<String> greet() {
            return Mono.just("hello");
        }
    }

    @BeforeAll
    void start(CapturedOutput output) {
        var place = TestPostgres.newDatabase();
        with = Host.start(place, Application.class, "--logging.level.root=INFO");
        log = output.getAll();
        without = Host.start(place, Application.class, "--connected-workflow.enabled=false");
    }

    @AfterAll
    void stop() {
        with.close();
        without.close();
    }

    @Test
    void is_told_that_there_are_no_rest_endpoints() {
        assertThat(ClassUtils.isPresent("jakarta.servlet.Servlet", getClass().getClassLoader())).isFalse();
        assertThat(log.lines().filter(line -> line.contains(" WARN ") || line.contains(" ERROR ")))
                .singleElement().asString()
                .endsWith("connected-workflow has no REST endpoints, for they need Spring MVC "
                        + "and this is WebFlux; its Java API is on");
    }

    @Test
    void gets_the_java_api() {
        assertThat(with.servesTheJavaApi()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/greetings", "/nothing", Http.WORKFLOWS, "/admin/v1/organizations", "/oauth/v2/token"})
    void answers_as_without_us(String path) {
        var ours = get(with, path);
        var its = get(without, path);
        assertThat(ours.status()).isEqualTo(its.status());
        assertThat(ours.headers().map().keySet()).isEqualTo(its.headers().map().keySet());
        assertThat(ours.status() == 200 ? ours.body() : ours.json().get("error").asString())
                .isEqualTo(its.status() == 200 ? its.body() : its.json().get("error").asString());
    }

    @Test
    void finds_its_own_beans_as_if_we_were_not_there() {
        assertThat(Beans.addedTypes(with, without)).noneMatch(type -> type.startsWith("org.springframework.web"));
    }

    private static Reply get(Host host, String path) {
        return host.http().send("GET", path, Map.of(), null);
    }
}
