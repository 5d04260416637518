package io.livevisitors.web;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Signs and verifies what travels under the application's secret: subscriptions to private and presence channels, users
 * that sign in, and requests to the HTTP API. Immutable and thread-safe; never shows the secret.
 *
 * @see <a href="https://pusher.com/docs/channels/library_auth_reference/auth-signatures/">Pusher: generating the
 *     authentication string</a>
 */
public final class ChannelSigner {

    private static final String ALGORITHM = "HmacSHA256";
    private static final Pattern SOCKET_ID = Pattern.compile("[0-9]{1,20}\\.[0-9]{1,20}");

    private final String key;
    private final SecretKeySpec secret;

    /**
     * @param key the application key, which every client knows
     * @param secret the application secret, which no client knows
     */
    public ChannelSigner(String key, String secret) {
        this.key = key;
        this.secret = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
    }

    /** Whether a text is the secret, which then must be shown to nobody; compared in constant time. */
    public boolean isSecret(String text) {
        return MessageDigest.isEqual(secret.getEncoded(), text.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether a text is a connection's ID, {@code digits.digits}. */
    public static boolean isSocketId(String text) {
        return SOCKET_ID.matcher(text).matches();
    }

    /**
     * The auth string {@code key:hex} for a subscription; {@code channelData} is null on private channels.
     *
     * @throws IllegalArgumentException if the socket ID is none: with another text in its place, a client could have
     *     something signed that it has no right to
     */
    public String sign(String socketId, String channel, @Nullable String channelData) {
        String text = checked(socketId) + ':' + channel + (channelData == null ? "" : ':' + channelData);
        return key + ':' + hmac(text);
    }

    /** Whether an auth string is the one for this subscription; compared in constant time. */
    public boolean verify(String socketId, String channel, @Nullable String channelData, @Nullable String auth) {
        return matches(sign(socketId, channel, channelData), auth);
    }

    /**
     * The auth string {@code key:hex} with which a connection signs in as a user.
     *
     * @param userData JSON as text, with the user's {@code id}
     * @throws IllegalArgumentException if the socket ID is none, as for {@link #sign}
     * @see <a href="https://pusher.com/docs/channels/library_auth_reference/auth-signatures/#user-authentication">Pusher:
     *     user authentication</a>
     */
    public String signUser(String socketId, String userData) {
        return key + ':' + hmac(checked(socketId) + "::user::" + userData);
    }

    /** Whether an auth string is the one for this user on this connection; compared in constant time. */
    public boolean verifyUser(String socketId, String userData, @Nullable String auth) {
        return matches(signUser(socketId, userData), auth);
    }

    /**
     * The signature of a request to the HTTP API, in lower-case hex.
     *
     * @param text method, path and sorted parameters, a line each
     * @see <a href="https://pusher.com/docs/channels/library_auth_reference/rest-api/#authentication">Pusher: generating
     *     authentication signatures</a>
     */
    public String signRequest(String text) {
        return hmac(text);
    }

    /** Whether a signature is the one for this request; compared in constant time. */
    public boolean verifyRequest(String text, @Nullable String signature) {
        return matches(signRequest(text), signature);
    }

    private static String checked(String socketId) {
        if (!isSocketId(socketId)) {
            throw new IllegalArgumentException("socketId: what is to be signed names no connection; pass on the"
                    + " socket_id that the client sent, such as 123.456, and answer 403 to another");
        }
        return socketId;
    }

    private static boolean matches(String expected, @Nullable String given) {
        return given != null
                && MessageDigest.isEqual(
                        expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    private String hmac(String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(ALGORITHM + " is part of every Java platform", e);
        }
    }

    @Override
    public String toString() {
        return "ChannelSigner[key=" + key + "]";
    }
}
