package io.connectedworkflow.domain.rule;

import io.connectedworkflow.domain.organization.CrmModule;
import io.connectedworkflow.domain.organization.Modules;
import io.connectedworkflow.domain.refusal.FieldPath;
import io.connectedworkflow.domain.refusal.Refusal.ValueInvalid;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Texts that name fields: a field of a rule's own module by its API name, or any as {@code ${Module.Field}}, with or
 * without an exclamation mark behind the brace, also amid other text.
 */
public final class MergeFields {

    private static final Pattern NAME = Pattern.compile("(?:(\\w+)\\.)?(\\w+)");
    private static final Pattern WRAPPED = Pattern.compile("\\$\\{!?(.*)}");
    private static final Pattern AMID_TEXT = Pattern.compile("\\$\\{!?(\\w+)\\.(\\w+)}");

    private final Modules modules;
    private final ModuleFields own;

    /** Texts in a rule of a module with these fields. */
    public MergeFields(Modules modules, ModuleFields own) {
        this.modules = modules;
        this.own = own;
    }

    /** Refuses a value that is no text, or names a field that its module does not have ({@link ValueInvalid}). */
    void require(Object value, FieldPath at) {
        if (!fit(value)) {
            throw new ValueInvalid(at).asException();
        }
    }

    /** Whether a value is a text that names no field which its module does not have. */
    boolean fit(Object value) {
        return value instanceof String text && fieldsIn(text).allMatch(this::allow);
    }

    /** Refuses a value that is not the name of a field of the rule's own module ({@link ValueInvalid}). */
    void requireOwn(Object value, FieldPath at) {
        if (!isOwn(value)) {
            throw new ValueInvalid(at).asException();
        }
    }

    /** Whether a value is the name of a field of the rule's own module. */
    boolean isOwn(Object value) {
        if (!(value instanceof String text)) {
            return false;
        }
        var name = NAME.matcher(unwrapped(text));
        return own.allow(text)
                || (name.matches() && fields(name.group(1)).equals(own) && own.allow(name.group(2)));
    }

    private static Stream<Matcher> fieldsIn(String text) {
        var whole = NAME.matcher(unwrapped(text));
        return whole.matches()
                ? Stream.of(whole)
                : AMID_TEXT.matcher(text).results().map(found -> NAME.matcher(unwrapped(found.group())))
                        .filter(Matcher::matches);
    }

    private static String unwrapped(String text) {
        var wrapped = WRAPPED.matcher(text);
        return wrapped.matches() ? wrapped.group(1) : text;
    }

    private boolean allow(Matcher name) {
        var module = name.group(1);
        return fields(module).allow(name.group(2));
    }

    private ModuleFields fields(@Nullable String module) {
        return module == null
                ? own
                : modules.withApiName(module).map(CrmModule::fields).map(ModuleFields::new)
                        .orElse(new ModuleFields(List.of()));
    }
}
