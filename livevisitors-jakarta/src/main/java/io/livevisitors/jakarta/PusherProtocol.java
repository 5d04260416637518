package io.livevisitors.jakarta;

import io.livevisitors.jakarta.Admission.Refusal;
import io.livevisitors.jakarta.PusherCodec.ClientMessage;
import io.livevisitors.jakarta.RateWindow.Verdict;
import io.livevisitors.web.ChannelSigner;
import io.livevisitors.web.SocketLimits;
import io.livevisitors.web.WithoutMessage;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a client's messages mean: the Pusher Channels protocol 7, server side. Stateless but for what the connection and
 * the channels hold; thread-safe.
 *
 * @see <a href="https://pusher.com/docs/channels/library_auth_reference/pusher-websockets-protocol/">Pusher Channels
 *     protocol</a>
 */
final class PusherProtocol {

    private static final Logger LOGGER = System.getLogger(PusherProtocol.class.getName());

    private static final int BAD_MESSAGE = 4200;
    private static final int UNAUTHORIZED = 4009;
    private static final int RATE_LIMITED = 4301;
    private static final int NOT_ENABLED = 4301;
    private static final int TOO_LARGE = 1009;
    private static final int OLDEST_VERSION = 5;
    private static final int NEWEST_VERSION = 7;
    private static final int MAX_EVENT_NAME = 200;
    private static final String WHISPER = "client-";

    private final ChannelSigner signer;
    private final SocketLimits limits;
    private final Channels channels;
    private final Predicate<String> isPixel;
    private final Subscribing subscribing;

    PusherProtocol(ChannelSigner signer, SocketLimits limits, Channels channels, Predicate<String> isPixel) {
        this.signer = signer;
        this.limits = limits;
        this.channels = channels;
        this.isPixel = isPixel;
        this.subscribing = new Subscribing(signer);
    }

    /** Why that version of the protocol is not spoken; null if it is. */
    static @Nullable Refusal refuseVersion(@Nullable String version) {
        if (version == null || version.isEmpty()) {
            return new Refusal(4008, "No protocol version supplied");
        }
        if (!version.matches("[0-9]{1,9}")) {
            return new Refusal(4006, "Invalid version string format");
        }
        int number = Integer.parseInt(version);
        return number >= OLDEST_VERSION && number <= NEWEST_VERSION
                ? null
                : new Refusal(4007, "Unsupported protocol version; use " + OLDEST_VERSION + " to " + NEWEST_VERSION);
    }

    /** The first words to a client: its id, or why it has to go. */
    void greet(Connection connection, @Nullable Refusal refusal) {
        Outbox outbox = connection.outbox();
        if (refusal == null) {
            String data = "{\"socket_id\":\"" + connection.socketId() + "\",\"activity_timeout\":"
                    + Math.max(1, limits.keepAlive().activityTimeout().toSeconds()) + "}";
            outbox.send(Frame.reply("pusher:connection_established", null, data));
        } else {
            outbox.send(Frame.error(refusal.code(), refusal.message()));
            outbox.close(refusal.code(), refusal.message());
        }
    }

