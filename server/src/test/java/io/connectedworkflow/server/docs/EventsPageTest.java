package io.connectedworkflow.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.domain.rule.Rule;
import io.connectedworkflow.domain.workflow.event.WorkflowEvent;
import io.connectedworkflow.testing.Page;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.axonframework.serialization.Revision;
import org.junit.jupiter.api.Test;

/** Compares the page about events with the events. */
class EventsPageTest {

    private static final Pattern SECTION = Pattern.compile("^## (.+?)\n(.*?)(?=^#|\\z)",
            Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern FIELD = Pattern.compile("^\\| `(\\w+)` \\|", Pattern.MULTILINE);

    @Test
    void the_page_lists_every_event_and_every_part_of_one_with_its_fields() {
        assertThat(sections()).isEqualTo(inCode());
    }

    @Test
    void every_section_says_what_it_is_about() {
        assertThat(SECTION.matcher(Page.of("events.md").text()).results().map(section -> section.group(2)))
                .allSatisfy(text -> assertThat(text.strip()).matches("(?s)[A-Z][^|]{10,}\\.\n\n\\|.*"));
    }

    private static Map<String, List<String>> sections() {
        var sections = new LinkedHashMap<String, List<String>>();
        SECTION.matcher(Page.of("events.md").text()).results().forEach(section -> sections.put(section.group(1),
                FIELD.matcher(section.group(2)).results().map(field -> field.group(1)).toList()));
        return sections;
    }

    private static Map<String, List<String>> inCode() {
        var records = new LinkedHashMap<String, List<String>>();
        var parts = new LinkedHashSet<Class<?>>();
        for (var event : WorkflowEvent.class.getPermittedSubclasses()) {
            records.put("%s (revision %s)".formatted(event.getSimpleName(),
                    event.getAnnotation(Revision.class).value()), fields(event));
            addParts(event, parts);
        }
        parts.forEach(part -> records.put(part.getSimpleName(), fields(part)));
        return records;
    }

    private static List<String> fields(Class<?> type) {
        return Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList();
    }

    /** The records that a record is made of, but the one that is nothing but what it holds. */
    private static void addParts(Class<?> type, Set<Class<?>> parts) {
        for (var component : type.getRecordComponents()) {
            classes(component.getGenericType()).flatMap(EventsPageTest::records).filter(parts::add).toList()
                    .forEach(part -> addParts(part, parts));
        }
    }

    private static Stream<Class<?>> classes(Type type) {
        return switch (type) {
            case ParameterizedType list -> Arrays.stream(list.getActualTypeArguments())
                    .flatMap(EventsPageTest::classes);
            case Class<?> plain -> Stream.of(plain);
            default -> Stream.of();
        };
    }

    private static Stream<Class<?>> records(Class<?> type) {
        if (type.isSealed()) {
            return Arrays.stream(type.getPermittedSubclasses()).flatMap(EventsPageTest::records);
        }
        return type.isRecord() && type.getPackage().equals(Rule.class.getPackage())
                && !type.getSimpleName().equals("Value")
                        ? Stream.of(type)
                        : Stream.of();
    }
}
