package io.connectedworkflow.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.util.ClassUtils;

/** The beans that we add to those of an application, which must find its own ones as if we were not there. */
public final class Beans {

    private static final String OURS = "io.connectedworkflow.";
    private static final Set<String> OF_NO_INTEREST = Set.of("java.lang.", "java.io.", "java.util.EventListener",
            "org.springframework.beans.factory.Aware");

    private Beans() {}

    /**
     * The types, other than our own, of what the application has with us and not without: what it can meet when it asks
     * for a bean by type. Fails if anything is gone that it has without us.
     */
    public static Set<String> addedTypes(Host with, Host without) {
        var before = Set.of(without.context().getBeanDefinitionNames());
        var after = Set.of(with.context().getBeanDefinitionNames());
        assertThat(after).containsAll(before);
        var types = new TreeSet<String>();
        after.stream().filter(name -> !before.contains(name) && isFoundByType(with, name))
                .forEach(name -> addTypes(ClassUtils.getUserClass(with.context().getBean(name)), types));
        types.removeIf(type -> type.startsWith(OURS) || OF_NO_INTEREST.stream().anyMatch(type::startsWith));
        return types;
    }

    private static boolean isFoundByType(Host host, String name) {
        return host.context().getBeanFactory().getBeanDefinition(name).isAutowireCandidate();
    }

    private static void addTypes(Class<?> type, Set<String> types) {
        if (types.add(type.getName())) {
            Arrays.stream(type.getInterfaces()).forEach(each -> addTypes(each, types));
            if (type.getSuperclass() != null) {
                addTypes(type.getSuperclass(), types);
            }
        }
    }
}
