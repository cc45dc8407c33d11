package io.connectedworkflow.domain.rule;

import io.connectedworkflow.domain.organization.CrmModule;
import io.connectedworkflow.domain.refusal.FieldPath;
import io.connectedworkflow.domain.refusal.Item;
import io.connectedworkflow.domain.refusal.Refusal.Ambiguous;
import io.connectedworkflow.domain.refusal.Refusal.FieldMissing;
import io.connectedworkflow.domain.refusal.Refusal.OneOfMissing;
import io.connectedworkflow.domain.refusal.Refusal.ValueInvalid;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a module, for requests that name them.
 *
 * @param listed empty where the directory does not list them: then any name goes
 */
public record ModuleFields(List<CrmModule.Field> listed) {

    /**
     * A field that a request has named.
     *
     * @param dataType null where the directory does not say
     */
    public record Named(FieldName name, @Nullable String dataType) {

        /** Whether a value fits in it. */
        boolean takes(@Nullable Object value) {
            return dataType == null || DataType.takes(dataType, value);
        }

        /** Whether a value can be compared with it as one of several. */
        boolean takesOneOf(@Nullable Object value) {
            return dataType == null || DataType.takesOneOf(dataType, value);
        }
    }

    /** Whether there may be a field of this name. */
    public boolean allow(String apiName) {
        return listed.isEmpty() || listed.stream().anyMatch(field -> field.apiName().equals(apiName));
    }

    /**
     * The field that a request means, by API name, by id or by both. Refused where fields are listed: when neither key
     * is given ({@link OneOfMissing}), when one names no field ({@link ValueInvalid}, API name first), and when they name
     * two ({@link Ambiguous}). Where they are not listed, the API name is mandatory ({@link FieldMissing}).
     */
    Named named(Item field) {
        var apiName = field.storableText("api_name");
        var id = field.storableText("id");
        if (listed.isEmpty()) {
            if (apiName == null) {
                throw new FieldMissing(field.at("api_name")).asException();
            }
            return new Named(new FieldName(apiName, id), null);
        }
        var named = apiName == null ? null : find(other -> other.apiName().equals(apiName), field.at("api_name"));
        var identified = id == null ? null : find(other -> id.equals(other.id()), field.at("id"));
        if (named != null && identified != null && !named.equals(identified)) {
            throw new Ambiguous(List.of(field.at("id"), field.at("api_name"))).asException();
        }
        var found = named == null ? identified : named;
        if (found == null) {
            throw new OneOfMissing(List.of(field.at("api_name"), field.at("id"))).asException();
        }
        return new Named(new FieldName(found.apiName(), found.id()), found.dataType());
    }

    /**
     * A mapping of another module's field, as one of the field that has its API name here; empty where fields are listed
     * and there is none, or none that its value fits in.
     */
    public Optional<FieldMapping> moved(FieldMapping mapping) {
        if (listed.isEmpty()) {
            return Optional.of(mapping);
        }
        return listed.stream().filter(field -> field.apiName().equals(mapping.field().apiName()))
                .filter(field -> mapping.type() != MappingType.STATIC
                        || DataType.takes(field.dataType(), mapping.value().content()))
                .map(field -> new FieldMapping(new FieldName(field.apiName(), field.id()), mapping.type(),
                        mapping.value()))
                .findFirst();
    }

    /** The field that a rule has named once; empty where fields are listed and there is none of its API name. */
    Optional<Named> named(FieldName name) {
        return listed.isEmpty()
                ? Optional.of(new Named(name, null))
                : listed.stream().filter(field -> field.apiName().equals(name.apiName())).findFirst()
                        .map(field -> new Named(name, field.dataType()));
    }

    private CrmModule.Field find(Predicate<CrmModule.Field> wanted, FieldPath at) {
        return listed.stream().filter(wanted).findFirst().orElseThrow(() -> new ValueInvalid(at).asException());
    }
}
