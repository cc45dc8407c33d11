package io.connectedworkflow.application.evidence;

import java.time.Instant;

/**
 * A signed statement of where the chain of an organization's events ended at an instant.
 *
 * @param ordinal   how many events the chain had
 * @param position  the place of the last of them in the log
 * @param hash      the chain's hash over them, in hexadecimal digits
 * @param keyId     which key has signed
 * @param publicKey the public key that belongs to it, in base64
 * @param signature in base64
 */
public record Checkpoint(String organizationId, long ordinal, long position, String hash, Instant at, String keyId,
        String publicKey, String signature) {}
