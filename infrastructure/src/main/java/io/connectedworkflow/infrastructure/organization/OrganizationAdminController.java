package io.connectedworkflow.infrastructure.organization;

import static io.connectedworkflow.infrastructure.web.Answer.object;

import io.connectedworkflow.domain.refusal.Item;
import io.connectedworkflow.domain.refusal.Refusal.DocumentInvalid;
import io.connectedworkflow.domain.refusal.Refusal.NotFound;
import io.connectedworkflow.infrastructure.security.PostgresClients;
import io.connectedworkflow.infrastructure.security.Scope;
import io.connectedworkflow.infrastructure.web.Answer;
import io.connectedworkflow.infrastructure.web.Endpoint;
import io.connectedworkflow.infrastructure.web.QueryString;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;

/** The administration of organizations. */
final class OrganizationAdminController {

    static final String ORGANIZATIONS = "/admin/v1/organizations";

    private final PostgresOrganizations organizations;
    private final PostgresClients clients;

    OrganizationAdminController(PostgresOrganizations organizations, PostgresClients clients) {
        this.organizations = organizations;
        this.clients = clients;
    }

    @Endpoint(scope = Scope.ADMIN)
    @PutMapping(ORGANIZATIONS + "/{organization}")
    Answer put(@PathVariable String organization, Item item) {
        var document = OrganizationBody.toDocument(organization, item);
        return new Answer(organizations.put(document) ? 201 : 200, document);
    }

    @Endpoint(scope = Scope.ADMIN)
    @GetMapping(ORGANIZATIONS + "/{organization}")
    Answer get(@PathVariable String organization) {
        return Answer.ok(organizations.find(organization).orElseThrow(OrganizationAdminController::unknown));
    }

    @Endpoint(scope = Scope.ADMIN)
    @GetMapping(ORGANIZATIONS)
    Answer list(HttpServletRequest request) {
        var query = QueryString.of(request);
        var size = pageSize(query);
        var found = organizations.list(query.value("page_token").orElse(""), size + 1);
        var more = found.size() > size;
        var page = more ? found.subList(0, size) : found;
        var info = object("page_size", size, "more_records", more);
        if (more) {
            info.put("next_page_token", page.getLast().orgId());
        }
        return Answer.ok(object("organizations", page.stream().map(document -> object("org_id", document.orgId(),
                "name", document.name(), "edition", document.edition(), "time_zone", document.timeZone())).toList(),
                "info", info));
    }

    @Endpoint(scope = Scope.ADMIN)
    @DeleteMapping(ORGANIZATIONS + "/{organization}")
    Answer delete(@PathVariable String organization) {
        if (!organizations.delete(organization)) {
            throw unknown();
        }
        clients.forgetGrants(organization);
        return Answer.nothing();
    }

    private static RuntimeException unknown() {
        return new NotFound("organization").asException();
    }

    private static int pageSize(QueryString query) {
        var size = query.value("page_size").orElse("200");
        if (!size.matches("[1-9][0-9]{0,2}") || Integer.parseInt(size) > 200) {
            throw new DocumentInvalid("page_size must be a number from 1 to 200").asException();
        }
        return Integer.parseInt(size);
    }
}
