package io.connectedworkflow.infrastructure.organization;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toUnmodifiableMap;

import io.connectedworkflow.domain.organization.Actor;
import io.connectedworkflow.domain.organization.CrmModule;
import io.connectedworkflow.domain.organization.Directory;
import io.connectedworkflow.domain.organization.Edition;
import io.connectedworkflow.domain.organization.EditionLimits;
import io.connectedworkflow.domain.organization.Modules;
import io.connectedworkflow.domain.organization.Organization;
import io.connectedworkflow.domain.organization.Organizations;
import io.connectedworkflow.domain.organization.Permission;
import io.connectedworkflow.domain.organization.User;
import io.connectedworkflow.domain.refusal.Refusal.CallerUnknown;
import io.connectedworkflow.domain.refusal.Refusal.OrganizationIdUsed;
import io.connectedworkflow.domain.refusal.Refusal.OrganizationInUse;
import io.connectedworkflow.infrastructure.organization.OrganizationDocument.Profile;
import io.connectedworkflow.infrastructure.postgres.Database;
import io.connectedworkflow.infrastructure.security.RecentlyRead;
import io.connectedworkflow.infrastructure.security.RecentlyUsed;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The organizations that the administration API feeds us with, in PostgreSQL. */
public final class PostgresOrganizations implements Organizations {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<Map<String, String>> NAMES = new TypeReference<>() {
    };

    /** In characters of documents. What is made of one takes about five times its bytes: a quarter of the heap. */
    private static final long MAXIMUM_WEIGHT = Runtime.getRuntime().maxMemory() / 20;

    private final Database database;
    private final Function<Edition, EditionLimits> editions;
    private final RecentlyRead<String, Snapshot> recent = new RecentlyRead<>(MAXIMUM_WEIGHT, Snapshot::weight);
    // A document can be large. It is read again only when it has changed.
    private final RecentlyUsed<String, Snapshot> parsed = new RecentlyUsed<>(MAXIMUM_WEIGHT, Snapshot::weight,
            Duration.ofMinutes(10));

    /**
     * Organizations in the given database.
     *
     * @param editions the limits of an edition, where the organization has none of its own
     */
    public PostgresOrganizations(Database database, Function<Edition, EditionLimits> editions) {
        this.database = database;
        this.editions = editions;
    }

    private record Snapshot(int weight, long version, String name, Edition edition, EditionLimits limits,
            Directory directory, Map<String, ActiveUser> activeUsers) {}

    private record ActiveUser(Set<Permission> permissions, User user) {}

    private record Row(long version, @Nullable String document, @Nullable String formerModules) {}

    @Override
    public Organization of(Actor actor) {
        var snapshot = recent.get(actor.organization(), this::read);
        var active = snapshot == null ? null : snapshot.activeUsers().get(actor.user());
        if (snapshot == null || active == null) {
            throw new CallerUnknown().asException();
        }
        return new Organization(actor, snapshot.edition(), snapshot.limits(), active.permissions(),
                snapshot.directory(), snapshot.name(), active.user());
    }

    /** The document of an organization. */
    Optional<OrganizationDocument> find(String organizationId) {
        return database.jdbc()
                .query("select document from connected_workflow.organization where organization_id = ?",
                        (row, i) -> JSON.readValue(row.getString(1), OrganizationDocument.class), organizationId)
                .stream().findFirst();
    }

    /** So many documents behind the one with this id, by id. */
    List<OrganizationDocument> list(String after, int count) {
        return database.jdbc().query("""
            select document - 'modules' - 'users' - 'profiles' || '{"modules":[],"users":[],"profiles":[]}'
            from connected_workflow.organization where organization_id > ? order by organization_id limit ?""",
                (row, i) -> JSON.readValue(row.getString(1), OrganizationDocument.class), after, count);
    }

    /** Does something once in the database's life: whole, or again at the next call. */
    public void once(String what, Runnable first) {
        database.transactions().executeWithoutResult(status -> {
            if (database.jdbc().update("insert into connected_workflow.done_once values (?) on conflict do nothing",
                    what) > 0) {
                first.run();
            }
        });
    }

    /**
     * Puts an organization in place, and says whether it is a new one; refused with {@link OrganizationIdUsed} where one with a
     * past had its id, which would be shown to this one.
     */
    public boolean put(OrganizationDocument document) {
        var id = document.orgId();
        var created = Objects.requireNonNull(database.transactions().execute(status -> {
            database.boundWaits();
            // Locks the row, be it a new one: of those who create an organization at once, one does.
            var before = Objects.requireNonNull(database.jdbc().queryForObject("""
                insert into connected_workflow.organization as o (organization_id, document) values (?, ?::jsonb)
                on conflict (organization_id) do update set document = o.document
                returning case when o.xmax <> 0 then o.version end, o.document, o.former_modules""",
                    (row, i) -> new Row(row.getLong(1), row.getString(2), row.getString(3)), id,
                    JSON.writeValueAsString(document)));
            if (before.version() == 0 && hasPast(id)) {
                throw new OrganizationIdUsed().asException();
            }
            database.jdbc().update("""
                update connected_workflow.organization
                set document = ?::jsonb, former_modules = ?::jsonb, version = default where organization_id = ?""",
                    JSON.writeValueAsString(document), JSON.writeValueAsString(formerModules(before, document)), id);
            database.jdbc().update(
                    "update connected_workflow.organization_register set closed = false where organization_id = ?", id);
            return before.version() == 0;
        }));
        recent.forget(id::equals);
        return created;
    }

