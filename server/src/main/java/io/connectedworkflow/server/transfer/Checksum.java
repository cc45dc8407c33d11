package io.connectedworkflow.server.transfer;

import io.connectedworkflow.infrastructure.security.Digests;
import java.security.MessageDigest;
import java.util.HexFormat;

/** The SHA-256 of the lines of an export. */
final class Checksum {

    private final MessageDigest digest = Digests.sha256();

    /** Adds a line, with its end. */
    void add(byte[] line) {
        digest.update(line);
    }

    /** That of all that was added, in hexadecimal digits. To be asked for once. */
    String value() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
