package io.livevisitors.jakarta;

import io.livevisitors.web.ChannelSigner;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Says whether a request to the HTTP API comes from somebody who knows the secret. Two equal requests within one second
 * have one signature, so a request can be sent again as long as its timestamp is good. Thread-safe.
 *
 * @see <a href="https://pusher.com/docs/channels/library_auth_reference/rest-api/#authentication">Pusher: generating
 *     authentication signatures</a>
 */
final class ApiSignature {

    /** How far the clock of a backend may be off, either way. */
    static final Duration TOLERANCE = Duration.ofMinutes(10);

    private static final String VERSION = "1.0";
    private static final Pattern TIMESTAMP = Pattern.compile("[0-9]{1,15}");

    private final String key;
    private final ChannelSigner signer;
    private final InstantSource clock;
    private final LongConsumer skew;

    /** @param skew told by how many seconds the clock of a backend that knows the secret is behind ours, if too many */
    ApiSignature(String key, ChannelSigner signer, InstantSource clock, LongConsumer skew) {
        this.key = key;
        this.signer = signer;
        this.clock = clock;
        this.skew = skew;
    }

    /** @throws ApiException 401, with what to do, if it does not */
    void verify(ApiRequest request) throws ApiException {
        ApiQuery query = request.query();
        if (!key.equals(query.get("auth_key"))) {
            throw unauthorized("auth_key", "is not the key of this application");
        }
        if (!VERSION.equals(query.get("auth_version"))) {
            throw unauthorized("auth_version", "use " + VERSION);
        }
        String timestamp = query.get("auth_timestamp");
        if (timestamp == null || !TIMESTAMP.matcher(timestamp).matches()) {
            throw unauthorized("auth_timestamp", "use the Unix time in seconds");
        }
        verifyBody(query.get("body_md5"), request.body());
        verifySignature(request);
        verifyTimestamp(Long.parseLong(timestamp));
    }

    private static void verifyBody(@Nullable String md5, byte[] body) throws ApiException {
        if (body.length == 0 && md5 == null) {
            return;
        }
        if (md5 == null || !MessageDigest.isEqual(bytes(md5(body)), bytes(md5))) {
            throw unauthorized("body_md5", "is not the MD5 of the body, in lower-case hex");
        }
    }

    private void verifySignature(ApiRequest request) throws ApiException {
        if (!fits(request, request.path()) && !fits(request, request.plainPath())) {
            throw unauthorized(
                    "auth_signature",
                    "is not the HMAC-SHA256, in lower-case hex, of the method, the path from /apps on and the other"
                            + " parameters sorted by name, a line each, under the application's secret");
        }
    }

    private boolean fits(ApiRequest request, String path) {
        String signed = request.query().signed();
        String lower = request.query().signedInLowerCase();
        return fits(request, path, signed) || (!lower.equals(signed) && fits(request, path, lower));
    }

    private boolean fits(ApiRequest request, String path, String parameters) {
        String text = request.method() + '\n' + path + '\n' + parameters;
        return signer.verifyRequest(text, request.query().signature());
    }

    /** Last, so that only who knows the secret can make us speak of clocks. */
    private void verifyTimestamp(long timestamp) throws ApiException {
        long now = clock.instant().getEpochSecond();
        long behind = now - timestamp;
        if (Math.abs(behind) > TOLERANCE.toSeconds()) {
            skew.accept(behind);
            throw unauthorized(
                    "auth_timestamp",
                    "Timestamp expired: " + timestamp + " is not within " + TOLERANCE.toSeconds() + " s of " + now
                            + ", the time here; set the clocks");
        }
    }

    private static ApiException unauthorized(String field, String message) {
        return new ApiException(401, "unauthorized", field, message);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String md5(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has MD5", e);
        }
    }
}
