package io.livevisitors.jakarta;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An event that a backend publishes.
 *
 * @param name at most {@value #MAX_NAME} characters
 * @param channels to whom, each once
 * @param channelBytes that the list of channels takes in the body, at most
 * @param socketId the connection that must not get it; null for none
 * @param info what the answer tells of the channels, comma-separated; null for nothing
 */
record ApiEvent(
        String name,
        String data,
        List<ChannelName> channels,
        int channelBytes,
        @Nullable String socketId,
        @Nullable String info) {

    private static final int MAX_NAME = 200;

    /** Bytes that a channel's name takes in JSON beside itself: quotes, a comma, and the space that some write after it. */
    private static final int MARKS = 4;

    /** Most bytes that a channel takes in a list. */
    static final int MAX_CHANNEL_BYTES = 165 + MARKS;

    /** @param maxChannels that one event may go to */
    static ApiEvent of(ApiBody body, int maxChannels) throws ApiException {
        String name = body.requiredText("name");
        if (name.isEmpty() || name.length() > MAX_NAME) {
            throw ApiException.invalid(body.field("name"), "use 1 to " + MAX_NAME + " characters");
        }
        if (name.startsWith("pusher:") || name.startsWith("pusher_internal:")) {
            throw ApiException.invalid(body.field("name"), "pusher: and pusher_internal: are the protocol's own");
        }
        List<String> names = names(body, maxChannels);
        return new ApiEvent(
                name,
                body.requiredText("data"),
                channels(body, names),
                names.stream().mapToInt(channel -> channel.length() + MARKS).sum(),
                body.text("socket_id"),
                body.text("info"));
    }

    /** As they stand in the body, one perhaps more than once. */
    private static List<String> names(ApiBody body, int max) throws ApiException {
        List<String> several = body.texts("channels");
        String one = body.text("channel");
        if (several == null && one == null) {
            throw ApiException.invalid(body.field("channels"), "is missing; name at least one channel");
        }
        String field = field(body);
        List<String> names = several != null ? several : List.of(one == null ? "" : one);
        if (names.isEmpty()) {
            throw ApiException.invalid(field, "name at least one channel");
        }
        if (names.size() > max) {
            throw ApiException.invalid(field, "name at most " + max + " channels");
        }
        return names;
    }

    private static List<ChannelName> channels(ApiBody body, List<String> names) throws ApiException {
        Set<ChannelName> valid = new LinkedHashSet<>();
        for (String name : names) {
            ChannelName channel = ChannelName.parse(name);
            if (channel == null) {
                throw ApiException.invalid(
                        field(body), "holds no valid channel name; use 1 to 164 of A-Z, a-z, 0-9 and -_=@,.;");
            }
            valid.add(channel);
        }
        return new ArrayList<>(valid);
    }

    private static String field(ApiBody body) throws ApiException {
        return body.field(body.texts("channels") == null ? "channel" : "channels");
    }
}
