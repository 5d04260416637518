package io.livevisitors;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the core has to know of the names of channels.
 *
 * @see <a href="https://pusher.com/docs/channels/using_channels/channels/#channel-naming-conventions">Pusher: channel
 *     naming conventions</a>
 */
final class ChannelNames {

    private static final Pattern VALID = Pattern.compile("#?[-a-zA-Z0-9_=@,.;]{1,164}");
    private static final Pattern PIXEL = Pattern.compile("(?:private-)?pixel\\.([A-Za-z0-9_-]{1,64})");

    private ChannelNames() {}

    static boolean isValid(String name) {
        return VALID.matcher(name).matches();
    }

    /** The pixel whose feed the channel carries, known or not; null on any other. */
    static @Nullable String pixelId(String name) {
        Matcher pixel = PIXEL.matcher(name);
        return pixel.matches() ? pixel.group(1) : null;
    }
}
