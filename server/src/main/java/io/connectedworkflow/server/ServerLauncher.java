package io.connectedworkflow.server;

/**
 * Where the server's jar begins. It is compiled for Java 17, which cannot load anything else of ours, so that there is
 * somebody to say so.
 */
public final class ServerLauncher {

    private static final int OLDEST_JAVA = 21;

    private ServerLauncher() {}

    /** Starts the server, on a Java that it can run on; or says in one line which one it needs. */
    public static void main(String[] arguments) throws ReflectiveOperationException {
        var java = Runtime.version().feature();
        if (java < OLDEST_JAVA) {
            System.err.println(
                    "connected-workflow cannot start: it needs Java " + OLDEST_JAVA + " or later, and this is Java "
                            + java + " (" + System.getProperty("java.home") + ")");
            System.exit(1);
        }
        // By its name, for this class is compiled without it.
        Class.forName("io.connectedworkflow.server.ConnectedWorkflowApplication")
                .getMethod("main", String[].class).invoke(null, (Object) arguments);
    }
}
