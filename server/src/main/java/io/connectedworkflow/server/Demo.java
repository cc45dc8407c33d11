package io.connectedworkflow.server;

import io.connectedworkflow.application.workflow.Caller;
import io.connectedworkflow.application.workflow.ConnectedWorkflows;
import io.connectedworkflow.domain.organization.Actor;
import io.connectedworkflow.domain.refusal.RefusedException;
import io.connectedworkflow.infrastructure.organization.ModuleCatalogue;
import io.connectedworkflow.infrastructure.organization.OrganizationDocument;
import io.connectedworkflow.infrastructure.organization.OrganizationDocument.Profile;
import io.connectedworkflow.infrastructure.organization.OrganizationDocument.User;
import io.connectedworkflow.infrastructure.organization.PostgresOrganizations;
import io.connectedworkflow.infrastructure.security.PostgresClients;
import java.util.List;

/** An organization to try things with, and a command that does. */
final class Demo {

    private static final Actor ASHA = new Actor("4876876", "4876876000000327001");
    private static final String PROFILE = "4876876000000026011";
    private static final List<String> SCOPES = List.of("ZohoCRM.settings.connected_workflows.ALL");
    private static final int TOKEN_SECONDS = 3600;

    private static final String CREATE = """

        Create a connected workflow (the token is good for an hour):
        curl -H 'Authorization: Zoho-oauthtoken %s' %s/crm/v8/settings/connected_workflows -d '{"connected_workflows":[{"name":"contacts-process","description":"from first call to invoice","primary_module":{"api_name":"Contacts","id":"4876876000000002179"}}]}'

        """;
    private static final String LIST = """

        List the connected workflows (the token is good for an hour):
        curl -H 'Authorization: Zoho-oauthtoken %s' %s/crm/v8/settings/connected_workflows

        """;

    private final PostgresOrganizations organizations;
    private final PostgresClients clients;
    private final ConnectedWorkflows workflows;

    Demo(PostgresOrganizations organizations, PostgresClients clients, ConnectedWorkflows workflows) {
        this.organizations = organizations;
        this.clients = clients;
        this.workflows = workflows;
    }

    /** Prints a command that can be pasted now, unless the organization has been deleted. */
    void invite(String server) {
        organizations
                .once("demo",
                        () -> organizations.put(new OrganizationDocument(ASHA.organization(), "Demo", "enterprise",
                                "Asia/Kolkata", null,
                                ModuleCatalogue.MODULES,
                                List.of(new Profile(PROFILE, "Administrator",
                                        List.of("manage_automations", "manage_connected_workflows"))),
                                List.of(new User(ASHA.user(), "Asha Rao", "asha.rao@example.com", PROFILE, true)))));
        try {
            var caller = Caller.of(ASHA.organization(), ASHA.user()).inRequest("demo");
            System.out.printf(workflows.list(caller).orElseThrow().isEmpty() ? CREATE : LIST, token(), server);
        } catch (RefusedException changed) {
            System.out.printf("%nReady: %s%n", server);
        }
    }

    private String token() {
        if (clients.list(ASHA).isEmpty()) {
            clients.create(ASHA, SCOPES, TOKEN_SECONDS);
        }
        return clients.issue(clients.list(ASHA).getFirst(), SCOPES).orElseThrow();
    }
}
