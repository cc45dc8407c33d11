package io.connectedworkflow.infrastructure.evidence;

import io.connectedworkflow.application.evidence.Checkpoint;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Judges whether checkpoints are genuine: by the keys that are given, or else by the one that each carries. */
final class CheckpointSignatures {

    private static final Pattern PEM = Pattern.compile("-----BEGIN PUBLIC KEY-----([^-]+)-----END PUBLIC KEY-----");

    private final @Nullable Map<String, PublicKey> given;
    private final Set<String> used = new TreeSet<>();

    private CheckpointSignatures(@Nullable Map<String, PublicKey> given) {
        this.given = given;
    }

    static CheckpointSignatures byTheirOwnKeys() {
        return new CheckpointSignatures(null);
    }

    /** By one or more public keys in PEM, or one in base64. */
    static CheckpointSignatures by(String text) throws GeneralSecurityException {
        var keys = new HashMap<String, PublicKey>();
        var blocks = PEM.matcher(text).results().map(block -> block.group(1)).toList();
        for (var block : blocks.isEmpty() ? List.of(text) : blocks) {
            var encoded = decode(block.replaceAll("\\s", ""));
            keys.put(CheckpointKey.id(encoded), publicKey(encoded));
        }
        return new CheckpointSignatures(keys);
    }

    /** The ids of the keys of those that were genuine. */
    Set<String> used() {
        return used;
    }

    boolean areKeysGiven() {
        return given != null;
    }

    boolean isGenuine(Checkpoint checkpoint) {
        try {
            var key = given == null ? carried(checkpoint) : given.get(checkpoint.keyId());
            if (key == null || !CheckpointKey.isSignature(decode(checkpoint.signature()),
                    CheckpointText.of(checkpoint).getBytes(StandardCharsets.UTF_8), key)) {
                return false;
            }
            used.add(checkpoint.keyId());
            return true;
        } catch (GeneralSecurityException malformed) {
            return false;
        }
    }

    private static @Nullable PublicKey carried(Checkpoint checkpoint) throws GeneralSecurityException {
        var encoded = decode(checkpoint.publicKey());
        return CheckpointKey.id(encoded).equals(checkpoint.keyId()) ? publicKey(encoded) : null;
    }

    private static PublicKey publicKey(byte[] encoded) throws GeneralSecurityException {
        return KeyFactory.getInstance(CheckpointKey.ALGORITHM).generatePublic(new X509EncodedKeySpec(encoded));
    }

    private static byte[] decode(String base64) throws GeneralSecurityException {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException malformed) {
            throw new GeneralSecurityException(malformed);
        }
    }
}
