package io.connectedworkflow.infrastructure.evidence;

import io.connectedworkflow.infrastructure.CannotStartException;
import io.connectedworkflow.infrastructure.security.Digests;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;

/** The Ed25519 key that checkpoints are signed with. */
final class CheckpointKey {

    static final String ALGORITHM = "Ed25519";

    private static final int ID_DIGITS = 16;
    private static final int LINE = 64;

    private final PrivateKey privateKey;
    private final PublicKey publicKey;

    private CheckpointKey(PrivateKey privateKey, PublicKey publicKey) {
        this.privateKey = privateKey;
        this.publicKey = publicKey;
    }

    /** Reads a private key, PKCS#8 in PEM or plain base64. */
    static CheckpointKey parse(String text) {
        try {
            var encoded = Base64.getDecoder().decode(text.replaceAll("-----[A-Z ]+-----|\\s", ""));
            var privateKey = KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(encoded));
            var key = new CheckpointKey(privateKey, publicKey((EdECPrivateKey) privateKey));
            var probe = "probe".getBytes(StandardCharsets.UTF_8);
            if (isSignature(key.sign(probe), probe, key.publicKey)) {
                return key;
            }
        } catch (GeneralSecurityException | IllegalArgumentException malformed) {
            // the message must not quote it
        }
        throw new CannotStartException("connected-workflow.audit.checkpoints.private-key is no Ed25519 key in PKCS#8, "
                + "as openssl genpkey -algorithm ed25519 makes one");
    }

    /** A new private key in PEM. */
    static String random() {
        try {
            var encoded = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair().getPrivate().getEncoded();
            return "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
                    .formatted(Base64.getMimeEncoder(LINE, new byte[]{'\n'}).encodeToString(encoded));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java since 15 has Ed25519", impossible);
        }
    }

    // Java makes a public key only together with a private one, whose bytes are those that it gets for random ones.
    private static PublicKey publicKey(EdECPrivateKey privateKey) throws GeneralSecurityException {
        var bytes = privateKey.getBytes().orElseThrow(() -> new GeneralSecurityException("a key without bytes"));
        var generator = KeyPairGenerator.getInstance(ALGORITHM);
        generator.initialize(NamedParameterSpec.ED25519, new Given(bytes));
        return generator.generateKeyPair().getPublic();
    }

    private static final class Given extends SecureRandom {

        private static final long serialVersionUID = 1L;

        private final byte[] given;

        private Given(byte[] given) {
            this.given = given;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            System.arraycopy(given, 0, bytes, 0, bytes.length);
        }
    }

    /** Names the key: the beginning of the hash of its public part. */
    String id() {
        return id(publicKey());
    }

    /** The name of the key with this public part. */
    static String id(byte[] publicKey) {
        return HexFormat.of().formatHex(Digests.sha256().digest(publicKey)).substring(0, ID_DIGITS);
    }

    /** Its public part, as X.509 writes it. */
    byte[] publicKey() {
        return publicKey.getEncoded();
    }

    byte[] sign(String text) {
        return sign(text.getBytes(StandardCharsets.UTF_8));
    }

    private byte[] sign(byte[] bytes) {
        try {
            var signature = Signature.getInstance(ALGORITHM);
            signature.initSign(privateKey);
            signature.update(bytes);
            return signature.sign();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static boolean isSignature(byte[] signature, byte[] bytes, PublicKey key) throws GeneralSecurityException {
        var verification = Signature.getInstance(ALGORITHM);
        verification.initVerify(key);
        verification.update(bytes);
        return verification.verify(signature);
    }

    /** Keeps it out of logs. */
    @Override
    public String toString() {
        return "CheckpointKey[" + id() + "]";
    }
}
