package io.connectedworkflow.application.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectedworkflow.domain.refusal.Refusal.ParameterInvalid;
import io.connectedworkflow.domain.refusal.RefusedException;
import org.junit.jupiter.api.Test;

/** Which organization's past an auditor sees. */
class AuditorTest {

    @Test
    void an_organization_s_auditor_sees_that_organization() {
        var auditor = new Auditor("7");

        assertThat(auditor.organization(null)).isEqualTo("7");
        assertThat(auditor.organization("7")).isEqualTo("7");
        assertThatThrownBy(() -> auditor.organization("8")).isInstanceOfSatisfying(RefusedException.class,
                refused -> assertThat(refused.refusal()).isEqualTo(new ParameterInvalid("organization")));
    }

    @Test
    void an_administrator_sees_all_or_one() {
        var auditor = new Auditor(null);

        assertThat(auditor.organization(null)).isNull();
        assertThat(auditor.organization("8")).isEqualTo("8");
    }
}
