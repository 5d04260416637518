package io.livevisitors.privacy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * HMAC-SHA-256 (RFC 2104, FIPS 180-4) of several texts, cut to its first 128 bits. Made of the digest itself rather than of
 * {@link javax.crypto.Mac}, which is looked up among the providers each time, and would keep the key if it were kept.
 */
final class KeyedHash {

    private static final String ALGORITHM = "SHA-256";
    private static final int BLOCK_BYTES = 64;
    private static final int DIGEST_BYTES = 32;
    private static final byte INNER = 0x36;
    private static final byte OUTER = 0x5c;

    /** Has never digested anything: a copy of it is as good as a new one, and needs no look-up. */
    private static final MessageDigest UNUSED = digest();

    private KeyedHash() {}

    /**
     * Each part is preceded by its length, so that no two lists of parts give the same input.
     *
     * @param key at most 64 bytes, so that it need not be hashed itself
     */
    static Pseudonym of(byte[] key, String... parts) {
        try {
            MessageDigest digest = (MessageDigest) UNUSED.clone();
            byte[] block = new byte[BLOCK_BYTES];
            digest.update(padded(key, INNER, block));
            for (String part : parts) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                updateLength(digest, bytes.length);
                digest.update(bytes);
            }
            byte[] hash = digest.digest();
            digest.update(padded(key, OUTER, block));
            digest.update(hash);
            digest.digest(hash, 0, DIGEST_BYTES);
            ByteBuffer result = ByteBuffer.wrap(hash);
            return new Pseudonym(result.getLong(), result.getLong());
        } catch (CloneNotSupportedException | DigestException e) {
            throw new IllegalStateException(ALGORITHM + " of this Java platform cannot be copied", e);
        }
    }

    /** The key, filled up with zeros, each byte combined with one. */
    private static byte[] padded(byte[] key, byte with, byte[] block) {
        for (int i = 0; i < BLOCK_BYTES; i++) {
            block[i] = (byte) (i < key.length ? key[i] ^ with : with);
        }
        return block;
    }

    private static void updateLength(MessageDigest digest, int length) {
        digest.update((byte) (length >>> 24));
        digest.update((byte) (length >>> 16));
        digest.update((byte) (length >>> 8));
        digest.update((byte) length);
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance(ALGORITHM);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(ALGORITHM + " is part of every Java platform", e);
        }
    }
}
