package io.livevisitors.jakarta;

import io.livevisitors.jakarta.ChannelName.Kind;
import io.livevisitors.jakarta.PusherCodec.ClientMessage;
import io.livevisitors.web.ChannelSigner;
import org.jspecify.annotations.Nullable;

/**
 * Who may join which channel. A refusal names its channel, so that the client's own error handler runs. Stateless;
 * thread-safe.
 *
 * @see <a href="https://pusher.com/docs/channels/library_auth_reference/pusher-websockets-protocol/#subscription-events">Pusher
 *     Channels protocol: subscription events</a>
 */
final class Subscribing {

    /** Why a channel may not be joined: what clients show, and a status of HTTP's kind. */
    private record Refusal(String type, int status, String error) {

        static Refusal unauthorized(String error) {
            return new Refusal("AuthError", 401, error);
        }
    }

    private final ChannelSigner signer;

    Subscribing(ChannelSigner signer) {
        this.signer = signer;
    }

    void subscribe(Connection connection, String channel, ClientMessage message) {
        ChannelName name = ChannelName.parse(channel);
        if (name == null) {
            refuse(connection, channel, new Refusal("ChannelError", 400, "Invalid channel name"));
            return;
        }
        Member member = name.kind() == Kind.PRESENCE ? member(message) : null;
        Refusal refusal = refusal(connection, name, member, message);
        if (refusal == null) {
            String full = connection.join(name, member);
            refusal = full == null ? null : new Refusal("LimitError", 429, full);
        }
        if (refusal != null) {
            refuse(connection, channel, refusal);
        }
    }

    private @Nullable Refusal refusal(
            Connection connection, ChannelName name, @Nullable Member member, ClientMessage message) {
        if (name.isSigned() && !isSigned(connection, name, message)) {
            return Refusal.unauthorized("The connection is unauthorized");
        }
        String userId = name.userId();
        if (userId != null && !userId.equals(connection.userId())) {
            return Refusal.unauthorized("The connection is not signed in as this user");
        }
        if (name.kind() == Kind.PRESENCE && member == null) {
            return Refusal.unauthorized("channel_data has no user_id: a number, or a text of 1 to "
                    + PusherCodec.MAX_USER_ID + " characters");
        }
        return userId == null && connection.reader(name.full()) == null && !connection.hasRoomForChannel()
                ? new Refusal("LimitError", 429, "Too many channels on one connection")
                : null;
    }

    private boolean isSigned(Connection connection, ChannelName name, ClientMessage message) {
        return signer.verify(connection.socketId(), name.full(), message.field("channel_data"), message.field("auth"));
    }

    private static @Nullable Member member(ClientMessage message) {
        String data = message.field("channel_data");
        return data == null ? null : PusherCodec.member(data);
    }

    private static void refuse(Connection connection, String channel, Refusal refusal) {
        connection.count("socket_channel_refused");
        String data = "{\"type\":" + PusherCodec.quote(refusal.type) + ",\"error\":" + PusherCodec.quote(refusal.error)
                + ",\"status\":" + refusal.status + "}";
        connection.outbox().send(Frame.reply("pusher:subscription_error", channel, data));
    }
}
