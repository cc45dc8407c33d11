package io.connectedworkflow.domain.organization;

import static io.connectedworkflow.domain.organization.TestOrganization.CONTACTS;
import static io.connectedworkflow.domain.organization.TestOrganization.LEADS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a directory calls users and modules, those included that it no longer lists. */
class DirectoryTest {

    private static final Directory DIRECTORY = new Directory(ZoneOffset.UTC, new Modules(List.of(LEADS, CONTACTS)),
            Map.of("7", "Asha Rao"), Map.of("1", "Leads", "2", "Visits", LEADS.id(), "Prospects"));

    @Test
    void knows_a_user_s_name_unless_it_has_forgotten_the_user() {
        assertThat(DIRECTORY.userName("7")).contains("Asha Rao");
        assertThat(DIRECTORY.userName("8")).isEmpty();
    }

    @Test
    void calls_a_module_as_it_does_now_else_as_it_did_last_else_as_was_recorded() {
        assertThat(DIRECTORY.moduleName(LEADS.id(), "recorded")).isEqualTo("Leads");
        assertThat(DIRECTORY.moduleName("2", "recorded")).isEqualTo("Visits");
        assertThat(DIRECTORY.moduleName("3", "recorded")).isEqualTo("recorded");
    }

    @Test
    void finds_every_module_that_has_or_had_a_name() {
        assertThat(DIRECTORY.moduleIds("Leads")).containsExactlyInAnyOrder(LEADS.id(), "1");
        assertThat(DIRECTORY.moduleIds("Contacts")).containsExactly(CONTACTS.id());
        assertThat(DIRECTORY.moduleIds("Visits")).containsExactly("2");
        assertThat(DIRECTORY.moduleIds("Unknown")).isEmpty();
    }
}
