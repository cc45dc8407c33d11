package io.connectedworkflow.hosts.plain;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.testing.FailedStart;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.ClassUtils;

/** A host that asks for a PostgreSQL of ours and does not have the module for it, nor a data source. */
@Tag("without-embedded-postgres")
@ExtendWith(OutputCaptureExtension.class)
class NoEmbeddedPostgresTest {

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Application {}

    @Test
    void is_told_which_module_it_needs(CapturedOutput output) {
        assertThat(ClassUtils.isPresent("io.connectedworkflow.postgres.EmbeddedPostgres",
                getClass().getClassLoader())).isFalse();
        assertThat(
                FailedStart.of(output, Application.class, "--connected-workflow.embedded-postgres.enabled=true"))
                .isEqualTo("connected-workflow cannot start: connected-workflow.embedded-postgres.enabled is true, "
                        + "which needs io.connectedworkflow:connected-workflow-embedded-postgres on the class path");
    }
}
