package io.connectedworkflow.domain.organization;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An organization's directory, the same for all users.
 *
 * @param timeZone  the zone in which the organization reads times
 * @param userNames full names by user id; the users that are not active any more included
 */
public record Directory(ZoneId timeZone, Modules modules, Map<String, String> userNames,
        Map<String, String> formerModuleNames) {

    /** One that lists these modules and nothing else, for an organization that reads times in UTC. */
    public static Directory of(Collection<CrmModule> modules) {
        return new Directory(ZoneOffset.UTC, new Modules(modules), Map.of(), Map.of());
    }

    /** The full name of a user, unless the directory has forgotten the user. */
    public Optional<String> userName(String id) {
        return Optional.ofNullable(userNames.get(id));
    }

    /**
     * The API name of a module, or the last that it had if the directory no longer lists it.
     *
     * @param recorded what the log says it was, for a module that the directory has never listed
     */
    public String moduleName(String id, String recorded) {
        return modules.withId(id).map(CrmModule::apiName)
                .orElseGet(() -> formerModuleNames.getOrDefault(id, recorded));
    }

    /** The ids of the modules that have this API name, or had it when the directory last listed them. */
    public Set<String> moduleIds(String apiName) {
        var ids = formerModuleNames.entrySet().stream().filter(former -> former.getValue().equals(apiName))
                .map(Map.Entry::getKey).collect(Collectors.toCollection(HashSet::new));
        modules.withApiName(apiName).ifPresent(module -> ids.add(module.id()));
        return ids;
    }
}
