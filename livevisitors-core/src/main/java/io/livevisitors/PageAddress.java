package io.livevisitors;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The address of a page, raw or scrubbed, as {@link PagePattern}s see it: what browsers and servers take for the same
 * page is the same here. Left out are user-info, a port that is the scheme's own, the query, matrix parameters, and
 * slashes that separate nothing. Immutable; may hold raw data, so that it lives for one call.
 *
 * @param origin scheme, host and port, in lower case
 * @param path segments, with escapes written in one way
 * @param pathAndFragment the same with the fragment, as far as its own query
 */
record PageAddress(String origin, List<String> path, List<String> pathAndFragment) {

    /** Browsers leave them out (URL Standard, basic URL parser). */
    private static final Pattern IGNORED = Pattern.compile("[\\t\\r\\n]");

    private static final Pattern URL =
            Pattern.compile("(https?://[^/]*)(.*)", Pattern.DOTALL | Pattern.CASE_INSENSITIVE);
    private static final Pattern DEFAULT_PORT = Pattern.compile("^(http://.*):80$|^(https://.*):443$");
    private static final Pattern MATRIX_PARAMETERS =
            Pattern.compile("(?:;|%3b)[^;=/]{1,100}(?:=|%3d)[^/]*+", Pattern.CASE_INSENSITIVE);
    private static final Pattern ESCAPE = Pattern.compile("%[0-9A-Fa-f]{2}|[^\\x21-\\x7e]+");
    private static final HexFormat ESCAPES = HexFormat.of().withUpperCase().withPrefix("%");

    /** The address; null if it is not that of a web page. */
    static @Nullable PageAddress of(String url) {
        String text = IGNORED.matcher(url.strip()).replaceAll("");
        int hash = text.indexOf('#');
        String fragment = hash < 0 ? "" : text.substring(hash);
        String before = cut(hash < 0 ? text : text.substring(0, hash), '?').replace('\\', '/');
        Matcher parts = URL.matcher(before);
        if (!parts.matches()) {
            return null;
        }
        String path = MATRIX_PARAMETERS.matcher(parts.group(2)).replaceAll("");
        return new PageAddress(origin(parts.group(1)), segments(path), segments(path + cut(fragment, '?')));
    }

    /** Either {@code http} or {@code https}. */
    String scheme() {
        return origin.substring(0, origin.indexOf("://"));
    }

    /** Whether another page is of the same host, or one of the two hosts is below the other; ports do not count. */
    boolean isOfSameSite(PageAddress other) {
        String one = host();
        String two = other.host();
        return one.equals(two) || one.endsWith("." + two) || two.endsWith("." + one);
    }

    private String host() {
        String authority = origin.substring(origin.indexOf("://") + 3);
        int colon = authority.lastIndexOf(':');
        return colon > authority.lastIndexOf(']') ? authority.substring(0, colon) : authority;
    }

    /** Scheme, host and port as they are compared. */
    static String origin(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        int host = lower.indexOf("://") + 3;
        String bare = lower.substring(0, host) + lower.substring(Math.max(host, lower.lastIndexOf('@') + 1));
        Matcher port = DEFAULT_PORT.matcher(bare);
        return port.matches() ? bare.substring(0, bare.lastIndexOf(':')) : bare;
    }

    /** What stands between slashes, empty ones left out; escapes are in capitals, and only where they are needed. */
    static List<String> segments(String path) {
        String escaped =
                ESCAPE.matcher(path).replaceAll(found -> Matcher.quoteReplacement(escapedInOneWay(found.group())));
        return Arrays.stream(escaped.split("/"))
                .filter(segment -> !segment.isEmpty())
                .toList();
    }

    /** RFC 3986, sections 6.2.2.1 and 6.2.2.2. */
    private static String escapedInOneWay(String text) {
        if (!text.startsWith("%")) {
            return ESCAPES.formatHex(text.getBytes(StandardCharsets.UTF_8));
        }
        char c = (char) HexFormat.fromHexDigits(text, 1, 3);
        boolean unreserved = c < 0x80 && (Character.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0);
        return unreserved ? String.valueOf(c) : text.toUpperCase(Locale.ROOT);
    }

    private static String cut(String text, char end) {
        int index = text.indexOf(end);
        return index < 0 ? text : text.substring(0, index);
    }

    /** Nothing of it: what is raw must not reach a log by way of a message. */
    @Override
    public String toString() {
        return "PageAddress[…]";
    }
}
