package io.livevisitors.jakarta;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A valid channel name and what its prefix says. A prefix counts only with its hyphen: {@code privateer} is public.
 *
 * @param full the name as on the wire
 * @param kind who may join
 * @param cached whether the last event waits for whoever joins
 * @param pixelId the pixel whose feed the channel carries; null on any other
 * @see <a href="https://pusher.com/docs/channels/using_channels/channels/">Pusher: channel types and names</a>
 */
record ChannelName(
        String full, Kind kind, boolean cached, @Nullable String pixelId) {

    /** Who may join, and what a channel of that kind does beyond carrying events. */
    enum Kind {
        /** Anyone. */
        PUBLIC(""),
        /** Whoever brings a signature. */
        PRIVATE("private-"),
        /** As private; the payload is the clients' business. */
        ENCRYPTED("private-encrypted-"),
        /** Whoever brings a signature that says who they are. */
        PRESENCE("presence-"),
        /** The connections that signed in as one user. */
        USER(USER_PREFIX);

        private final String prefix;

        Kind(String prefix) {
            this.prefix = prefix;
        }

        private static Kind of(String name) {
            if (name.startsWith(USER.prefix)) {
                return USER;
            }
            if (name.startsWith(PRESENCE.prefix)) {
                return PRESENCE;
            }
            if (name.startsWith(ENCRYPTED.prefix)) {
                return ENCRYPTED;
            }
            return name.startsWith(PRIVATE.prefix) ? PRIVATE : PUBLIC;
        }
    }

    /** What the channel of a signed-in user starts with. */
    static final String USER_PREFIX = "#server-to-user-";

    private static final Pattern VALID = Pattern.compile("#?[-a-zA-Z0-9_=@,.;]{1,164}");
    private static final Pattern PIXEL = Pattern.compile("(?:private-)?pixel\\.([A-Za-z0-9_-]{1,64})");
    private static final String CACHE = "cache-";

    /** The channel of that name; null if the name breaks the rules. */
    static @Nullable ChannelName parse(@Nullable String name) {
        if (name == null || !VALID.matcher(name).matches()) {
            return null;
        }
        Kind kind = Kind.of(name);
        Matcher pixel = PIXEL.matcher(name);
        boolean cached = kind != Kind.USER && name.startsWith(CACHE, kind.prefix.length());
        return new ChannelName(name, kind, cached, pixel.matches() ? pixel.group(1) : null);
    }

    /** The channel of a signed-in user; null if its id does not fit into a channel's name. */
    static @Nullable ChannelName ofUser(String userId) {
        return parse(Kind.USER.prefix + userId);
    }

    /** Whose channel it is; null if it is no user's. */
    @Nullable String userId() {
        return kind == Kind.USER ? full.substring(Kind.USER.prefix.length()) : null;
    }

    /** Whether joining takes a signature of its own. */
    boolean isSigned() {
        return kind != Kind.PUBLIC && kind != Kind.USER;
    }

    /** Whether its members may talk to each other: wherever joining took a signature. */
    boolean allowsWhispers() {
        return kind == Kind.PRIVATE || kind == Kind.PRESENCE || kind == Kind.ENCRYPTED;
    }
}
