package io.livevisitors.web;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answer of a {@link ChannelAuthorizer}. Immutable.
 *
 * @param granted whether the channel may be joined
 * @param userId who joins, as a presence channel shows it; null elsewhere
 * @param userInfo what the other members see; values of JSON's simple types, lists and maps of them
 */
public record ChannelGrant(boolean granted, @Nullable String userId, Map<String, ?> userInfo) {

    private static final ChannelGrant DENIED = new ChannelGrant(false, null, Map.of());
    private static final ChannelGrant GRANTED = new ChannelGrant(true, null, Map.of());

    public ChannelGrant {
        userInfo = Map.copyOf(userInfo);
    }

    /** Not this one. */
    public static ChannelGrant deny() {
        return DENIED;
    }

    /** May join; enough for a private channel. */
    public static ChannelGrant allow() {
        return GRANTED;
    }

    /** May join as that user, on a presence channel. */
    public static ChannelGrant member(String userId, Map<String, ?> userInfo) {
        return new ChannelGrant(true, userId, userInfo);
    }
}
