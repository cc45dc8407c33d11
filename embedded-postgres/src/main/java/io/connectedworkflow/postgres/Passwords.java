package io.connectedworkflow.postgres;

import java.io.IOException;
import java.io.StringReader;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/** The passwords of the embedded PostgreSQL's three roles, made once for each data directory. */
record Passwords(String superuser, String owner, String server) {

    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    static Passwords random() {
        return new Passwords(randomPassword(), randomPassword(), randomPassword());
    }

    private static String randomPassword() {
        var bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Reads what {@link #text} wrote, if all of it is there and nothing that would need quoting in SQL. */
    static Optional<Passwords> parse(String text) throws IOException {
        var properties = new Properties();
        properties.load(new StringReader(text));
        var passwords = Stream.of("superuser", "owner", "server")
                .map(role -> properties.getProperty(role + ".password", ""))
                .filter(password -> password.matches("[A-Za-z0-9_-]+")).toList();
        return passwords.size() == 3
                ? Optional.of(new Passwords(passwords.get(0), passwords.get(1), passwords.get(2)))
                : Optional.empty();
    }

    String text() {
        return """
            superuser.password=%s
            owner.password=%s
            server.password=%s
            """.formatted(superuser, owner, server);
    }

    /** Keeps them out of logs. */
    @Override
    public String toString() {
        return "Passwords";
    }
}
