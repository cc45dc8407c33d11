package io.connectedworkflow.domain.workflow;

import java.util.stream.IntStream;

/** Parts of requests about rules, as JSON with single quotes. */
final class RuleTexts {

    static final String ON_ROOT = "'node': {'id': 'root'}";
    static final String WHEN_CREATED = "'execute_when': {'type': 'create', 'details': {'trigger_module': {'api_name': 'Contacts'}}}";
    static final String LEAF = "{'field': {'api_name': 'Lead_Source'}, 'comparator': 'equal', 'value': 'Web'}";
    static final String MAPPINGS = "'field_mappings': [{'field': {'api_name': 'Deal_Name'}, 'type': 'static', 'value': 'New'}]";
    static final String TO_DEALS = "'module': {'api_name': 'Deals'}";
    static final String LAYOUT = "'layout': {'id': '91'}";
    static final String DEAL = object(TO_DEALS, LAYOUT, MAPPINGS);

    /** A condition that every record meets, and an action that needs nothing. */
    static final String UPDATING = conditions(condition(1, fieldUpdate("501")));
    /** No more than a rule needs. */
    static final String PLAIN = object(ON_ROOT, WHEN_CREATED, UPDATING);

    private RuleTexts() {}

    static String object(String... fields) {
        return "{" + String.join(", ", fields) + "}";
    }

    static String conditions(String... elements) {
        return "'conditions': [" + String.join(", ", elements) + "]";
    }

    static String condition(int number, String... actions) {
        return object("'sequence_number': " + number, actions(actions));
    }

    static String changed(String id, String... fields) {
        return "{'id': '" + id + "'" + (fields.length == 0 ? "" : ", " + String.join(", ", fields)) + "}";
    }

    static String gone(String id) {
        return changed(id, "'_delete': null");
    }

    static String actions(String... elements) {
        return "'instant_actions': {'actions': [" + String.join(", ", elements) + "]}";
    }

    static String fieldUpdate(String id) {
        return "{'type': 'field_updates', 'id': '" + id + "'}";
    }

    static String email(String id) {
        return "{'type': 'email_notifications', 'id': '" + id + "'}";
    }

    static String newRecord(String details) {
        return "{'type': 'create_connected_record', 'details': " + details + "}";
    }

    /** The text as often as this, with {@code 500}, {@code 501} and so on in place of {@code #}. */
    static String[] several(int count, String text) {
        return IntStream.range(0, count).mapToObj(i -> text.replace("#", String.valueOf(500 + i)))
                .toArray(String[]::new);
    }
}
