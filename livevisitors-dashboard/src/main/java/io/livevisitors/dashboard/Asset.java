package io.livevisitors.dashboard;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * One file of the page, read and compressed when it is first asked for, and kept: a few dozen kilobytes in all. Only the
 * files named here are ever looked up, so no request path reaches the class loader. Thread-safe.
 */
final class Asset {

    /** The name under which the page itself is kept; it is requested with an empty name. */
    static final String PAGE = "index.html";

    private static final List<String> NAMES = List.of(
            PAGE,
            "icon.svg",
            "base.css",
            "dashboard.css",
            "curve.css",
            "journey.css",
            "list.css",
            "doctor.css",
            "notice.css",
            "api.js",
            "copy.js",
            "curve.js",
            "doctor.js",
            "dom.js",
            "empty.js",
            "format.js",
            "headline.js",
            "icons.js",
            "journey.js",
            "list.js",
            "live.js",
            "main.js",
            "notice.js",
            "panels.js",
            "retry.js",
            "row.js",
            "socket.js",
            "status.js",
            "store.js",
            "surroundings.js");

    /** What an answer needs of a file. The arrays are never changed. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Content(String etag, byte[] plain, byte[] gzipped) {}

    private final String name;
    private final String contentType;

    /** Null before the first request. Of requests at the same moment each may make it: it is the same every time. */
    private volatile @Nullable Content content;

    private Asset(String name) {
        this.name = name;
        this.contentType = contentType(name);
    }

    /**
     * All files of the page by name.
     *
     * @throws IllegalStateException if the page is missing from the class path: an application should learn of it as it
     *     starts, not from the first who looks
     */
    static Map<String, Asset> all() {
        if (Asset.class.getResource(path(PAGE)) == null) {
            throw missing(PAGE);
        }
        Map<String, Asset> assets = new LinkedHashMap<>();
        for (String name : NAMES) {
            assets.put(name, new Asset(name));
        }
        return Map.copyOf(assets);
    }

    String contentType() {
        return contentType;
    }

    /** Of the content, the same for both encodings: they are told apart by {@code Vary}. */
    String etag() {
        return content().etag();
    }

    /** The file; the caller must not change the array. */
    byte[] plain() {
        return content().plain();
    }

    /** The file, compressed with gzip; the caller must not change the array. */
    byte[] gzipped() {
        return content().gzipped();
    }

    private Content content() {
        Content made = content;
        if (made == null) {
            byte[] plain = read(name);
            made = new Content('"' + hash(plain) + '"', plain, gzip(plain));
            content = made;
        }
        return made;
    }

    private static byte[] read(String name) {
        try (InputStream file = Asset.class.getResourceAsStream(path(name))) {
            if (file == null) {
                throw missing(name);
            }
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("The dashboard's file " + path(name) + " cannot be read", e);
        }
    }

    private static String path(String name) {
        return "page/" + name;
    }

    private static IllegalStateException missing(String name) {
        return new IllegalStateException("The dashboard's file " + path(name)
                + " is missing from the class path: was livevisitors-dashboard repackaged without resources?");
    }

    private static String contentType(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "html" -> "text/html;charset=utf-8";
            case "css" -> "text/css;charset=utf-8";
            case "js" -> "text/javascript;charset=utf-8";
            case "svg" -> "image/svg+xml";
            default -> throw new IllegalStateException("No content type is known for the dashboard's file " + name);
        };
    }

    private static String hash(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(digest)
                    .substring(0, 22);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream(bytes.length / 2);
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("Memory does not refuse writes", e);
        }
        return compressed.toByteArray();
    }
}
