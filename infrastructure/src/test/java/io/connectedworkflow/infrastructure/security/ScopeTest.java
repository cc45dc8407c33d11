package io.connectedworkflow.infrastructure.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which scopes a granted one includes. */
class ScopeTest {

    @ParameterizedTest
    @CsvSource({"ZohoCRM.settings.ALL,ZohoCRM.settings.ALL",
        "ZohoCRM.settings.ALL,ZohoCRM.settings.connected_workflows.READ",
        "ZohoCRM.settings.ALL,ZohoCRM.settings.connected_workflows.ALL", "ZohoCRM.settings.ALL,ZohoCRM.settings.READ",
        "zohocrm.settings.all,ZohoCRM.settings.modules.UPDATE", "ZohoCRM.modules.ALL,ZohoCRM.modules.leads.WRITE",
        "ZohoCRM.settings.connected_workflows.ALL,ZohoCRM.settings.connected_workflows.CREATE",
        "ZohoCRM.settings.connected_workflows.ALL,zohocrm.settings.connected_workflows.delete",
        "ConnectedWorkflow.audit,connectedworkflow.AUDIT", "a.b,A.B", ".ALL,.all", "all,ALL"})
    void includes(String granted, String wanted) {
        assertThat(Scope.includes(granted, wanted)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(ignoreLeadingAndTrailingWhitespace = false, value = {"ZohoCRM.settings.READ,ZohoCRM.settings.ALL",
        "ZohoCRM.settings.connected_workflows.ALL,ZohoCRM.settings.ALL",
        "ZohoCRM.settings.connected_workflows.ALL,ZohoCRM.settings.modules.READ",
        "ZohoCRM.settings.connected_workflows.READ,ZohoCRM.settings.connected_workflows.CREATE",
        "ZohoCRM.settings.ALL,ZohoCRM.settings2.connected_workflows.READ",
        "ZohoCRM.settings.ALL,ZohoCRM.settings.connected_workflows",
        "ZohoCRM.settings.ALL,ZohoCRM.settings.connected_workflows.", "ZohoCRM.settings.ALL,ZohoCRM.settings.",
        "ZohoCRM.settings.ALL,ZohoCRM.settings..READ", "ZohoCRM.settings.ALL,ZohoCRM.settings",
        "ZohoCRM.settings.ALL,ZohoCRM.modules.ALL", "ZohoCRM.settingsALL,ZohoCRM.settings.READ",
        "ZohoCRM.settings.ALL,ZohoCRM.settings.a\tb.READ", "ZohoCRM.settings.ALL,'ZohoCRM.settings.modules.READ\n'",
        "ZohoCRM.settings.ALL,ZohoCRM.settings.modules.READ;x", "ZohoCRM.settings.ALL,ZohoCRM.settings.é.READ",
        "ConnectedWorkflow.ALL,ConnectedWorkflow.admin", "ConnectedWorkflow.ALL,ConnectedWorkflow.audit",
        "ZohoCRM.settings.connected_workflows,ZohoCRM.settings.connected_workflows.READ", "ALL,READ", "all,a.all"})
    void does_not_include(String granted, String wanted) {
        assertThat(Scope.includes(granted, wanted)).isFalse();
    }
}
