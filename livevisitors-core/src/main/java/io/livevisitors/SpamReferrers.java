package io.livevisitors;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Sites that send made-up visits to be seen among the referrers. One of these hosts stands for all below it, and for none
 * that merely ends in the same letters. A look-up takes a few steps, whatever the number of hosts. Immutable.
 */
final class SpamReferrers {

    /** The list that comes with the library; beside it is where it is from. */
    private static final String RESOURCE = "spam-referrers.txt";

    private static final Set<String> BUILT_IN = builtIn();
    private static final int MAX_HOST = 253;

    private final Set<String> hosts;

    private SpamReferrers(Set<String> hosts) {
        this.hosts = hosts;
    }

    /** The hosts that come with the library, and more. */
    static SpamReferrers with(Collection<String> more) {
        Set<String> all = new HashSet<>(BUILT_IN);
        all.addAll(more);
        return new SpamReferrers(Set.copyOf(all));
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
        String listed = listed(host(referrer));
        return listed != null && !listed.equals(listed(host(pageUrl)));
    }

    /** The entry that a host falls under; null if none. */
    private @Nullable String listed(@Nullable String host) {
        for (String rest = host; rest != null; rest = parent(rest)) {
            if (hosts.contains(rest)) {
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

    private static Set<String> builtIn() {
        try (InputStream stream = SpamReferrers.class.getResourceAsStream(RESOURCE)) {
            if (stream == null) {
                throw new IllegalStateException("the library's jar lacks " + RESOURCE);
            }
            return new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(SpamReferrers::parse)
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
