package io.connectedworkflow.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A PostgreSQL that one test has to itself, and makes a standby. */
public final class OwnPostgres implements AutoCloseable {

    private final DataDirectory directory;
    private final PostgresServer postgres;

    /** Starts it. */
    public OwnPostgres(Path path, String password) throws IOException {
        directory = DataDirectory.open(path);
        postgres = new PostgresServer(directory, PostgresPrograms.unpacked(directory.binaries()));
        postgres.initialize(password);
        postgres.start();
    }

    /** Where it listens. */
    public int port() {
        return postgres.port();
    }

    /** Starts it again, as a standby that nobody feeds. */
    public void startAsStandby() throws IOException {
        Postmaster.of(directory.cluster()).orElseThrow().stop();
        Files.createFile(directory.cluster().resolve("standby.signal"));
        postgres.startAgain();
    }

    @Override
    public void close() throws IOException {
        try {
            postgres.stop();
        } finally {
            directory.close();
        }
    }
}
