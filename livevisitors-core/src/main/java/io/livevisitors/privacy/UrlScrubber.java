package io.livevisitors.privacy;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps of a URL what says which page it is: scheme, host, port if it is not the scheme's own, path, and the query keys
 * that are allowed. User-info, other keys and the fragment go; what is kept is scrubbed as text.
 */
final class UrlScrubber {

    private static final String CAMPAIGN_PREFIX = "utm_";

    /** Google Analytics' campaign parameters. */
    private static final Set<String> CAMPAIGN_KEYS = Set.of(
            "utm_source",
            "utm_medium",
            "utm_campaign",
            "utm_term",
            "utm_content",
            "utm_id",
            "utm_source_platform",
            "utm_creative_format",
            "utm_marketing_tactic");

    private final Set<String> queryKeys;
    private final boolean hashRoutes;

    UrlScrubber(Set<String> queryKeys, boolean hashRoutes) {
        this.queryKeys = Set.copyOf(queryKeys);
        this.hashRoutes = hashRoutes;
    }

    /** What a scrubbed URL keeps, and its campaign parameters. */
    record Scrubbed(String url, Map<String, String> campaign) {}

    /** The scrubbed form of an absolute http or https URL; null if it is none. */
    @Nullable Scrubbed page(String url) {
        Parts parts = Parts.of(url);
        if (parts == null) {
            return null;
        }
        Map<String, String> campaign = new TreeMap<>();
        StringBuilder result = new StringBuilder(parts.origin()).append(TextScrubber.scrub(parts.path()));
        char separator = '?';
        for (String pair :
                parts.query().isEmpty() ? new String[0] : parts.query().split("&")) {
            int equals = pair.indexOf('=');
            String key = equals < 0 ? pair : pair.substring(0, equals);
            String value = TextScrubber.scrub(equals < 0 ? "" : pair.substring(equals + 1));
            if (isKept(key)) {
                result.append(separator)
                        .append(key)
                        .append(equals < 0 ? "" : "=")
                        .append(value);
                separator = '&';
                if (key.startsWith(CAMPAIGN_PREFIX) && !value.isEmpty()) {
                    campaign.putIfAbsent(key, decoded(value));
                }
            }
        }
        if (hashRoutes && (parts.fragment().startsWith("/") || parts.fragment().startsWith("!/"))) {
            String route = parts.fragment().split("[?&]", 2)[0];
            result.append('#').append(TextScrubber.scrub(route));
        }
        return new Scrubbed(result.toString(), campaign);
    }

    /** Host and path of a referrer, scrubbed; null if it is no http or https URL. */
    @Nullable String referrer(@Nullable String url) {
        Parts parts = url == null ? null : Parts.of(url);
        if (parts == null) {
            return null;
        }
        String path = TextScrubber.scrub(parts.path());
        return parts.authority() + (path.equals("/") ? "" : path);
    }

    private boolean isKept(String key) {
        return queryKeys.contains(key) || CAMPAIGN_KEYS.contains(key);
    }

    private static String decoded(String value) {
        try {
            return TextScrubber.scrub(URLDecoder.decode(value, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            // A percent sign that starts no escape: the text is what it is.
            return value;
        }
    }

    /** A URL taken apart (RFC 3986, appendix B), without user-info; host in lower case, the scheme's own port left out. */
    private record Parts(String scheme, String authority, String path, String query, String fragment) {

        String origin() {
            return scheme + "://" + authority;
        }

        static @Nullable Parts of(String url) {
            String text = TextScrubber.wellFormed(url.strip());
            int colon = text.indexOf("://");
            String scheme = colon < 0 ? "" : text.substring(0, colon).toLowerCase(Locale.ROOT);
            if (!scheme.equals("http") && !scheme.equals("https")) {
                return null;
            }
            String rest = text.substring(colon + 3);
            int hash = rest.indexOf('#');
            String fragment = hash < 0 ? "" : rest.substring(hash + 1);
            rest = hash < 0 ? rest : rest.substring(0, hash);
            int question = rest.indexOf('?');
            String query = question < 0 ? "" : rest.substring(question + 1);
            rest = question < 0 ? rest : rest.substring(0, question);
            int slash = rest.indexOf('/');
            String path = slash < 0 ? "/" : rest.substring(slash);
            String authority = authority(scheme, slash < 0 ? rest : rest.substring(0, slash));
            return authority == null ? null : new Parts(scheme, authority, path, query, fragment);
        }

        private static @Nullable String authority(String scheme, String raw) {
            String authority = raw.substring(raw.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
            String ownPort = scheme.equals("https") ? ":443" : ":80";
            if (authority.endsWith(ownPort)) {
                authority = authority.substring(0, authority.length() - ownPort.length());
            }
            boolean plausible = !authority.isEmpty()
                    && !authority.startsWith(":")
                    && authority.chars().allMatch(c -> Character.isLetterOrDigit(c) || ".-_:[]".indexOf(c) >= 0);
            return plausible ? authority : null;
        }
    }
}
