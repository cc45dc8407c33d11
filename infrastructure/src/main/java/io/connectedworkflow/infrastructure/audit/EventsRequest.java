package io.connectedworkflow.infrastructure.audit;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.connectedworkflow.application.audit.EventFilter;
import io.connectedworkflow.domain.workflow.event.WorkflowEvent;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A request for events of the log.
 *
 * @param lines whether all events are wanted, line by line
 * @param after the position behind which the page begins
 */
record EventsRequest(EventFilter filter, boolean lines, int pageSize, long after) {

    private static final Pattern POSITION = Pattern.compile("[0-9]{1,18}");
    private static final Set<String> EVENTS = Arrays.stream(WorkflowEvent.class.getPermittedSubclasses())
            .map(Class::getSimpleName).collect(toUnmodifiableSet());

    static EventsRequest of(AuditParameters parameters) {
        var organization = parameters.organization();
        var workflow = parameters.id("workflow");
        var user = parameters.id("user");
        var event = parameters.text("event", EVENTS::contains);
        var from = parameters.from();
        var filter = new EventFilter(organization, workflow, user, event, from, parameters.to(from));
        return new EventsRequest(filter, parameters.lines(), parameters.pageSize(),
                parameters.place(POSITION, filter).map(place -> Long.parseLong(place.group())).orElse(0L));
    }
}
