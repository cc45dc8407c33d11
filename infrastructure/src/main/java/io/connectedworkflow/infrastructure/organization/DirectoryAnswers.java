package io.connectedworkflow.infrastructure.organization;

import static io.connectedworkflow.infrastructure.web.Answer.object;

import io.connectedworkflow.domain.organization.CrmModule;
import io.connectedworkflow.domain.organization.Edition;
import io.connectedworkflow.domain.organization.Organization;
import io.connectedworkflow.domain.organization.User.Profile;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The directory's answers, in the CRM's shapes; a key of theirs that we know nothing of is null, or is not there. */
final class DirectoryAnswers {

    private DirectoryAnswers() {}

    /** Who asks. We know a name as a whole, and the CRM calls a name that has no parts a last name. */
    static Map<String, @Nullable Object> user(Organization organization) {
        var user = organization.user();
        return object("id", user.id(), "full_name", user.fullName(), "first_name", null,
                "last_name", user.fullName(), "email", user.email(), "status", "active", "role", null, "profile",
                profile(user.profile()), "time_zone", timeZone(organization));
    }

    /** The organization of the one who asks. */
    static Map<String, @Nullable Object> organization(Organization organization) {
        var edition = organization.edition();
        return object("id", organization.id(), "zgid", organization.id(), "company_name", organization.name(),
                "time_zone", timeZone(organization), "license_details",
                object("paid", edition != Edition.FREE, "paid_type", edition.name().toLowerCase(Locale.ROOT)));
    }

    /** A module. */
    static Map<String, @Nullable Object> module(CrmModule module) {
        return object("id", module.id(), "api_name", module.apiName(), "module_name", module.apiName(),
                "singular_label", null, "plural_label", null, "api_supported", true, "triggers_supported",
                module.supported());
    }

    /** A field of a module. */
    static Map<String, @Nullable Object> field(CrmModule.Field field) {
        return object("id", field.id(), "api_name", field.apiName(), "field_label", field.label(), "display_label",
                field.label(), "data_type", field.dataType());
    }

    private static @Nullable Map<String, @Nullable Object> profile(@Nullable Profile profile) {
        return profile == null ? null : object("id", profile.id(), "name", profile.name());
    }

    private static String timeZone(Organization organization) {
        var zone = organization.directory().timeZone();
        return zone.equals(ZoneOffset.UTC) ? "UTC" : zone.getId();
    }
}
