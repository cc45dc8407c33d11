package io.connectedworkflow.server.transfer;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The SHA-256 of the lines of an export. */
final class Checksum {

    private final MessageDigest digest = sha256();

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    /** Adds a line, with its end. */
    void add(byte[] line) {
        digest.update(line);
    }

    /** That of all that was added, in hexadecimal digits. To be asked for once. */
    String value() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
