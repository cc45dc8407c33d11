package io.connectedworkflow.domain.organization;

import static io.connectedworkflow.domain.organization.Permission.MANAGE_AUTOMATIONS;
import static io.connectedworkflow.domain.organization.Permission.MANAGE_CONNECTED_WORKFLOWS;
import static io.connectedworkflow.domain.organization.TestOrganization.ASHA;
import static io.connectedworkflow.domain.refusal.Refusals.refusalOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.EnumSource.Mode.EXCLUDE;

import io.connectedworkflow.domain.refusal.Refusal.EditionTooLow;
import io.connectedworkflow.domain.refusal.Refusal.PermissionMissing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who may manage connected workflows at all. */
class OrganizationTest {

    @ParameterizedTest
    @EnumSource(mode = EXCLUDE, names = "FREE")
    void admits_in_every_edition_but_the_free_one(Edition edition) {
        assertThat(ASHA.in(edition).seen().admit()).isEqualTo(MANAGE_CONNECTED_WORKFLOWS);
    }

    @Test
    void refuses_in_the_free_edition() {
        var free = ASHA.in(Edition.FREE).seen();

        assertThat(refusalOf(free::admit)).isEqualTo(new EditionTooLow());
    }

    @Test
    void refuses_without_a_permission() {
        var nobody = ASHA.with().seen();

        assertThat(refusalOf(nobody::admit)).isEqualTo(new PermissionMissing());
    }

    @Test
    void looks_at_the_edition_before_the_permission() {
        var nobodyInFree = ASHA.in(Edition.FREE).with().seen();

        assertThat(refusalOf(nobodyInFree::admit)).isEqualTo(new EditionTooLow());
    }

    @ParameterizedTest
    @EnumSource
    void takes_either_permission_and_says_which(Permission permission) {
        assertThat(ASHA.with(permission).seen().admit()).isEqualTo(permission);
    }

    @Test
    void relies_on_manage_automations_when_both_are_given() {
        assertThat(ASHA.with(MANAGE_CONNECTED_WORKFLOWS, MANAGE_AUTOMATIONS).seen().admit())
                .isEqualTo(MANAGE_AUTOMATIONS);
    }
}
