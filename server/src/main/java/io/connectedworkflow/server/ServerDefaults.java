package io.connectedworkflow.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;

/** The server's own settings. They have a name of their own, so that an embedding application never loads them. */
final class ServerDefaults {

    private ServerDefaults() {}

    static Properties load() {
        try {
            return PropertiesLoaderUtils.loadProperties(new ClassPathResource("connected-workflow-server.properties"));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }
}
