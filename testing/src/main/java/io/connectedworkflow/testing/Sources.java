package io.connectedworkflow.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Java files that a page shows. */
public final class Sources {

    private static final Pattern CLASS = Pattern.compile(
            "^(?:public |final |abstract |sealed )*(?:class|record|interface|enum) (\\w+)", Pattern.MULTILINE);

    private Sources() {}

    private static final class Source extends SimpleJavaFileObject {

        private final String text;

        private Source(String text) {
            super(URI.create("string:///" + name(text) + ".java"), Kind.SOURCE);
            this.text = text;
        }

        private static String name(String text) {
            var matcher = CLASS.matcher(text);
            assertThat(matcher.find()).as("a class in %s", text).isTrue();
            return Objects.requireNonNull(matcher.group(1));
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    /** Compiles them as they stand on the page, into this folder; the test fails with what the compiler says. */
    public static void compile(List<String> texts, String classPath, Path classes) {
        var messages = new StringWriter();
        List<? extends JavaFileObject> sources = texts.stream().map(Source::new).toList();
        var compiled = ToolProvider.getSystemJavaCompiler().getTask(messages, null, null,
                List.of("-d", classes.toString(), "-cp", classPath, "-parameters", "-proc:none"), null, sources).call();
        assertThat(compiled).withFailMessage(messages::toString).isTrue();
    }
}
