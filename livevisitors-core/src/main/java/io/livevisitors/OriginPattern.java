package io.livevisitors;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One allowed origin: {@code *}, {@code null}, or {@code [scheme://]host[:port]} whose host may start with {@code *.},
 * which stands for one or more labels and not for none.
 *
 * @param scheme null for any
 * @param host in lower case; with a leading dot if it stands for the hosts below it; empty for all origins
 * @param port -1 for the scheme's own, or for any if no scheme is given
 */
record OriginPattern(@Nullable String scheme, String host, int port) {

    /** What the {@code Origin} header says for sandboxed pages and some redirects (RFC 6454, section 7.3). */
    static final String OPAQUE = "null";

    /** Longer than any host name (RFC 1035, section 2.3.4) with scheme and port; what is longer is not looked at. */
    private static final int MAX_LENGTH = 300;

    private static final int MAX_PORT = 65_535;

    private static final OriginPattern ANY = new OriginPattern(null, "", -1);
    private static final OriginPattern OPAQUE_ONLY = new OriginPattern(null, OPAQUE, -1);
    private static final Pattern FORM = Pattern.compile(
            "(?:(https?)://)?(\\*\\.)?([a-z0-9_-]+(?:\\.[a-z0-9_-]+)*|\\[[0-9a-f:.]+])(?::([0-9]{1,5}))?/?");

    static OriginPattern parse(String text) {
        String lower = text.strip().toLowerCase(Locale.ROOT);
        if (lower.equals("*")) {
            return ANY;
        }
        if (lower.equals(OPAQUE)) {
            return OPAQUE_ONLY;
        }
        Matcher form = FORM.matcher(lower.substring(0, Math.min(lower.length(), MAX_LENGTH + 1)));
        if (lower.length() > MAX_LENGTH || !form.matches() || portIn(form) > MAX_PORT) {
            throw new SettingException(
                    "allowed_origins",
                    text,
                    "use an origin such as https://shop.example, a host such as *.shop.example, null, or * for all");
        }
        String host = (form.group(2) == null ? "" : ".") + form.group(3);
        return new OriginPattern(form.group(1), host, portIn(form));
    }

    /** Whether it names a host, and is neither {@code *} nor {@code null}. */
    boolean isNamed() {
        return !host.isEmpty() && !equals(OPAQUE_ONLY);
    }

    /** Whether an {@code Origin} header's value is meant. */
    boolean matches(String origin) {
        if (origin.length() > MAX_LENGTH) {
            return false;
        }
        if (host.isEmpty()) {
            return true;
        }
        if (origin.equals(OPAQUE)) {
            return this.equals(OPAQUE_ONLY);
        }
        Matcher form = FORM.matcher(origin.toLowerCase(Locale.ROOT));
        if (!form.matches() || form.group(1) == null || form.group(2) != null || this.equals(OPAQUE_ONLY)) {
            return false;
        }
        boolean hostMatches = host.startsWith(".")
                ? form.group(3).endsWith(host)
                : form.group(3).equals(host);
        return hostMatches
                && (scheme == null || scheme.equals(form.group(1)))
                && (port < 0 ? scheme == null || portOf(form) == ownPort(form.group(1)) : portOf(form) == port);
    }

    /** Whether an {@code Origin} header's value is one: scheme and host of the web, or {@code null}. */
    static boolean isOrigin(String origin) {
        if (origin.length() > MAX_LENGTH) {
            return false;
        }
        Matcher form = FORM.matcher(origin.toLowerCase(Locale.ROOT));
        return origin.equals(OPAQUE) || (form.matches() && form.group(1) != null && form.group(2) == null);
    }

    /** Whether an {@code Origin} names the same host and port as a {@code Host} header. */
    static boolean isSameHost(String origin, String hostHeader) {
        if (origin.length() > MAX_LENGTH || hostHeader.length() > MAX_LENGTH) {
            return false;
        }
        if (isOriginOf(hostHeader, origin, "https://") || isOriginOf(hostHeader, origin, "http://")) {
            return true;
        }
        Matcher from = FORM.matcher(origin.toLowerCase(Locale.ROOT));
        Matcher to = FORM.matcher(hostHeader.toLowerCase(Locale.ROOT));
        if (!from.matches() || from.group(1) == null || !to.matches()) {
            return false;
        }
        int ownPort = ownPort(from.group(1));
        int toPort = to.group(4) == null ? ownPort : Integer.parseInt(to.group(4));
        return from.group(3).equals(to.group(3)) && portOf(from) == toPort;
    }

    /** Whether an origin is a scheme and a host without a port, as nearly all are: what the expression says, sooner. */
    private static boolean isOriginOf(String host, String origin, String scheme) {
        return origin.length() == scheme.length() + host.length()
                && origin.startsWith(scheme)
                && origin.endsWith(host)
                && isPlainHost(host);
    }

    /** One or more labels of small letters, digits, hyphens and underscores, with dots between them. */
    private static boolean isPlainHost(String host) {
        boolean isLabelEmpty = true;
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            boolean isInLabel = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
            if (!isInLabel && (c != '.' || isLabelEmpty)) {
                return false;
            }
            isLabelEmpty = !isInLabel;
        }
        return !isLabelEmpty;
    }

    private static int portOf(Matcher origin) {
        return origin.group(4) == null ? ownPort(origin.group(1)) : Integer.parseInt(origin.group(4));
    }

    /** The port that is written out; -1 for none. */
    private static int portIn(Matcher origin) {
        return origin.group(4) == null ? -1 : Integer.parseInt(origin.group(4));
    }

    private static int ownPort(String scheme) {
        return scheme.equals("https") ? 443 : 80;
    }
}
