package io.livevisitors.privacy;

import java.nio.ByteBuffer;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * 128 bits that stand for a visitor or a tab and cannot be led back to it once the salt is gone.
 *
 * @param high the first 64 bits
 * @param low the last 64 bits
 */
public record Pseudonym(long high, long low) {

    private static final int TOKEN_LENGTH = 22;

    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    /** The pseudonym that a token shows; null if it is no token. */
    public static @Nullable Pseudonym parse(String token) {
        try {
            ByteBuffer bytes = token.length() == TOKEN_LENGTH ? ByteBuffer.wrap(DECODER.decode(token)) : null;
            Pseudonym parsed = bytes == null ? null : new Pseudonym(bytes.getLong(), bytes.getLong());
            return parsed != null && parsed.token().equals(token) ? parsed : null;
        } catch (IllegalArgumentException e) {
            return null; // not base64url
        }
    }

    /** The form shown on the wire: 22 characters of base64url (RFC 4648, section 5). */
    public String token() {
        return BASE64.encodeToString(
                ByteBuffer.allocate(16).putLong(high).putLong(low).array());
    }
}
