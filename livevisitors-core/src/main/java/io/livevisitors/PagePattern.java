package io.livevisitors;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which pages are meant, as {@link LiveVisitors#onPage} explains it. Immutable. Takes no more steps than the pattern is
 * long times the page, whatever both are.
 *
 * @param origin scheme and host with {@code *}; empty for all
 * @param path segments with {@code *}, or {@code **}; the first is empty
 * @param withFragment whether the fragment counts
 */
record PagePattern(String origin, List<String> path, boolean withFragment) {

    private static final Pattern URL =
            Pattern.compile("(https?://[^/?#]*)(.*)", Pattern.DOTALL | Pattern.CASE_INSENSITIVE);
    private static final Pattern DEFAULT_PORT = Pattern.compile("^(http://.*):80$|^(https://.*):443$");
    private static final Pattern ESCAPE = Pattern.compile("%[0-9A-Fa-f]{2}|[^\\x21-\\x7e]+");
    private static final HexFormat ESCAPES = HexFormat.of().withUpperCase().withPrefix("%");
    private static final String ANY_SEGMENTS = "**";

    static PagePattern parse(String text) {
        Matcher url = URL.matcher(text);
        boolean whole = url.matches();
        String origin = whole ? url.group(1).toLowerCase(Locale.ROOT) : "";
        String path = whole ? url.group(2) : text;
        if (whole ? origin.endsWith("//") || origin.contains(ANY_SEGMENTS) : !path.startsWith("/")) {
            throw wrong(
                    text,
                    "begin with / for a path, or with https:// and a host, such as /shop/** or https://*.example/");
        }
        if (path.contains("?")) {
            throw wrong(text, "leave the query out: pages are told apart by their path");
        }
        List<String> segments = segments(path);
        if (segments.stream().anyMatch(segment -> segment.contains(ANY_SEGMENTS) && !segment.equals(ANY_SEGMENTS))) {
            throw wrong(text, "let ** stand alone between slashes, such as /shop/**, or use * within a segment");
        }
        return new PagePattern(withoutDefaultPort(origin), segments, path.contains("#"));
    }

    private static SettingException wrong(String text, String remedy) {
        return new SettingException("page pattern", text, remedy);
    }

    /** Whether a page is meant; {@code pageUrl} is scrubbed. */
    boolean matches(String pageUrl) {
        Matcher url = URL.matcher(pageUrl);
        if (!url.matches()) {
            return false;
        }
        String pageOrigin = url.group(1).toLowerCase(Locale.ROOT);
        return (origin.isEmpty() || isLike(origin, withoutDefaultPort(pageOrigin)))
                && isLike(path, segments(path(url.group(2))));
    }

    /** Without the query, and without the fragment unless it counts. */
    private String path(String rest) {
        int hash = rest.indexOf('#');
        String fragment = hash < 0 || !withFragment ? "" : rest.substring(hash);
        String before = hash < 0 ? rest : rest.substring(0, hash);
        int query = before.indexOf('?');
        return (query < 0 ? before : before.substring(0, query)) + fragment;
    }

    private static String withoutDefaultPort(String origin) {
        Matcher port = DEFAULT_PORT.matcher(origin);
        return port.matches() ? origin.substring(0, origin.lastIndexOf(':')) : origin;
    }

    /** Between slashes, a slash at the end left out; escapes written in one way. */
    private static List<String> segments(String path) {
        String escaped = ESCAPE.matcher(path).replaceAll(found -> escaped(found.group()));
        String open = escaped.endsWith("/") ? escaped.substring(0, escaped.length() - 1) : escaped;
        return Arrays.asList(open.split("/", -1));
    }

    private static String escaped(String text) {
        if (text.startsWith("%")) {
            return text.toUpperCase(Locale.ROOT);
        }
        return ESCAPES.formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean isLike(List<String> pattern, List<String> segments) {
        return isLike(
                pattern.size(),
                segments.size(),
                i -> pattern.get(i).equals(ANY_SEGMENTS),
                (i, j) -> isLike(pattern.get(i), segments.get(j)));
    }

    private static boolean isLike(String pattern, String text) {
        return isLike(
                pattern.length(),
                text.length(),
                i -> pattern.charAt(i) == '*',
                (i, j) -> pattern.charAt(i) == text.charAt(j));
    }

    /** Lets each wildcard stand for as little as will do, and gives the last one more when the rest does not fit. */
    private static boolean isLike(int patternLength, int length, Wildcards wildcards, Pairs same) {
        int i = 0;
        int wildcard = -1;
        int resume = 0;
        for (int j = 0; j < length; ) {
            if (i < patternLength && wildcards.isAt(i)) {
                wildcard = i++;
                resume = j;
            } else if (i < patternLength && same.test(i, j)) {
                i++;
                j++;
            } else if (wildcard >= 0) {
                i = wildcard + 1;
                j = ++resume;
            } else {
                return false;
            }
        }
        while (i < patternLength && wildcards.isAt(i)) {
            i++;
        }
        return i == patternLength;
    }

    @FunctionalInterface
    private interface Wildcards {
        boolean isAt(int index);
    }

    @FunctionalInterface
    private interface Pairs {
        boolean test(int patternIndex, int index);
    }
}
