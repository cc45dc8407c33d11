package io.connectedworkflow.domain.organization;

import static java.util.stream.Collectors.toUnmodifiableMap;

import io.connectedworkflow.domain.refusal.FieldPath;
import io.connectedworkflow.domain.refusal.Item;
import io.connectedworkflow.domain.refusal.Refusal.Ambiguous;
import io.connectedworkflow.domain.refusal.Refusal.ModuleInvalid;
import io.connectedworkflow.domain.refusal.Refusal.OneOfMissing;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The modules of an organization, found by id or by API name. */
public final class Modules {

    private final List<CrmModule> all;
    private final Map<String, CrmModule> byId;
    private final Map<String, CrmModule> byApiName;

    /** The given modules, of which no two have the same id or the same API name. */
    public Modules(Collection<CrmModule> modules) {
        all = List.copyOf(modules);
        byId = modules.stream().collect(toUnmodifiableMap(CrmModule::id, Function.identity()));
        byApiName = modules.stream().collect(toUnmodifiableMap(CrmModule::apiName, Function.identity()));
    }

    /** All of them, in the order in which they were given. */
    public List<CrmModule> all() {
        return all;
    }

    /** The module with this id, supported or not. */
    public Optional<CrmModule> withId(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** The module with this API name, supported or not. */
    public Optional<CrmModule> withApiName(String apiName) {
        return Optional.ofNullable(byApiName.get(apiName));
    }

    /**
     * The module that a request means. Refused when neither key is given ({@link OneOfMissing}), when a given key names
     * no supported module ({@link ModuleInvalid}, API name first) and when the two name different modules
     * ({@link Ambiguous}).
     *
     * @param at where the reference stands in the item
     */
    public CrmModule supported(ModuleReference reference, FieldPath at) {
        var named = supported(byApiName, reference.apiName(), at.key("api_name"));
        var identified = supported(byId, reference.id(), at.key("id"));
        if (named != null && identified != null && !named.equals(identified)) {
            throw new Ambiguous(List.of(at.key("id"), at.key("api_name"))).asException();
        }
        if (named != null) {
            return named;
        }
        if (identified != null) {
            return identified;
        }
        throw new OneOfMissing(List.of(at.key("api_name"), at.key("id"))).asException();
    }

    /** As {@link #supported(ModuleReference, FieldPath)}, of an object of a request. */
    public CrmModule supported(Item reference) {
        return supported(ModuleReference.of(reference), reference.path());
    }

    private static @Nullable CrmModule supported(Map<String, CrmModule> modules, @Nullable String key, FieldPath at) {
        if (key == null) {
            return null;
        }
        var module = modules.get(key);
        if (module == null || !module.supported()) {
            throw new ModuleInvalid(at).asException();
        }
        return module;
    }
}
