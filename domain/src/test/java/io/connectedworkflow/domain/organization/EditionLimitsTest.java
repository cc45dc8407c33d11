package io.connectedworkflow.domain.organization;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How much an edition allows. */
class EditionLimitsTest {

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
        EDITION,      WORKFLOWS, MODULES, RULES
        STANDARD,             5,      50,     3
        PROFESSIONAL,        10,      50,     5
        ENTERPRISE,          25,      50,    10
        ULTIMATE,            50,      50,    20
        """)
    void are_those_of_the_table(Edition edition, int workflows, int modules, int rules) {
        assertThat(EditionLimits.of(edition)).isEqualTo(new EditionLimits(workflows, modules, rules));
    }

    @Test
    void allow_no_workflow_in_the_free_edition() {
        assertThat(EditionLimits.of(Edition.FREE).connectedWorkflows()).isZero();
    }

    @Test
    void stay_where_nothing_else_is_given() {
        var limits = new EditionLimits(5, 50, 3);

        assertThat(limits.overriddenBy(null, null, null)).isEqualTo(limits);
    }

    @Test
    void are_overridden_one_by_one() {
        var limits = new EditionLimits(5, 50, 3);

        assertThat(limits.overriddenBy(7, null, null)).isEqualTo(new EditionLimits(7, 50, 3));
        assertThat(limits.overriddenBy(null, 7, null)).isEqualTo(new EditionLimits(5, 7, 3));
        assertThat(limits.overriddenBy(null, null, 7)).isEqualTo(new EditionLimits(5, 50, 7));
    }

    @Test
    void can_be_overridden_by_nothing_at_all() {
        assertThat(new EditionLimits(5, 50, 3).overriddenBy(0, null, 0)).isEqualTo(new EditionLimits(0, 50, 0));
    }
}
