package io.livevisitors.servlet;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** A text that does not change, compressed once. Immutable and thread-safe. */
final class StaticText {

    private static final byte[] NO_BODY = {};
    private static final int TAG_BYTES = 12;

    private final String contentType;
    private final byte[] plain;
    private final byte[] gzipped;
    private final String tag;

    private StaticText(String contentType, byte[] plain) {
        this.contentType = contentType;
        this.plain = plain;
        this.gzipped = gzip(plain);
        this.tag = tag(plain);
    }

    static StaticText script(byte[] text) {
        return new StaticText("text/javascript; charset=utf-8", text.clone());
    }

    /** Answers 200, or 304 if the client has it (RFC 9110, section 13.1.2). */
    void write(String cacheControl, HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean gzip = acceptsGzip(Requests.header(request, "Accept-Encoding"));
        response.setHeader("Cache-Control", cacheControl);
        response.setHeader("ETag", gzip ? '"' + tag + "-gzip\"" : '"' + tag + '"');
        response.setHeader("Vary", "Accept-Encoding");
        Map<String, String> caching = Map.of("Cache-Control", cacheControl);
        if (isHeld(Requests.header(request, "If-None-Match"))) {
            Replies.write(request, response, HttpServletResponse.SC_NOT_MODIFIED, caching, NO_BODY);
            return;
        }
        response.setContentType(contentType);
        if (gzip) {
            response.setHeader("Content-Encoding", "gzip");
        }
        Replies.write(request, response, HttpServletResponse.SC_OK, caching, gzip ? gzipped : plain);
    }

    /** Whether a client takes gzip: it says so, by name or by {@code *}, and not with {@code q=0}. */
    static boolean acceptsGzip(@Nullable String acceptEncoding) {
        if (acceptEncoding == null) {
            return false;
        }
        boolean byWildcard = false;
        for (String item : acceptEncoding.split(",", -1)) {
            String coding = Requests.mediaType(item);
            if (coding.equals("gzip") || coding.equals("x-gzip")) {
                return !isWeightZero(item);
            }
            byWildcard |= coding.equals("*") && !isWeightZero(item);
        }
        return byWildcard;
    }

    private static boolean isWeightZero(String item) {
        return Arrays.stream(item.split(";", -1))
                .skip(1)
                .map(String::strip)
                .anyMatch(parameter -> parameter.matches("[qQ]\\s*=\\s*0(\\.0*)?"));
    }

    private boolean isHeld(@Nullable String ifNoneMatch) {
        if (ifNoneMatch == null) {
            return false;
        }
        return Arrays.stream(ifNoneMatch.split(",", -1))
                .map(String::strip)
                .map(held -> held.startsWith("W/") ? held.substring(2) : held)
                .anyMatch(
                        held -> held.equals("*") || held.equals('"' + tag + '"') || held.equals('"' + tag + "-gzip\""));
    }

    private static String tag(byte[] text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text);
            return HexFormat.of().formatHex(digest, 0, TAG_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SHA-256 is part of every Java platform", e);
        }
    }

    private static byte[] gzip(byte[] text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length);
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
