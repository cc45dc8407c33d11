package io.connectedworkflow.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an editor is told about our properties is all of them, and what we write about them is what there is. */
class ConfigurationMetadataTest {

    private static final String PREFIX = "connected-workflow";
    private static final String ANY_KEY = "*";
    private static final Pattern PROPERTY = Pattern
            .compile("(?<![\\w./-])" + PREFIX + "\\.[a-z<*](?:[a-z0-9.<>*-]*[a-z0-9>*])?");
    private static final Pattern ENVIRONMENT = Pattern.compile("\\bCONNECTED_WORKFLOW_[A-Z_]*[A-Z]");
    private static final Pattern PLACEHOLDER = Pattern.compile("<[^>]*>");
    /** A file in the embedded PostgreSQL's directory is called so. */
    private static final Set<String> NO_PROPERTIES = Set.of(PREFIX + ".initialized");

    private final JsonNode metadata = metadata();

    @Test
    void every_property_has_a_type_and_is_told_in_a_sentence() {
        assertThat(metadata.path("properties")).isNotEmpty().allSatisfy(property -> {
            assertThat(property.path("name").asString()).startsWith(PREFIX + ".");
            assertThat(property.path("type").asString("")).isNotEmpty();
            assertThat(property.path("description").asString("")).matches("(?s)[A-Z].*\\.");
        });
    }

    @Test
    void whatever_can_be_set_is_in_it() {
        assertThat(names()).containsAll(settable(false));
    }

    @Test
    void whatever_is_written_about_properties_is_true() throws IOException {
        var known = new TreeSet<>(names());
        known.addAll(settable(true));
        known.addAll(NO_PROPERTIES);
        var variables = known.stream().map(ConfigurationMetadataTest::variable).collect(Collectors.toSet());

        var unknown = new TreeMap<String, Path>();
        var read = 0;
        for (var file : written()) {
            var text = Files.readString(file);
            for (var found : PROPERTY.matcher(text).results().toList()) {
                read++;
                var name = PLACEHOLDER.matcher(found.group()).replaceAll(ANY_KEY);
                if (known.stream().noneMatch(each -> each.equals(name) || each.startsWith(name + "."))) {
                    unknown.put(found.group(), file);
                }
            }
            for (var found : ENVIRONMENT.matcher(text).results().toList()) {
                read++;
                if (!variables.contains(found.group())) {
                    unknown.put(found.group(), file);
                }
            }
        }
        assertThat(unknown).isEmpty();
        assertThat(read).isGreaterThan(20);
    }

    /** The pages, our own defaults, and the sources, which ask for properties in their conditions and messages. */
    private static List<Path> written() throws IOException {
        var files = new TreeSet<>(Set.of(Path.of("..", "README.md")));
        for (var root : List.of(Path.of("..", "docs"), Path.of("src", "main"),
                Path.of("..", "server", "src", "main"))) {
            try (Stream<Path> below = Files.walk(root)) {
                below.filter(file -> file.toString().matches(".*\\.(md|java|properties)")).forEach(files::add);
            }
        }
        return List.copyOf(files);
    }

    /** The names that bind to a component of our properties; within the values of a map only if asked for. */
    private static Set<String> settable(boolean withinMaps) {
        return below(PREFIX, ConnectedWorkflowProperties.class, withinMaps)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> below(String name, Class<?> properties, boolean withinMaps) {
        return Arrays.stream(properties.getRecordComponents()).flatMap(component -> {
            var own = name + "." + DataObjectPropertyName.toDashedForm(component.getName());
            if (component.getType().isRecord()) {
                return below(own, component.getType(), withinMaps);
            }
            return withinMaps && valueType(component) instanceof Class<?> value && value.isRecord()
                    ? below(own + "." + ANY_KEY, value, true)
                    : Stream.of(own);
        });
    }

    private static Object valueType(RecordComponent component) {
        return Map.class.isAssignableFrom(component.getType())
                && component.getGenericType() instanceof ParameterizedType map
                        ? map.getActualTypeArguments()[1]
                        : component.getType();
    }

    /** The environment variable that binds to a property, as Spring Boot reads it. */
    private static String variable(String property) {
        return property.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }

    private Set<String> names() {
        return metadata.path("properties").valueStream().map(each -> each.path("name").asString())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Read from our own build: other jars of the class path have a file of this name too. */
    private static JsonNode metadata() {
        return JsonMapper.shared()
                .readTree(Path.of("target", "classes", "META-INF", "spring-configuration-metadata.json").toFile());
    }
}
