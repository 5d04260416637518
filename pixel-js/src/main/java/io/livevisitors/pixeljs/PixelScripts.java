package io.livevisitors.pixeljs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The compiled scripts, read once from this jar. All are ASCII and meant for {@code Content-Type: text/javascript}.
 *
 * <p>Start with {@link #pixel()}, the file behind {@code pixel.js}. Serve it as {@code pixel.<hash>.js} too, with
 * {@link #hash()} in the name, where a page pins it by {@link #integrity()}. {@link #forPixel(String)} is what
 * NetSendo's snippet asks for.
 *
 * <p>Safe for use by many threads; every array handed out is the caller's own.
 */
public final class PixelScripts {

    private static final byte[] PIXEL = read("pixel.js");

    private static final String NETSENDO = new String(read("netsendo.js"), StandardCharsets.US_ASCII);

    /** Stands in {@code netsendo.js}, inside a string, where the pixel's ID belongs. */
    private static final String PLACEHOLDER = "__PIXEL_ID__";

    /** As in the wire contract. Nothing of it can end a string in a script. */
    private static final Pattern PIXEL_ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private static final String HASH =
            HexFormat.of().formatHex(digest("SHA-256")).substring(0, 16);

    private static final String INTEGRITY = "sha384-" + Base64.getEncoder().encodeToString(digest("SHA-384"));

    private PixelScripts() {}

    /** {@code pixel.js}, configured by the attributes of the script tag that includes it. */
    public static byte[] pixel() {
        return PIXEL.clone();
    }

    /** The first 16 hex digits, in lower case, of the SHA-256 of {@link #pixel()}: they change whenever the file does. */
    public static String hash() {
        return HASH;
    }

    /**
     * The {@code integrity} attribute for {@link #pixel()}: {@code sha384-} and the digest in Base64.
     *
     * @see <a href="https://www.w3.org/TR/SRI/">Subresource Integrity</a>
     */
    public static String integrity() {
        return INTEGRITY;
    }

    /**
     * The pixel with its ID inside, for a page whose script tag has no attributes. It also carries out the commands of
     * {@code window.NetSendo}.
     *
     * @param pixelId 1 to 64 of {@code A-Z a-z 0-9 _ -}
     * @throws IllegalArgumentException if {@code pixelId} is anything else
     */
    public static byte[] forPixel(String pixelId) {
        if (!PIXEL_ID.matcher(pixelId).matches()) {
            throw new IllegalArgumentException("pixelId is \"" + pixelId + "\", but must match " + PIXEL_ID
                    + ": choose an ID of these characters");
        }
        return NETSENDO.replace(PLACEHOLDER, pixelId).getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm).digest(PIXEL);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
    }

    private static byte[] read(String name) {
        try (InputStream in = PixelScripts.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(
                        name + " is missing beside " + PixelScripts.class.getName() + ": build pixel-js with Maven");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
