package io.connectedworkflow.infrastructure.organization;

import io.connectedworkflow.domain.organization.Edition;
import io.connectedworkflow.domain.refusal.Item;
import io.connectedworkflow.domain.refusal.Refusal.DocumentInvalid;
import io.connectedworkflow.domain.refusal.Refusal.FieldMissing;
import io.connectedworkflow.domain.refusal.Refusal.ValueInvalid;
import io.connectedworkflow.domain.refusal.Refusal.ValueNotSupported;
import io.connectedworkflow.domain.refusal.Text;
import io.connectedworkflow.infrastructure.organization.OrganizationDocument.Field;
import io.connectedworkflow.infrastructure.organization.OrganizationDocument.Limits;
import io.connectedworkflow.infrastructure.organization.OrganizationDocument.Module;
import io.connectedworkflow.infrastructure.organization.OrganizationDocument.Profile;
import io.connectedworkflow.infrastructure.organization.OrganizationDocument.RuleLimits;
import io.connectedworkflow.infrastructure.organization.OrganizationDocument.User;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads what an administrator says of an organization; what is wrong is refused with the path of the field. */
final class OrganizationBody {

    private static final List<String> EDITIONS = Arrays.stream(Edition.values())
            .map(edition -> edition.name().toLowerCase(Locale.ROOT)).toList();

    private OrganizationBody() {}

    static OrganizationDocument toDocument(String organizationId, Item item) {
        requireId(organizationId, "org_id");
        var name = text(item, "name");
        var edition = text(item, "edition");
        if (!EDITIONS.contains(edition)) {
            throw new ValueNotSupported(item.at("edition"), EDITIONS).asException();
        }
        var timeZone = timeZone(item);
        var limits = limits(item.object("limits"));
        var modules = modules(item);
        var profiles = list(item, "profiles", OrganizationBody::profile);
        unique(item, "profiles", "id", profiles, Profile::id);
        var profileIds = profiles.stream().map(Profile::id).collect(Collectors.toSet());
        var users = list(item, "users", user -> user(user, profileIds));
        unique(item, "users", "id", users, User::id);
        return new OrganizationDocument(organizationId, name, edition, timeZone, limits, modules, profiles, users);
    }

    /** An id of the CRM: 1 to 19 decimal digits that fit in 63 bits. */
    static void requireId(String id, String field) {
        if (!Text.isId(id)) {
            throw new DocumentInvalid(field + " must be 1 to 19 decimal digits below 2^63").asException();
        }
    }

    private static String timeZone(Item item) {
        var given = item.storableText("time_zone");
        if (given == null) {
            return "UTC";
        }
        if (!ZoneId.getAvailableZoneIds().contains(given)) {
            throw new ValueInvalid(item.at("time_zone")).asException();
        }
        return given;
    }

    private static @Nullable Limits limits(@Nullable Item limits) {
        if (limits == null) {
            return null;
        }
        var rules = limits.object("rules");
        return new Limits(limit(limits, "connected_workflows_limit", 0),
                limit(limits, "modules_limit_per_process", 1),
                rules == null ? null : new RuleLimits(limit(rules, "limit_per_module", 0)));
    }

    private static @Nullable Integer limit(Item limits, String key, int minimum) {
        var limit = limits.integer(key);
        if (limit != null && limit < minimum) {
            throw new ValueInvalid(limits.at(key)).asException();
        }
        return limit;
    }

    private static List<Module> modules(Item item) {
        if (item.objects("modules") == null) {
            return ModuleCatalogue.MODULES;
        }
        var modules = list(item, "modules", OrganizationBody::module);
        unique(item, "modules", "id", modules, Module::id);
        unique(item, "modules", "api_name", modules, Module::apiName);
        return modules;
    }

    private static Module module(Item module) {
        var id = id(module, "id");
        var apiName = text(module, "api_name");
        var supported = !Boolean.FALSE.equals(module.flag("supported"));
        var fields = list(module, "fields", OrganizationBody::field);
        unique(module, "fields", "api_name", fields, Field::apiName);
        unique(module, "fields", "id", fields.stream().filter(field -> field.id() != null).toList(),
                field -> Objects.requireNonNull(field.id()));
        return new Module(id, apiName, supported, fields);
    }

    private static Field field(Item field) {
        return new Field(field.text("id") == null ? null : id(field, "id"), text(field, "api_name"),
                field.storableText("field_label"), text(field, "data_type"));
    }

    private static Profile profile(Item profile) {
        var id = id(profile, "id");
        var name = text(profile, "name");
        var permissions = profile.requiredTexts("permissions");
        for (var i = 0; i < permissions.size(); i++) {
            if (!Text.isStorable(permissions.get(i))) {
                throw new ValueInvalid(profile.at("permissions").index(i)).asException();
            }
        }
        return new Profile(id, name, permissions);
    }

    private static User user(Item user, Set<String> profileIds) {
        var id = id(user, "id");
        var fullName = text(user, "full_name");
        var email = user.storableText("email");
        var profileId = id(user, "profile_id");
        if (!profileIds.contains(profileId)) {
            throw new ValueInvalid(user.at("profile_id")).asException();
        }
        return new User(id, fullName, email, profileId, !Boolean.FALSE.equals(user.flag("active")));
    }

    private static String id(Item item, String key) {
        var id = item.requiredText(key);
        if (!Text.isId(id)) {
            throw new ValueInvalid(item.at(key)).asException();
        }
        return id;
    }

    private static String text(Item item, String key) {
        var text = item.storableText(key);
        if (text == null || text.isBlank()) {
            throw new FieldMissing(item.at(key)).asException();
        }
        return text;
    }

    private static <T> List<T> list(Item item, String key, Function<Item, T> read) {
        var items = item.objects(key);
        return items == null ? List.of() : items.stream().map(read).toList();
    }

    private static <T> void unique(Item item, String list, String key, List<T> elements, Function<T, String> value) {
        var seen = new HashSet<String>();
        for (var i = 0; i < elements.size(); i++) {
            if (!seen.add(value.apply(elements.get(i)))) {
                throw new DocumentInvalid("Duplicate value: $." + item.at(list).index(i).key(key).text())
                        .asException();
            }
        }
    }
}
