package io.connectedworkflow.server;

import io.connectedworkflow.infrastructure.CannotStartException;
import io.connectedworkflow.infrastructure.evidence.AuditVerify;
import io.connectedworkflow.infrastructure.postgres.EmbeddedPostgresLost;
import io.connectedworkflow.server.transfer.DataExport;
import io.connectedworkflow.server.transfer.DataImport;
import java.nio.file.InvalidPathException;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;

/** The server. All that it has more than an embedding application is imported here. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration(exclude = {UserDetailsServiceAutoConfiguration.class, ErrorMvcAutoConfiguration.class})
@Import({AdministratorConfiguration.class, ServerWebConfiguration.class, DemoConfiguration.class})
public class ConnectedWorkflowApplication {

    private static final int OUT_OF_MEMORY = 3;

    /** Starts the server, or the command that is named first. What keeps it from starting, and is the operator's to mend, is said in one line. */
    public static void main(String[] arguments) {
        switch (arguments.length == 0 ? "" : arguments[0]) {
            case AuditVerify.NAME ->
                System.exit(AuditVerify.run(ServerDefaults.load(), System.out, System.err, arguments));
            case DataExport.NAME ->
                System.exit(DataExport.run(ServerDefaults.load(), System.out, System.err, arguments));
            case DataImport.NAME ->
                System.exit(DataImport.run(ServerDefaults.load(), System.in, System.out, System.err, arguments));
            default -> serve(arguments);
        }
    }

    private static void serve(String... arguments) {
        Thread.setDefaultUncaughtExceptionHandler(ConnectedWorkflowApplication::endWithoutMemory);
        try {
            var application = new SpringApplication(ConnectedWorkflowApplication.class);
            application.setDefaultProperties(ServerDefaults.load());
            application.run(arguments);
        } catch (RuntimeException failure) {
            System.err.println("connected-workflow cannot start: " + reason(failure));
            System.exit(1);
        }
    }

    // As -XX:+ExitOnOutOfMemoryError does, which not everybody sets: a thread that everything depends on may have ended.
    private static void endWithoutMemory(Thread thread, Throwable failure) {
        if (failure instanceof OutOfMemoryError) {
            Runtime.getRuntime().halt(OUT_OF_MEMORY);
        }
        LoggerFactory.getLogger(ConnectedWorkflowApplication.class).error("Thread {} has ended", thread.getName(),
                failure);
    }

    /** Ends the server whose PostgreSQL has ended for good: it could serve nothing any more. */
    @EventListener
    void end(EmbeddedPostgresLost lost) {
        System.err.println("connected-workflow ends: " + lost.reason());
        System.exit(1);
    }

    private static String reason(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CannotStartException) {
                return String.valueOf(cause.getMessage());
            }
            if (cause instanceof InvalidPathException path) {
                return "the path \"" + path.getInput()
                        + "\" has characters that the locale cannot name (LC_ALL, LANG): set "
                        + "LC_ALL to one of UTF-8, such as C.UTF-8, or choose another path";
            }
            if (cause instanceof PortInUseException port) {
                return "port " + port.getPort() + " is in use; choose another one by SERVER_PORT";
            }
        }
        failure.printStackTrace();
        return String.valueOf(failure.getMessage());
    }
}
