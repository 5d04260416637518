package io.livevisitors;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sites that send made-up visits to be seen among the referrers. One of these hosts stands for all below it, and for none
 * that merely ends in the same letters. A look-up takes a few steps, whatever the number of hosts. The list that comes
 * with the library is read once, when the first referrer of another site comes. Immutable, thread-safe.
 */
final class SpamReferrers {

    /** The list that comes with the library; beside it is where it is from. */
    private static final String RESOURCE = "spam-referrers.txt";

    private static final int MAX_HOST = 253;

    /** Those beside the library's own. */
    private final Set<String> more;

    private SpamReferrers(Set<String> more) {
        this.more = more;
    }

    /**
     * The hosts that come with the library, and more.
     *
     * @param more as {@link #parse} returns them
     * @throws IllegalStateException if the library's jar lacks its list
     */
    static SpamReferrers with(Collection<String> more) {
        // That it is missing should stop an application as it starts, not its first visitor.
        if (SpamReferrers.class.getResource(RESOURCE) == null) {
            throw missing();
        }
        return new SpamReferrers(Set.copyOf(more));
    }

    /**
     * A host as it is compared: lower case, in ASCII, without the dot at its end.
     *
     * @throws SettingException if it is no name of at least two labels
     */
    static String parse(String text) {
        String host = ascii(text.strip());
        boolean isName =
                host != null && host.matches("[a-z0-9_-]{1,63}(\\.[a-z0-9_-]{1,63})+") && host.length() <= MAX_HOST;
        if (host == null || !isName || host.matches("[0-9.]+")) {
            throw new SettingException("spam_referrers", text, "use host names such as spam.example, one each");
        }
        return host;
    }

    /**
     * Whether a visit is made up for its referrer. A site on the list is no spam to itself: its pages name each other.
     *
     * @param referrer as sent
     * @param pageUrl the page shown, as sent
     */
    boolean isSpam(@Nullable String referrer, @Nullable String pageUrl) {
        String from = host(referrer);
        if (from == null) {
            return false;
        }
        String shown = host(pageUrl);
        if (from.equals(shown)) {
            return false;
        }
        String listed = listed(from);
        return listed != null && !listed.equals(listed(shown));
    }

    /** The entry that a host falls under; null if none. */
    private @Nullable String listed(@Nullable String host) {
        for (String rest = host; rest != null; rest = parent(rest)) {
            if (more.contains(rest) || BuiltIn.HOSTS.contains(rest)) {
                return rest;
            }
        }
        return null;
    }

    private static @Nullable String parent(String host) {
        int dot = host.indexOf('.');
        return dot < 0 ? null : host.substring(dot + 1);
    }

    /** The host of an absolute URL, which may be a hostile one; null if none is found. */
    private static @Nullable String host(@Nullable String url) {
        if (url == null) {
            return null;
        }
        int scheme = url.indexOf("://");
        int start = scheme < 0 ? 0 : scheme + 3;
        int end = start;
        while (end < url.length() && "/?#\\".indexOf(url.charAt(end)) < 0) {
            end++;
        }
        String authority = url.substring(start, end);
        String host = authority.substring(authority.lastIndexOf('@') + 1);
        int port = host.lastIndexOf(':');
        return ascii(port < 0 ? host : host.substring(0, port));
    }

    private static @Nullable String ascii(String host) {
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        if (name.isEmpty() || name.length() > MAX_HOST) {
            return null;
        }
        if (isAscii(name)) {
            return name.toLowerCase(Locale.ROOT);
        }
        try {
            return IDN.toASCII(name, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
        } catch (RuntimeException e) {
            // No name at all; IDN also throws what it does not declare for some of them.
            return null;
        }
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    private static IllegalStateException missing() {
        return new IllegalStateException("the library's jar lacks " + RESOURCE);
    }

    /** The library's own list, one host a line as {@link #parse} returns them; lines of remarks begin with a hash. */
    static Set<String> builtIn() {
        try (InputStream stream = SpamReferrers.class.getResourceAsStream(RESOURCE)) {
            if (stream == null) {
                throw missing();
            }
            Set<String> hosts = new HashSet<>();
            String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            int end;
            for (int start = 0; start < text.length(); start = end + 1) {
                int newline = text.indexOf('\n', start);
                end = newline < 0 ? text.length() : newline;
                if (end > start && text.charAt(start) != '#') {
                    hosts.add(text.substring(start, end));
                }
            }
            return hosts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Initialised by the first look-up; the virtual machine has the others of that moment wait. */
    private static final class BuiltIn {
        static final Set<String> HOSTS = builtIn();
    }
}
