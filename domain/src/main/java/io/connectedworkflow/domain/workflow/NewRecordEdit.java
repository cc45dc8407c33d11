package io.connectedworkflow.domain.workflow;

import io.connectedworkflow.domain.organization.CrmModule;
import io.connectedworkflow.domain.organization.Modules;
import io.connectedworkflow.domain.refusal.Item;
import io.connectedworkflow.domain.refusal.Refusal.IdInBodyUnknown;
import io.connectedworkflow.domain.refusal.Refusal.ValueInvalid;
import io.connectedworkflow.domain.refusal.Text;
import io.connectedworkflow.domain.rule.FieldMapping;
import io.connectedworkflow.domain.rule.FieldMappingReading;
import io.connectedworkflow.domain.rule.MergeFields;
import io.connectedworkflow.domain.rule.ModuleFields;
import io.connectedworkflow.domain.rule.NewRecord;
import java.util.List;

/** Reads out of a request which record an action creates. */
final class NewRecordEdit {

    private static final String MODULE = "module";
    private static final String LAYOUT = "layout";
    private static final String MAPPINGS = "field_mappings";

    private final Node node;
    private final Diagram diagram;
    private final Modules modules;
    private final MergeFields merges;

    NewRecordEdit(Node node, Diagram diagram, Modules modules, MergeFields merges) {
        this.node = node;
        this.diagram = diagram;
        this.modules = modules;
        this.merges = merges;
    }

    /** The record that an action is asked to create, or the first refusal. */
    NewRecord create(Item details) {
        var module = module(details.requiredObject(MODULE));
        var layout = layout(details.requiredObject(LAYOUT));
        return new NewRecord(module.id(), module.apiName(), layout,
                mappings(details, new ModuleFields(module.fields())));
    }

    /** The record with what the request wants to be different; what is left out stays, if it fits the module. */
    NewRecord change(NewRecord before, Item details) {
        var module = details.isNull(MODULE) ? null : module(details.requiredObject(MODULE));
        var layout = details.isNull(LAYOUT) ? before.layoutId() : layout(details.requiredObject(LAYOUT));
        var id = module == null ? before.moduleId() : module.id();
        var fields = new ModuleFields(modules.withId(id).map(CrmModule::fields).orElse(List.of()));
        var mappings = details.isNull(MAPPINGS) ? before.fieldMappings() : mappings(details, fields);
        if (module != null && details.isNull(MAPPINGS)) {
            mappings = mappings.stream().map(mapping -> fields.moved(mapping)
                    .orElseThrow(() -> new ValueInvalid(details.at(MODULE)).asException())).toList();
        }
        return new NewRecord(id, module == null ? before.moduleApiName() : module.apiName(), layout, mappings);
    }

    private CrmModule module(Item reference) {
        var module = modules.supported(reference);
        if (!diagram.pointsTo(node, module.id())) {
            throw new ValueInvalid(reference.path()).asException();
        }
        return module;
    }

    private static String layout(Item reference) {
        var id = reference.requiredText("id");
        if (!Text.isId(id)) {
            throw new IdInBodyUnknown(reference.at("id")).asException();
        }
        return id;
    }

    private List<FieldMapping> mappings(Item details, ModuleFields fields) {
        return new FieldMappingReading(fields, merges).read(details, MAPPINGS);
    }
}
