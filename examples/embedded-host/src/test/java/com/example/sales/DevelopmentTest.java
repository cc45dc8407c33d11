package com.example.sales;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.example.sales.account.Members;
import com.example.sales.playbook.Playbooks;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who develops the application needs no database: that of connected workflows is the application's as well. */
class DevelopmentTest {

    @Test
    void the_application_has_its_tables_in_the_embedded_database(@TempDir Path directory) {
        var application = new SpringApplication(SalesApplication.class);
        application.setAdditionalProfiles("development");
        try (var context = application.run("--server.port=0", "--connected-workflow.data-dir=" + directory)) {
            var ben = context.getBean(Members.class).loadUserByUsername("ben");
            var playbook = context.getBean(Playbooks.class).draft(ben, "Win back", "A second call", "Deals");
            var jdbc = context.getBean(JdbcClient.class);

            assertThat(playbook.getWorkflowId()).isNotNull();
            assertThat(jdbc.sql("select count(*) from flyway_schema_history").query(Integer.class).single())
                    .isEqualTo(4);
            assertThatExceptionOfType(DataAccessException.class)
                    .isThrownBy(() -> jdbc.sql("delete from connected_workflow.domain_event").update())
                    .havingRootCause().withMessageContaining("permission denied");
        }
    }
}
