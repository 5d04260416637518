package io.livevisitors;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which pages are meant, as {@link LiveVisitors#onPage} explains it. Immutable. Takes no more steps than the pattern is
 * long times the page, whatever both are.
 *
 * @param origin scheme and host with {@code *}; empty for all
 * @param path segments with {@code *}, or {@code **}
 * @param withFragment whether the fragment counts
 */
record PagePattern(String origin, List<String> path, boolean withFragment) {

    private static final Pattern URL =
            Pattern.compile("(https?://[^/?#]*)(.*)", Pattern.DOTALL | Pattern.CASE_INSENSITIVE);
    private static final String ANY_SEGMENTS = "**";

    /**
     * The pattern that a text is.
     *
     * @param setting what is said to be wrong if it is none
     */
    static PagePattern parse(String setting, String text) {
        Matcher url = URL.matcher(text);
        boolean whole = url.matches();
        String origin = whole ? PageAddress.origin(url.group(1)) : "";
        String path = whole ? url.group(2) : text;
        if (whole ? origin.endsWith("//") || origin.contains(ANY_SEGMENTS) : !path.startsWith("/")) {
            throw wrong(
                    setting,
                    text,
                    "begin with / for a path, or with https:// and a host, such as /shop/** or https://*.example/");
        }
        if (path.contains("?")) {
            throw wrong(setting, text, "leave the query out: pages are told apart by their path");
        }
        List<String> segments = PageAddress.segments(path);
        if (segments.stream().anyMatch(segment -> segment.contains(ANY_SEGMENTS) && !segment.equals(ANY_SEGMENTS))) {
            throw wrong(
                    setting, text, "let ** stand alone between slashes, such as /shop/**, or use * within a segment");
        }
        return new PagePattern(origin, segments, path.contains("#"));
    }

    private static SettingException wrong(String setting, String text, String remedy) {
        return new SettingException(setting, text, remedy);
    }

    /** Whether a page is meant. */
    boolean matches(PageAddress page) {
        return (origin.isEmpty() || isLike(origin, page.origin()))
                && isLike(path, withFragment ? page.pathAndFragment() : page.path());
    }

    /** Whether a page is meant; never what is no address of a page. */
    boolean matches(String pageUrl) {
        PageAddress page = PageAddress.of(pageUrl);
        return page != null && matches(page);
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
