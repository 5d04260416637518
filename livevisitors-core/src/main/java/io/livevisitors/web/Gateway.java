package io.livevisitors.web;

import io.livevisitors.model.Diagnosis;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All that a web adapter may ask of the core. Thread-safe. */
public interface Gateway {

    /** Takes what browsers send. */
    Collector collector();

    /**
     * Whether the request may see the visitors of a pixel, known or not: an unknown pixel is not told apart. Whatever
     * credentials it brings, a page of an origin that the host does not allow by name may not.
     */
    Access access(ClientRequest request, String pixelId);

    /**
     * The pixels whose visitors the request may see, in the directory's order. Lazy: the authorizer is asked for as many
     * as are read.
     */
    Stream<String> visiblePixels(ClientRequest request);

    /** Whether a pixel of that ID exists now. */
    boolean isPixel(String pixelId);

    /** The answer of {@code api/visitors}, refusals included. */
    Reply visitors(ClientRequest request);

    /** The answer of {@code api/journey}, refusals included: the pages that one visitor opened. */
    Reply journey(ClientRequest request);

    /** The public count of a pixel; empty if the pixel is unknown or not public. */
    Optional<PublicCount> publicCount(String pixelId);

    /**
     * The answer of {@code auth}, refusals included: the signature to join a private or presence channel. None for pages of
     * origins that the host does not allow by name.
     *
     * @param socketId form field {@code socket_id}
     * @param channel form field {@code channel_name}
     */
    Reply authorizeChannel(ClientRequest request, @Nullable String socketId, @Nullable String channel);

    /** The application ID of Pusher's HTTP API. */
    String appId();

    /** The application key that clients connect with; not secret. */
    String appKey();

    /** Signs and verifies subscriptions, users and requests to the HTTP API. */
    ChannelSigner signer();

    /** The feed of a pixel's channel {@code private-pixel.{id}}; empty if the pixel is unknown. */
    Optional<PixelFeed> feed(String pixelId);

    /** The feed of a pixel's channel {@code pixel.{id}}; empty if the pixel is unknown or not public. */
    Optional<PixelFeed> publicFeed(String pixelId);

    /** Whether a socket may be opened from the request's {@code Origin}; a refusal is logged with its remedy. */
    boolean isSocketOriginAllowed(ClientRequest request);

    /**
     * A socket's handshake came without what makes it an upgrade: a proxy took it away. Counted as {@code
     * upgrade_stripped}, remembered, and logged once with its remedy. A query parameter {@code attempt}, 8 to 64 letters,
     * digits, {@code _} and {@code -}, lets {@link #strippedUpgrade} find it again.
     */
    void upgradeStripped(ClientRequest request, StrippedUpgrade upgrade);

    /** What was missing of the handshake with this {@code attempt}; empty if none came so in the last minute. */
    Optional<StrippedUpgrade> strippedUpgrade(String attempt);

    /** The handshakes that came so since the start, by what was missing and by proxy, the newest first; a few dozen. */
    List<StrippedUpgrade.Sighting> strippedUpgrades();

    /** The client's address behind the trusted proxies, in canonical textual form. */
    String clientAddress(ClientRequest request);

    /**
     * Whether the browser sent the request over TLS: the container says so, or a trusted proxy does, by {@code
     * X-Forwarded-Proto: https}. What a peer that is not trusted forwards is not believed.
     */
    boolean isSecure(ClientRequest request);

    /** What time it is, for signatures that hold for a while. */
    InstantSource clock();

    /** Takes what happens on sockets and channels, for the host's listeners. */
    ChannelEventSink channelEvents();

    /** Makes an adapter's channels known to the host's own code, until the answer is closed. */
    Attachment attach(ChannelServer server);

    /** Something that was made known. */
    @FunctionalInterface
    interface Attachment extends AutoCloseable {
        /** Takes it back. Idempotent. */
        @Override
        void close();
    }

    /** The limits of sockets. */
    SocketLimits socketLimits();

    /** Whether people with one of the roles that are left out sent this request. */
    boolean isLeftOut(ClientRequest request);

    /** A client asked for a socket under another application's key. */
    void keyUnknown(ClientRequest request, String key);

    /** A client was refused a socket, since there were as many as there may be; in words for an operator. */
    void quotaReached(ClientRequest request, String what);

    /** A backend that knows the secret was refused for its time: by how many seconds it is behind; less than 0 if ahead. */
    void clockSkewed(long secondsBehind);

    /**
     * Looks at what operators get wrong. Tries what can be tried, so it may take some seconds.
     *
     * @param request who asks, and at which address
     */
    Diagnosis diagnose(ClientRequest request);

    /** What an operator should mend, each with its remedy, in sentences; empty if nothing. */
    List<String> warnings();

    /** Counts something an adapter did or refused, by a name such as {@code slow_consumer}. */
    void count(String name);
}
