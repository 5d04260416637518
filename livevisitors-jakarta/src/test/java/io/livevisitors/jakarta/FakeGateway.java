package io.livevisitors.jakarta;

import io.livevisitors.channel.ChannelEvent;
import io.livevisitors.model.Diagnosis;
import io.livevisitors.web.Access;
import io.livevisitors.web.ChannelEventSink;
import io.livevisitors.web.ChannelServer;
import io.livevisitors.web.ChannelSigner;
import io.livevisitors.web.ClientRequest;
import io.livevisitors.web.Collector;
import io.livevisitors.web.Gateway;
import io.livevisitors.web.PixelFeed;
import io.livevisitors.web.PublicCount;
import io.livevisitors.web.Reply;
import io.livevisitors.web.SocketLimits;
import io.livevisitors.web.StrippedUpgrade;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A core whose feeds say what a test tells them to, when it tells them. */
final class FakeGateway implements Gateway {

    static final String KEY = "app-key";

    private static final ChannelEventSink NOBODY_LISTENS = new ChannelEventSink() {
        @Override
        public boolean isListenedTo() {
            return false;
        }

        @Override
        public void add(ChannelEvent event) {
            throw new AssertionError("nobody listens");
        }

        @Override
        public void deliver() {}
    };

    final Map<String, FakeFeed> feeds = new ConcurrentHashMap<>();
    final Map<String, FakeFeed> publicFeeds = new ConcurrentHashMap<>();
    /** What it was told of stripped upgrades, oldest first. */
    final List<StrippedUpgrade> stripped = new CopyOnWriteArrayList<>();

    private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();
    private final ChannelSigner signer = new ChannelSigner(KEY, "app-secret");
    private final SocketLimits limits;

    FakeGateway(SocketLimits limits) {
        this.limits = limits;
    }

    /** How often that was counted. */
    int counted(String name) {
        AtomicInteger count = counts.get(name);
        return count == null ? 0 : count.get();
    }

    @Override
    public void count(String name) {
        counts.computeIfAbsent(name, n -> new AtomicInteger()).incrementAndGet();
    }

    @Override
    public String appId() {
        return "app-id";
    }

    @Override
    public String appKey() {
        return KEY;
    }

    @Override
    public ChannelSigner signer() {
        return signer;
    }

    @Override
    public InstantSource clock() {
        return InstantSource.system();
    }

    @Override
    public ChannelEventSink channelEvents() {
        return NOBODY_LISTENS;
    }

    @Override
    public Attachment attach(ChannelServer server) {
        return () -> {};
    }

    @Override
    public Optional<PixelFeed> feed(String pixelId) {
        return Optional.ofNullable(feeds.get(pixelId));
    }

    @Override
    public Optional<PixelFeed> publicFeed(String pixelId) {
        return Optional.ofNullable(publicFeeds.get(pixelId));
    }

    @Override
    public boolean isSocketOriginAllowed(ClientRequest request) {
        String origin = request.header("Origin");
        return origin == null || !origin.contains("evil");
    }

    @Override
    public void upgradeStripped(ClientRequest request, StrippedUpgrade upgrade) {
        stripped.add(upgrade);
    }

    @Override
    public Optional<StrippedUpgrade> strippedUpgrade(String attempt) {
        throw new UnsupportedOperationException("a socket shows no page");
    }

    @Override
    public List<StrippedUpgrade.Sighting> strippedUpgrades() {
        throw new UnsupportedOperationException("a socket shows no page");
    }

    @Override
    public String clientAddress(ClientRequest request) {
        return request.remoteAddress();
    }

    @Override
    public boolean isSecure(ClientRequest request) {
        return request.secure();
    }

    @Override
    public SocketLimits socketLimits() {
        return limits;
    }

    @Override
    public boolean isPixel(String pixelId) {
        return feeds.containsKey(pixelId);
    }

    @Override
    public Collector collector() {
        throw new UnsupportedOperationException("a socket collects nothing");
    }

    @Override
    public Access access(ClientRequest request, String pixelId) {
        throw new UnsupportedOperationException("a socket shows no page");
    }

    @Override
    public Stream<String> visiblePixels(ClientRequest request) {
        return Stream.empty();
    }

    @Override
    public Reply visitors(ClientRequest request) {
        throw new UnsupportedOperationException("a socket is no API");
    }

    @Override
    public Reply journey(ClientRequest request) {
        throw new UnsupportedOperationException("a socket is no API");
    }

    @Override
    public Optional<PublicCount> publicCount(String pixelId) {
        return Optional.empty();
    }

    @Override
    public Reply authorizeChannel(ClientRequest request, @Nullable String socketId, @Nullable String channel) {
        throw new UnsupportedOperationException("auth is HTTP");
    }

    @Override
    public boolean isLeftOut(ClientRequest request) {
        return false;
    }

    @Override
    public void keyUnknown(ClientRequest request, String key) {}

    @Override
    public void quotaReached(ClientRequest request, String what) {}

    @Override
    public void clockSkewed(long secondsBehind) {}

    @Override
    public Diagnosis diagnose(ClientRequest request) {
        throw new UnsupportedOperationException("a socket is no doctor");
    }

    @Override
    public List<String> warnings() {
        return List.of();
    }
}
