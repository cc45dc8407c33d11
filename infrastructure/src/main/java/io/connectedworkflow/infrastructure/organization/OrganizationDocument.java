package io.connectedworkflow.infrastructure.organization;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * An organization as its administrator describes it, with defaults filled in; as it is stored, and as it is answered.
 *
 * @param edition  in lower case
 * @param timeZone an id of the time zone database
 * @param limits   what overrides the edition's limits; null for nothing
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record OrganizationDocument(String orgId, String name, String edition, String timeZone, @Nullable Limits limits,
        List<Module> modules, List<Profile> profiles, List<User> users) {

    /** Each is null where the edition's own limit counts. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Limits(@Nullable Integer connectedWorkflowsLimit, @Nullable Integer modulesLimitPerProcess,
            @Nullable RuleLimits rules) {}

    /** What overrides the edition's limits of rules; null where its own counts. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record RuleLimits(@Nullable Integer limitPerModule) {}

    /** A module, with its fields where they are known. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Module(String id, String apiName, boolean supported, List<Field> fields) {}

    /** A field of a module; {@code id} and {@code fieldLabel} may be unknown. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Field(@Nullable String id, String apiName, @Nullable String fieldLabel, String dataType) {}

    /** What users of it may do, by the names of permissions. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Profile(String id, String name, List<String> permissions) {}

    /** A user, who may do what the profile of this id allows. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record User(String id, String fullName, @Nullable String email, String profileId, boolean active) {}
}
