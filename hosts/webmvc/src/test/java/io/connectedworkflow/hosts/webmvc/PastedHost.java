package io.connectedworkflow.hosts.webmvc;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectedworkflow.testing.Host;
import io.connectedworkflow.testing.Sources;
import io.connectedworkflow.testing.TestPostgres.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.util.ReflectionUtils;

/**
 * What pages show, pasted into an application that finds it by scanning its package: the one that is among it, or else the
 * one that Spring's initializer makes.
 */
final class PastedHost implements AutoCloseable {

    private static final Pattern PACKAGE = Pattern.compile("^package ([\\w.]+);$", Pattern.MULTILINE);
    private static final Pattern APPLICATION = Pattern.compile("^@SpringBootApplication\npublic class (\\w+)",
            Pattern.MULTILINE);
    private static final String INITIALIZED = """
        package PACKAGE;

        import org.springframework.boot.SpringApplication;
        import org.springframework.boot.autoconfigure.SpringBootApplication;

        @SpringBootApplication
        public class InitializedApplication {

            public static void main(String[] arguments) {
                SpringApplication.run(InitializedApplication.class, arguments);
            }
        }
        """;

    private final String folder;
    private final URLClassLoader classes;
    private final Host host;

    private PastedHost(String folder, URLClassLoader classes, Host host) {
        this.folder = folder;
        this.classes = classes;
        this.host = host;
    }

    /** Compiles the texts, all of one package, into the folder, and starts the application on the database. */
    static PastedHost start(List<String> texts, Path folder, TestDatabase database, String... arguments) {
        var packages = texts.stream().map(text -> first(PACKAGE, text)).distinct().toList();
        assertThat(packages).as("packages of what is pasted").hasSize(1);
        var name = packages.getFirst();
        var own = texts.stream().filter(text -> APPLICATION.matcher(text).find()).toList();
        var all = own.isEmpty()
                ? Stream.concat(texts.stream(), Stream.of(INITIALIZED.replace("PACKAGE", name))).toList()
                : texts;
        var application = own.isEmpty() ? "InitializedApplication" : first(APPLICATION, own.getFirst());
        Sources.compile(all, System.getProperty("java.class.path"), folder);
        var loader = new URLClassLoader(new URL[]{url(folder)}, PastedHost.class.getClassLoader());
        var thread = Thread.currentThread();
        var before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return new PastedHost(name, loader,
                    Host.start(database, loaded(loader, name + "." + application), arguments));
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static String first(Pattern pattern, String text) {
        var matcher = pattern.matcher(text);
        assertThat(matcher.find()).as("%s in %s", pattern, text).isTrue();
        return Objects.requireNonNull(matcher.group(1));
    }

    private static URL url(Path folder) {
        try {
            return folder.toUri().toURL();
        } catch (MalformedURLException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Class<?> loaded(ClassLoader loader, String name) {
        try {
            return loader.loadClass(name);
        } catch (ClassNotFoundException missing) {
            throw new AssertionError(missing);
        }
    }

    /** The application. */
    Host host() {
        return host;
    }

    /** One of the classes that were pasted. */
    Class<?> pasted(String name) {
        return loaded(classes, folder + "." + name);
    }

    /** An object of a class that was pasted and is no bean, made as the application would make one. */
    Object made(String name) {
        return host.context().getAutowireCapableBeanFactory().autowire(pasted(name), 3, false);
    }

    /** Calls a method of what was pasted. */
    static Object call(Object target, String method, Object... arguments) {
        var found = Arrays.stream(ReflectionUtils.getUniqueDeclaredMethods(target.getClass()))
                .filter(declared -> declared.getName().equals(method)).findFirst().orElseThrow();
        ReflectionUtils.makeAccessible(found);
        return Objects.requireNonNullElse(ReflectionUtils.invokeMethod(found, target, arguments), "nothing");
    }

    @Override
    public void close() {
        host.close();
        try {
            classes.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