    /** A text message came, of a size that may be. Never throws. */
    void onText(Connection connection, String text) {
        if (!mayTalk(connection)) {
            return;
        }
        try {
            ClientMessage message = PusherCodec.parse(text);
            if (message == null) {
                refuseMessage(connection, "Invalid message format: not a JSON object with an \"event\"");
            } else {
                handle(connection, message);
            }
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "A client's message could not be handled", WithoutMessage.of(e));
            refuseMessage(connection, "The message could not be handled");
        }
    }

    /** A binary message came: the protocol has none. */
    void onBinary(Connection connection) {
        if (mayTalk(connection)) {
            refuseMessage(connection, "Invalid message format: binary");
        }
    }

    /** A message is larger than any may be. */
    void onTooLarge(Connection connection) {
        connection
                .outbox()
                .close(TOO_LARGE, "Message larger than " + limits.messages().maxBytes() + " bytes");
    }

    private boolean mayTalk(Connection connection) {
        connection.alive();
        if (!connection.isOpen()) {
            return false;
        }
        Verdict verdict = connection.countMessage();
        if (verdict == Verdict.REFUSED) {
            connection.count("socket_rate_limited");
            tellOfTheRate(connection);
        }
        return verdict == Verdict.ALLOWED;
    }

    private void tellOfTheRate(Connection connection) {
        String why = "Too many messages: at most " + limits.messages().perWindow() + " in "
                + limits.messages().window().toMillis() + " ms";
        if (limits.messages().closeBeyondRate()) {
            connection.dismiss(RATE_LIMITED, why);
        } else {
            connection.outbox().send(Frame.error(RATE_LIMITED, why));
        }
    }

    private void handle(Connection connection, ClientMessage message) {
        switch (message.event()) {
            case "pusher:ping" -> connection.outbox().send(Frame.PONG);
            case "pusher:pong" -> {} // that it came is all it says
            case "pusher:subscribe" -> subscribe(connection, message);
            case "pusher:unsubscribe" -> unsubscribe(connection, message);
            case "pusher:signin" -> signIn(connection, message);
            default -> {
                if (message.event().startsWith(WHISPER)) {
                    whisper(connection, message);
                } else {
                    refuseMessage(connection, "Unknown event");
                }
            }
        }
    }

    private void subscribe(Connection connection, ClientMessage message) {
        String channel = message.field("channel");
        if (channel == null) {
            refuseMessage(connection, "pusher:subscribe names no channel");
        } else {
            subscribing.subscribe(connection, channel, message);
        }
    }

    private static void unsubscribe(Connection connection, ClientMessage message) {
        String channel = message.field("channel");
        if (channel == null) {
            refuseMessage(connection, "pusher:unsubscribe names no channel");
        } else {
            connection.leave(channel);
        }
    }

    /** A refusal leaves the connection as it is: its channels have nothing to do with who signs in. */
    private void signIn(Connection connection, ClientMessage message) {
        String userData = message.field("user_data");
        if (userData == null) {
            refuseMessage(connection, "pusher:signin brings no user_data");
            return;
        }
        String userId = PusherCodec.userIdIn(userData);
        if (!signer.verifyUser(connection.socketId(), userData, message.field("auth"))) {
            connection.count("socket_signin_refused");
            connection
                    .outbox()
                    .send(Frame.error(UNAUTHORIZED, "Connection not authorized: auth does not fit user_data"));
        } else if (userId == null) {
            refuseMessage(
                    connection,
                    "user_data has no id: a number, or a text of 1 to " + PusherCodec.MAX_USER_ID + " characters");
        } else {
            connection.signIn(userId);
            String data = PusherCodec.json(Map.of("user_data", userData));
            connection.outbox().send(Frame.reply("pusher:signin_success", null, data));
        }
    }

    private void whisper(Connection connection, ClientMessage message) {
        Reader reader = message.channel() == null ? null : connection.reader(message.channel());
        if (!limits.messages().clientEvents()) {
            refuse(connection, NOT_ENABLED, "Client events are not enabled");
        } else if (reader == null) {
            refuseMessage(connection, "Client events go to a channel that you have joined");
        } else if (!reader.channel.name.allowsWhispers()) {
            refuseMessage(connection, "Client events are for private and presence channels");
        } else if (isPixels(reader.channel.name)) {
            refuseMessage(connection, "Channels of a pixel carry its own events alone");
        } else if (message.event().length() > MAX_EVENT_NAME) {
            refuseMessage(connection, "Event name longer than " + MAX_EVENT_NAME + " characters");
        } else {
            channels.whisper(reader, message.event(), message.dataText());
        }
    }

    private boolean isPixels(ChannelName name) {
        String pixelId = name.pixelId();
        return pixelId != null && isPixel.test(pixelId);
    }

    private static void refuseMessage(Connection connection, String why) {
        refuse(connection, BAD_MESSAGE, why);
    }

    private static void refuse(Connection connection, int code, String why) {
        connection.count("socket_bad_message");
        connection.outbox().send(Frame.error(code, why));
    }
}
