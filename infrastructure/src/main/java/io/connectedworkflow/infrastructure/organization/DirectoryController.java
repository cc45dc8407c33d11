package io.connectedworkflow.infrastructure.organization;

import static io.connectedworkflow.infrastructure.web.Answer.object;

import io.connectedworkflow.domain.organization.Organization;
import io.connectedworkflow.domain.refusal.Refusal.ModuleInPathUnknown;
import io.connectedworkflow.infrastructure.security.Scope;
import io.connectedworkflow.infrastructure.web.Answer;
import io.connectedworkflow.infrastructure.web.Endpoint;
import io.connectedworkflow.infrastructure.web.QueryString;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/**
 * Shows, in the CRM's shapes, what the directory says: as much as the CRM's own clients ask for before they begin, and as
 * it takes to fill a form about workflows. Nothing can be changed here.
 */
final class DirectoryController {

    private static final String MODULES = "/crm/v8/settings/modules";
    // Behind settings and modules.
    private static final int MODULE_PATH_INDEX = 2;

    @Endpoint(scope = Scope.MEMBER)
    @GetMapping("/crm/v8/users")
    Answer users(Organization organization, HttpServletRequest request) {
        DirectoryParameters.requireCurrentUser(QueryString.of(request));
        return Answer.ok(object("users", List.of(DirectoryAnswers.user(organization)), "info",
                object("per_page", 200, "count", 1, "page", 1, "more_records", false)));
    }

    @Endpoint(scope = Scope.MEMBER)
    @GetMapping("/crm/v8/org")
    Answer organization(Organization organization) {
        return Answer.ok(object("org", List.of(DirectoryAnswers.organization(organization))));
    }

    @Endpoint(scope = Scope.READ_MODULES)
    @GetMapping(MODULES)
    Answer modules(Organization organization) {
        return list("modules", organization.modules().all().stream().map(DirectoryAnswers::module).toList());
    }

    @Endpoint(scope = Scope.READ_MODULES)
    @GetMapping(MODULES + "/{apiName}")
    Answer module(Organization organization, @PathVariable String apiName) {
        var module = organization.modules().withApiName(apiName)
                .orElseThrow(() -> new ModuleInPathUnknown(MODULE_PATH_INDEX).asException());
        return list("modules", List.of(DirectoryAnswers.module(module)));
    }

    @Endpoint(scope = Scope.READ_FIELDS)
    @GetMapping("/crm/v8/settings/fields")
    Answer fields(Organization organization, HttpServletRequest request) {
        var module = QueryString.of(request).module(organization.modules());
        return list("fields", module.fields().stream().map(DirectoryAnswers::field).toList());
    }

    private static Answer list(String key, List<?> elements) {
        return elements.isEmpty() ? Answer.nothing() : Answer.ok(object(key, elements));
    }
}
