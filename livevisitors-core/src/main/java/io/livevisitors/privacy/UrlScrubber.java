package io.livevisitors.privacy;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Keeps of a URL what says which page it is: scheme, host, port if it is not the scheme's own, path, and the query keys
 * that are allowed. User-info, other keys and the fragment go; what is kept is scrubbed as text.
 */
final class UrlScrubber {

    /** Keeps what is kept unless the host says otherwise. */
    static final UrlScrubber DEFAULT = new UrlScrubber(SaltedAnonymizer.Builder.DEFAULT_QUERY_KEYS, false);

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

    /** Browsers leave them out (URL Standard, basic URL parser). */
    private static final Pattern IGNORED = Pattern.compile("[\\t\\r\\n]");

    /** A semicolon is no separator to browsers, but one to many servers: what follows it is another key's. */
    private static final Pattern SEPARATORS = Pattern.compile("[&;]");

    private static final int MAX_HOST = 255;

    private static final Pattern AUTHORITY =
            Pattern.compile("(?:[\\p{L}\\p{M}\\p{N}._-]{1,255}+|\\[[0-9a-f:.]{2,45}+])(?::[0-9]{0,5})?");

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
        StringBuilder result =
                new StringBuilder(url.length() + 1).append(parts.scheme()).append("://");
        result.append(parts.authority()).append(path(parts.path()));
        Map<String, String> campaign = parts.query().isEmpty() ? Map.of() : appendQuery(parts.query(), result);
        if (hashRoutes && (parts.fragment().startsWith("/") || parts.fragment().startsWith("!/"))) {
            String route = parts.fragment().split("[?&]", 2)[0];
            result.append('#').append(path(route));
        }
        return new Scrubbed(result.toString(), campaign);
    }

    /** Appends what is kept of a query, and returns its campaign parameters. */
    private Map<String, String> appendQuery(String query, StringBuilder result) {
        Map<String, String> campaign = new TreeMap<>();
        char separator = '?';
        for (String pair : SEPARATORS.split(query)) {
            int equals = pair.indexOf('=');
            String key = keptKey(equals < 0 ? pair : pair.substring(0, equals));
            if (key == null) {
                continue;
            }
            String value = scrubbed(equals < 0 ? "" : pair.substring(equals + 1), true);
            result.append(separator).append(key).append(equals < 0 ? "" : "=").append(value);
            separator = '&';
            if (key.startsWith(CAMPAIGN_PREFIX) && !value.isEmpty()) {
                campaign.putIfAbsent(key, decoded(value));
            }
        }
        return campaign;
    }

    /** The scrubbed form of an absolute http or https URL; null if it is none. */
    @Nullable String pageUrl(String url) {
        Scrubbed page = page(url);
        return page == null ? null : page.url();
    }

    /** Host and path of a referrer, scrubbed; null if it is no http or https URL. */
    @Nullable String referrer(@Nullable String url) {
        Parts parts = url == null ? null : Parts.of(url);
        if (parts == null) {
            return null;
        }
        String path = path(parts.path());
        return authority(parts.authority()) + (path.equals("/") ? "" : path);
    }

    /** Names of hosts may hold tokens and addresses, too; a page's own host is the site's. */
    private static String authority(String authority) {
        if (HarmlessText.isProven(authority)
                || authority.startsWith("[")
                || Networks.parse(authority.split(":", 2)[0]) != null) {
            return authority;
        }
        return Arrays.stream(authority.split("\\.", -1))
                .map(label -> label.startsWith("xn--") ? label : TextScrubber.scrub(label))
                .collect(Collectors.joining("."));
    }

    /**
     * Each segment by itself, without matrix parameters: they are keys that nobody allowed, such as a session's; and
     * without the user-info of a URL within.
     */
    private static String path(String path) {
        if (path.indexOf(';') < 0 && path.indexOf(':') < 0 && HarmlessText.isProvenPath(path)) {
            return path;
        }
        StringBuilder result = new StringBuilder(path.length());
        String before = "";
        String last = "";
        for (String segment : path.split("/", -1)) {
            boolean authority = last.isEmpty() && before.endsWith(":");
            String bare = MatrixParameters.cut(authority ? segment.substring(segment.lastIndexOf('@') + 1) : segment);
            result.append(scrubbed(bare, false)).append('/');
            before = last;
            last = segment;
        }
        result.setLength(result.length() - 1);
        return result.toString();
    }

    /** A part of a URL without what names a person, and of a URL within without its query. */
    private static String scrubbed(String part, boolean form) {
        return part.isEmpty() ? "" : TextScrubber.scrubEncoded(withoutNestedQuery(part), form);
    }

    /** Without the query and the fragment of a URL that stands in a part of another one. */
    private static String withoutNestedQuery(String part) {
        String decoded = part;
        for (int i = 0; i <= PercentEncoding.MAX_LAYERS; i++) {
            int query = nestedQuery(decoded);
            if (query >= 0) {
                String bare = decoded.substring(0, query);
                return decoded.equals(part) ? bare : PercentEncoding.encoded(bare);
            }
            String next = PercentEncoding.decoded(decoded);
            if (next.equals(decoded)) {
                return part;
            }
            decoded = next;
        }
        return part;
    }

    /** Where the query or the fragment of a URL within a text begins; less than 0 if it has none. */
    private static int nestedQuery(String text) {
        int url = text.indexOf("://");
        if (url < 0) {
            return -1;
        }
        int query = text.indexOf('?', url);
        int fragment = text.indexOf('#', url);
        return query < 0 || (fragment >= 0 && fragment < query) ? fragment : query;
    }

    /** The key as it is written in what is kept; null if it is not allowed. Campaign keys may be in any case. */
    private @Nullable String keptKey(String raw) {
        String key = PercentEncoding.decoded(raw);
        if (queryKeys.contains(key)) {
            return queryKeys.contains(raw) ? raw : URLEncoder.encode(key, StandardCharsets.UTF_8);
        }
        String lower = key.toLowerCase(Locale.ROOT);
        return CAMPAIGN_KEYS.contains(lower) ? lower : null;
    }

    private static String decoded(String value) {
        return TextScrubber.scrub(PercentEncoding.decoded(value.replace('+', ' ')));
    }

    /** A URL taken apart (RFC 3986, appendix B), without user-info; host in lower case, the scheme's own port left out. */
    private record Parts(String scheme, String authority, String path, String query, String fragment) {

        static @Nullable Parts of(String url) {
            String text = TextScrubber.wellFormed(withoutIgnored(url.strip()));
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
            rest = rest.indexOf('\\') < 0 ? rest : rest.replace('\\', '/');
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
            if (authority.endsWith(":")) {
                authority = authority.substring(0, authority.length() - 1);
            }
            return isPlainHost(authority) || AUTHORITY.matcher(authority).matches() ? authority : null;
        }

        private static String withoutIgnored(String url) {
            boolean hasSome = url.indexOf('\t') >= 0 || url.indexOf('\r') >= 0 || url.indexOf('\n') >= 0;
            return hasSome ? IGNORED.matcher(url).replaceAll("") : url;
        }

        /** Whether an authority is a host of ASCII without a port, as most are. */
        private static boolean isPlainHost(String authority) {
            for (int i = 0; i < authority.length(); i++) {
                char c = authority.charAt(i);
                if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '.' && c != '-' && c != '_') {
                    return false;
                }
            }
            return !authority.isEmpty() && authority.length() <= MAX_HOST;
        }
    }
}
