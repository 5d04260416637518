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
        /** One signed-in user; the server alone may subscribe a connection. */
        USER("#server-to-user-");

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
        return new ChannelName(
                name, kind, name.startsWith(CACHE, kind.prefix.length()), pixel.matches() ? pixel.group(1) : null);
    }

    /** Whether joining takes a signature. */
    boolean isSigned() {
        return kind != Kind.PUBLIC;
    }

    /** Whether its members may talk to each other: wherever joining took a signature. */
    boolean allowsWhispers() {
        return kind == Kind.PRIVATE || kind == Kind.PRESENCE || kind == Kind.ENCRYPTED;
    }
}
