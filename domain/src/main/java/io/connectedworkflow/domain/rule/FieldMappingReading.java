package io.connectedworkflow.domain.rule;

import io.connectedworkflow.domain.refusal.Item;
import io.connectedworkflow.domain.refusal.Refusal.TooLong;
import io.connectedworkflow.domain.refusal.Refusal.TooShort;
import io.connectedworkflow.domain.refusal.Refusal.ValueInvalid;
import java.util.List;
import java.util.stream.IntStream;

/** Reads field mappings out of a request, each field in the contract's order, and refuses what is not well formed. */
public final class FieldMappingReading {

    private static final int MOST = 25;

    private final ModuleFields fields;
    private final MergeFields merges;

    /** Reads what a new record with these fields gets. */
    public FieldMappingReading(ModuleFields fields, MergeFields merges) {
        this.fields = fields;
        this.merges = merges;
    }

    /** The mappings in an array of a request, 1 to {@value #MOST}. */
    public List<FieldMapping> read(Item details, String key) {
        var size = details.requiredSize(key);
        if (size == 0) {
            throw new TooShort(details.at(key), 1).asException();
        }
        if (size > MOST) {
            throw new TooLong(details.at(key), MOST).asException();
        }
        return IntStream.range(0, size).mapToObj(index -> mapping(details.element(key, index))).toList();
    }

    private FieldMapping mapping(Item element) {
        var field = fields.named(element.requiredObject("field"));
        var type = element.requiredChoice("type", MappingType.class);
        var value = element.requiredValue("value");
        var at = element.at("value");
        var fits = switch (type) {
            case STATIC -> field.takes(value);
            case EXECUTION_TIME -> value instanceof String;
            case MERGE_FIELD -> {
                merges.require(value, at);
                yield true;
            }
        };
        if (!fits) {
            throw new ValueInvalid(at).asException();
        }
        return new FieldMapping(field.name(), type, new Value(value));
    }
}
