package io.livevisitors.privacy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * HMAC-SHA-256 (RFC 2104, FIPS 180-4) of several texts under one key, cut to its first 128 bits. Made of the digest itself:
 * what the key does to it is the same for every message, so it is done once, and each message goes on from a copy (RFC
 * 2104, section 4). These two states are as good as the key, and are overwritten with it. Thread-safe.
 */
final class KeyedHash {

    private static final String ALGORITHM = "SHA-256";
    private static final int BLOCK_BYTES = 64;
    private static final int DIGEST_BYTES = 32;
    private static final byte INNER = 0x36;
    private static final byte OUTER = 0x5c;

    /** Has never digested anything: a copy of it is as good as a new one, and needs no look-up. */
    private static final MessageDigest UNUSED = digest();

    private final MessageDigest inner;
    private final MessageDigest outer;

    /**
     * Takes what it needs of the key, which stays the caller's.
     *
     * @param key at most 64 bytes, so that it need not be hashed itself
     */
    KeyedHash(byte[] key) {
        inner = keyed(key, INNER);
        outer = keyed(key, OUTER);
    }

    /**
     * Each part is preceded by its length, so that no two lists of parts give the same input. What comes out while another
     * thread overwrites the key is good for nothing.
     */
    Pseudonym of(String... parts) {
        byte[] message = message(parts);
        try {
            MessageDigest digest = copy(inner);
            digest.update(message);
            byte[] hash = digest.digest();
            digest = copy(outer);
            digest.update(hash);
            digest.digest(hash, 0, DIGEST_BYTES);
            ByteBuffer result = ByteBuffer.wrap(hash);
            return new Pseudonym(result.getLong(), result.getLong());
        } catch (DigestException e) {
            throw new IllegalStateException("a digest of " + ALGORITHM + " has " + DIGEST_BYTES + " bytes", e);
        }
    }

    /** Overwrites what is left of the key: both states become those in which every digest begins. */
    void overwrite() {
        inner.reset();
        outer.reset();
    }

    /** A digest that has taken the key, filled up with zeros, each byte combined with one. */
    private static MessageDigest keyed(byte[] key, byte with) {
        byte[] block = new byte[BLOCK_BYTES];
        for (int i = 0; i < BLOCK_BYTES; i++) {
            block[i] = (byte) (i < key.length ? key[i] ^ with : with);
        }
        MessageDigest digest = copy(UNUSED);
        digest.update(block);
        Arrays.fill(block, (byte) 0);
        return digest;
    }

    private static byte[] message(String[] parts) {
        byte[][] texts = new byte[parts.length][];
        int length = 0;
        for (int i = 0; i < parts.length; i++) {
            texts[i] = parts[i].getBytes(StandardCharsets.UTF_8);
            length += Integer.BYTES + texts[i].length;
        }
        ByteBuffer message = ByteBuffer.allocate(length);
        for (byte[] text : texts) {
            message.putInt(text.length).put(text);
        }
        return message.array();
    }

    private static MessageDigest copy(MessageDigest digest) {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(ALGORITHM + " of this Java platform cannot be copied", e);
        }
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance(ALGORITHM);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(ALGORITHM + " is part of every Java platform", e);
        }
    }

    /** Nothing: what it holds is as good as the key. */
    @Override
    public String toString() {
        return "KeyedHash[…]";
    }
}
