package io.connectedworkflow.infrastructure.organization;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What an administrator says of an organization, with its defaults filled in; as it is stored, and as it is answered.
 *
 * @param edition  in lower case
 * @param timeZone an id of the time zone database
 * @param limits   what overrides the edition's limits; null for nothing
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record OrganizationDocument(String orgId, String name, String edition, String timeZone, @Nullable Limits limits,
        List<Module> modules, List<Profile> profiles, List<User> users) {

    /** Each is null where the edition's own limit counts. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Limits(@Nullable Integer connectedWorkflowsLimit, @Nullable Integer modulesLimitPerProcess,
            @Nullable RuleLimits rules) {}

    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record RuleLimits(@Nullable Integer limitPerModule) {}

    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Module(String id, String apiName, boolean supported, List<Field> fields) {}

    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Field(@Nullable String id, String apiName, @Nullable String fieldLabel, String dataType) {}

    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Profile(String id, String name, List<String> permissions) {}

    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record User(String id, String fullName, @Nullable String email, String profileId, boolean active) {}
}