    private boolean hasPast(String organizationId) {
        return Boolean.TRUE.equals(database.jdbc().queryForObject(
                "select exists (select from connected_workflow.domain_event where organization_id = ?)", Boolean.class,
                organizationId));
    }

    /** Deletes an organization with its clients, and says whether there was one; {@link OrganizationInUse}. */
    boolean delete(String organizationId) {
        var deleted = Objects.requireNonNull(database.transactions().execute(status -> {
            database.boundWaits();
            var jdbc = database.jdbc();
            if (jdbc.queryForList("select from connected_workflow.organization where organization_id = ? for update",
                    organizationId).isEmpty()) {
                return false;
            }
            jdbc.update("""
                insert into connected_workflow.organization_register (organization_id) values (?)
                on conflict do nothing""", organizationId);
            var free = jdbc.update("""
                update connected_workflow.organization_register set closed = true
                where organization_id = ? and workflows = 0""", organizationId);
            if (free == 0) {
                throw new OrganizationInUse().asException();
            }
            jdbc.update("delete from connected_workflow.organization where organization_id = ?", organizationId);
            return true;
        }));
        recent.forget(organizationId::equals);
        return deleted;
    }

    private @Nullable Snapshot read(String organizationId) {
        var known = parsed.get(organizationId);
        var rows = database.jdbc().query("""
            select version, case when version <> ? then document end, former_modules
            from connected_workflow.organization where organization_id = ?""",
                (row, i) -> new Row(row.getLong(1), row.getString(2), row.getString(3)),
                known == null ? -1 : known.version(), organizationId);
        if (rows.isEmpty()) {
            return null;
        }
        var row = rows.getFirst();
        if (known != null && row.document() == null) {
            return known;
        }
        var snapshot = snapshot(row);
        parsed.put(organizationId, snapshot);
        return snapshot;
    }

    private Snapshot snapshot(Row row) {
        var document = JSON.readValue(row.document(), OrganizationDocument.class);
        var edition = Edition.valueOf(document.edition().toUpperCase(Locale.ROOT));
        var modules = document.modules().stream().map(module -> new CrmModule(module.id(), module.apiName(),
                module.supported(), module.fields().stream().map(field -> new CrmModule.Field(field.id(),
                        field.apiName(), field.fieldLabel(), field.dataType())).toList()))
                .toList();
        var names = document.users().stream()
                .collect(toUnmodifiableMap(OrganizationDocument.User::id, OrganizationDocument.User::fullName));
        var profiles = document.profiles().stream().collect(toMap(Profile::id, Function.identity()));
        var permissions = document.profiles().stream().collect(toMap(Profile::id, PostgresOrganizations::permissions));
        var users = document.users().stream().filter(OrganizationDocument.User::active)
                .collect(toUnmodifiableMap(OrganizationDocument.User::id,
                        user -> new ActiveUser(Objects.requireNonNull(permissions.get(user.profileId())),
                                user(user, Objects.requireNonNull(profiles.get(user.profileId()))))));
        var directory = new Directory(ZoneId.of(document.timeZone()), new Modules(modules), names,
                JSON.readValue(row.formerModules(), NAMES));
        return new Snapshot(Objects.requireNonNull(row.document()).length(), row.version(), document.name(), edition,
                limits(edition, document.limits()), directory, users);
    }

    private static User user(OrganizationDocument.User user, Profile profile) {
        return new User(user.id(), user.fullName(), user.email(), new User.Profile(profile.id(), profile.name()));
    }

    private EditionLimits limits(Edition edition, OrganizationDocument.@Nullable Limits own) {
        var limits = editions.apply(edition);
        if (own == null) {
            return limits;
        }
        var rules = own.rules() == null ? null : own.rules().limitPerModule();
        return limits.overriddenBy(own.connectedWorkflowsLimit(), own.modulesLimitPerProcess(), rules);
    }

    private static Set<Permission> permissions(Profile profile) {
        return Arrays.stream(Permission.values())
                .filter(permission -> profile.permissions().contains(permission.name().toLowerCase(Locale.ROOT)))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Map<String, String> formerModules(Row before, OrganizationDocument now) {
        var former = new HashMap<>(JSON.readValue(before.formerModules(), NAMES));
        JSON.readValue(before.document(), OrganizationDocument.class).modules()
                .forEach(module -> former.put(module.id(), module.apiName()));
        now.modules().forEach(module -> former.remove(module.id()));
        return former;
    }
}
