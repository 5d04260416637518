package io.livevisitors.samples.standalone;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * One answer of the shop, ready to send. Immutable.
 *
 * @param contentType media type with its charset
 * @param body the bytes; nobody may change them
 * @param etag validator of these bytes, in quotes
 */
@SuppressWarnings("ArrayRecordComponent")
record Page(String contentType, byte[] body, String etag) {

    static Page of(String contentType, byte[] body) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
            return new Page(contentType, body, '"' + HexFormat.of().formatHex(Arrays.copyOf(digest, 9)) + '"');
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every Java platform", e);
        }
    }

    static Page html(String text) {
        return of("text/html;charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }
}
