package io.connectedworkflow.domain.workflow;

import static io.connectedworkflow.domain.organization.TestOrganization.DEALS;

import io.connectedworkflow.domain.rule.Action;
import io.connectedworkflow.domain.rule.ActionType;
import io.connectedworkflow.domain.rule.Comparator;
import io.connectedworkflow.domain.rule.Condition;
import io.connectedworkflow.domain.rule.Criteria;
import io.connectedworkflow.domain.rule.Criteria.Comparison;
import io.connectedworkflow.domain.rule.FieldMapping;
import io.connectedworkflow.domain.rule.FieldName;
import io.connectedworkflow.domain.rule.MappingType;
import io.connectedworkflow.domain.rule.NewRecord;
import io.connectedworkflow.domain.rule.Trigger;
import io.connectedworkflow.domain.rule.TriggerType;
import io.connectedworkflow.domain.rule.Value;
import io.connectedworkflow.domain.rule.ValueType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parts of rules, as events tell of them: what the parts of {@link RuleTexts} become. */
final class RuleParts {

    static final Trigger CREATED = new Trigger(TriggerType.CREATE, null, false);
    static final Criteria FROM_WEB = leadSource("Web");
    static final NewRecord NEW_DEAL = new NewRecord(DEALS.id(), "Deals", "91", List.of(dealNamed("New")));

    /** Those of the rule that tests change, unless they want another. */
    static final Condition FIRST = when("c1", 1, updating("501"), named("Say hello", mailing("601")));
    static final Condition SECOND = when("c2", 2, FROM_WEB, creating("a1", NEW_DEAL));
    static final Trigger ON_UPDATE = updated(FROM_WEB);

    private RuleParts() {}

    static Criteria leadSource(String source) {
        return new Comparison(new FieldName("Lead_Source", null), Comparator.EQUAL, ValueType.VALUE,
                new Value(source));
    }

    static FieldMapping dealNamed(String name) {
        return new FieldMapping(new FieldName("Deal_Name", null), MappingType.STATIC, new Value(name));
    }

    static Trigger updated(Criteria criteria) {
        return new Trigger(TriggerType.FIELD_UPDATE, criteria, false);
    }

    static Condition when(String id, int number, Action... actions) {
        return when(id, number, null, actions);
    }

    static Condition when(String id, int number, @Nullable Criteria criteria, Action... actions) {
        return new Condition(id, number, criteria, List.of(actions));
    }

    static Action updating(String id) {
        return new Action(id, ActionType.FIELD_UPDATES, null, null);
    }

    static Action mailing(String id) {
        return new Action(id, ActionType.EMAIL_NOTIFICATIONS, null, null);
    }

    static Action creating(String id, NewRecord created) {
        return new Action(id, ActionType.CREATE_CONNECTED_RECORD, null, created);
    }

    static Action named(@Nullable String name, Action action) {
        return new Action(action.id(), action.type(), name, action.details());
    }
}
