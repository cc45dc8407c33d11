package io.connectedworkflow.domain.rule;

import io.connectedworkflow.domain.organization.CrmModule;
import io.connectedworkflow.domain.organization.Modules;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Judges the fields that rules name, and the values that they give them, by what the directory lists today. */
public final class RuleFields {

    private final Modules modules;

    /** By the directory's modules. */
    public RuleFields(Modules modules) {
        this.modules = modules;
    }

    /** Whether a rule of a module could be made today, as far as fields go. */
    public boolean fit(Rule rule, String moduleId) {
        var own = fields(moduleId);
        var merges = new MergeFields(modules, own);
        var criteria = new CriteriaReading(own, merges);
        return Stream.concat(Stream.of(rule.trigger()).map(Trigger::criteria),
                rule.conditions().stream().map(Condition::criteria)).filter(Objects::nonNull).allMatch(criteria::fit)
                && rule.newRecords().allMatch(created -> fit(created, merges));
    }

    private boolean fit(NewRecord created, MergeFields merges) {
        var fields = fields(created.moduleId());
        return created.fieldMappings().stream().allMatch(mapping -> fields.moved(mapping).isPresent()
                && (mapping.type() != MappingType.MERGE_FIELD || merges.fit(mapping.value().content())));
    }

    private ModuleFields fields(String moduleId) {
        return new ModuleFields(modules.withId(moduleId).map(CrmModule::fields).orElse(List.of()));
    }
}
