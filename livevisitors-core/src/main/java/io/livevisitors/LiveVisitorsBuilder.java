package io.livevisitors;

import io.livevisitors.broadcast.Broadcaster;
import io.livevisitors.device.DeviceClassifier;
import io.livevisitors.presence.PresenceSettings;
import io.livevisitors.presence.TimeSource;
import io.livevisitors.privacy.Anonymizer;
import io.livevisitors.web.ChannelAuthorizer;
import io.livevisitors.web.ChannelSigner;
import io.livevisitors.web.DashboardAuthorizer;
import io.livevisitors.web.SocketLimits;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Collects settings and ends in a {@link LiveVisitors}. Required: at least one {@link #pixel(String) pixel} and the
 * {@link #keys keys}. Everything that lets somebody see something is closed until it is opened here. A value that will
 * not do is refused at once, with a {@link SettingException} that names the setting, its value and the remedy. Not
 * thread-safe.
 */
public final class LiveVisitorsBuilder {

    /** Default of {@link #activeWindow}. */
    public static final Duration DEFAULT_ACTIVE_WINDOW = Duration.ofMinutes(5);
    /** Default of {@link #gracePeriod}. */
    public static final Duration DEFAULT_GRACE_PERIOD = Duration.ofSeconds(5);
    /** Default of {@link #tabTimeout}: three beats of the pixel. */
    public static final Duration DEFAULT_TAB_TIMEOUT = Duration.ofSeconds(60);
    /** Default of {@link #activityTimeout}. */
    public static final Duration DEFAULT_ACTIVITY_TIMEOUT = Duration.ofSeconds(30);
    /** Default of {@link #pongTimeout}. */
    public static final Duration DEFAULT_PONG_TIMEOUT = Duration.ofSeconds(30);
    /** Default of {@link #subscriptionTimeout}. */
    public static final Duration DEFAULT_SUBSCRIPTION_TIMEOUT = Duration.ofMinutes(2);
    /** Default of {@link #messageWindow}. */
    public static final Duration DEFAULT_MESSAGE_WINDOW = Duration.ofSeconds(1);
    /** Default of {@link #sendTimeout}. */
    public static final Duration DEFAULT_SEND_TIMEOUT = Duration.ofSeconds(10);
    /** Default of {@link #maxOutboxAge}. */
    public static final Duration DEFAULT_MAX_OUTBOX_AGE = Duration.ofSeconds(10);

    private static final Duration STATS_INTERVAL = Duration.ofMillis(250);
    private static final Duration OPT_OUT_REMEMBERED = Duration.ofDays(1);

    private final List<Pixel> fixedPixels = new ArrayList<>();
    private final Map<Limit, Integer> limits = new EnumMap<>(Limit.class);
    private final List<Broadcaster> broadcasters = new ArrayList<>();
    private final List<String> allowedOrigins = new ArrayList<>();
    private final List<String> trustedProxies = new ArrayList<>();
    private final Set<String> leftOutRoles = new HashSet<>();
    private @Nullable PixelDirectory directory;
    private @Nullable String appId;
    private @Nullable String appKey;
    private @Nullable ChannelSigner signer;
    private @Nullable DashboardAuthorizer dashboardAuthorizer;
    private @Nullable ChannelAuthorizer channelAuthorizer;
    private @Nullable DeviceClassifier classifier;
    private @Nullable Anonymizer anonymizer;
    private @Nullable ScheduledExecutorService scheduler;
    private @Nullable Executor executor;
    private InstantSource clock = InstantSource.system();
    private LongSupplier ticker = System::nanoTime;
    private Duration activeWindow = DEFAULT_ACTIVE_WINDOW;
    private Duration gracePeriod = DEFAULT_GRACE_PERIOD;
    private Duration tabTimeout = DEFAULT_TAB_TIMEOUT;
    private Duration activityTimeout = DEFAULT_ACTIVITY_TIMEOUT;
    private Duration pongTimeout = DEFAULT_PONG_TIMEOUT;
    private Duration subscriptionTimeout = DEFAULT_SUBSCRIPTION_TIMEOUT;
    private Duration messageWindow = DEFAULT_MESSAGE_WINDOW;
    private Duration sendTimeout = DEFAULT_SEND_TIMEOUT;
    private Duration maxOutboxAge = DEFAULT_MAX_OUTBOX_AGE;
    private @Nullable Duration pingInterval;
    private boolean closeBeyondMessageRate;
    private boolean clientEvents = true;
    private boolean countAutomated;

    LiveVisitorsBuilder() {}

    // ---------------------------------------------------------------- pixels and keys

    /** Adds a pixel that is not public and takes events from pages of the request's own host. */
    public LiveVisitorsBuilder pixel(String id) {
        return pixel(Pixel.of(id));
    }

    /** Adds a pixel. */
    public LiveVisitorsBuilder pixel(Pixel pixel) {
        fixedPixels.add(pixel);
        return this;
    }

    /** Asks a directory which pixels exist, instead of a fixed list; its answers may change at run time. */
    public LiveVisitorsBuilder pixels(PixelDirectory directory) {
        once("pixels", this.directory);
        this.directory = directory;
        return this;
    }

    /**
     * The keys of the Pusher protocol.
     *
     * @param appId names the application in the HTTP API
     * @param key what clients connect with; not secret
     * @param secret signs channel subscriptions; never leaves the server
     */
    public LiveVisitorsBuilder keys(String appId, String key, String secret) {
        once("keys", signer);
        this.appId = name("keys.app_id", appId);
        this.appKey = name("keys.key", key);
        if (secret.isBlank()) {
            throw new SettingException("keys.secret", secret, "use a long random secret, such as 32 hex digits");
        }
        this.signer = new ChannelSigner(key, secret);
        return this;
    }

    // ---------------------------------------------------------------- who may what

    /** Who may see the visitors; default nobody. */
    public LiveVisitorsBuilder authorizer(DashboardAuthorizer authorizer) {
        once("authorizer", this.dashboardAuthorizer);
        this.dashboardAuthorizer = authorizer;
        return this;
    }

    /** Who may join private and presence channels other than the pixels' own; default nobody. */
    public LiveVisitorsBuilder channelAuthorizer(ChannelAuthorizer authorizer) {
        once("channel_authorizer", this.channelAuthorizer);
        this.channelAuthorizer = authorizer;
        return this;
    }

    /**
     * Origins whose pages may send events and open sockets, for pixels that name none themselves; see {@link
     * Pixel#allowedOrigins()} for the forms. Default: the host and port of the request.
     */
    public LiveVisitorsBuilder allowedOrigins(String... origins) {
        allowedOrigins.addAll(List.of(origins));
        allowedOrigins.forEach(OriginPattern::parse);
        return this;
    }

    /**
     * Addresses or networks (CIDR) of the proxies in front, whose forwarded headers are believed. Default none: the
     * client is the peer.
     */
    public LiveVisitorsBuilder trustedProxies(String... cidrs) {
        trustedProxies.addAll(List.of(cidrs));
        var unused = TrustedProxies.of(trustedProxies);
        return this;
    }

    /** Roles whose bearers are not counted where the request shows them, such as staff; default none. */
    public LiveVisitorsBuilder leaveOutRoles(String... roles) {
        leftOutRoles.addAll(List.of(roles));
        return this;
    }

    /** Whether browsers driven by a program count as visitors; default no. */
    public LiveVisitorsBuilder countAutomated(boolean countAutomated) {
        this.countAutomated = countAutomated;
        return this;
    }

    // ---------------------------------------------------------------- seams

    /** Recognises devices; default {@link DeviceClassifier#builtIn()}. */
    public LiveVisitorsBuilder classifier(DeviceClassifier classifier) {
        once("classifier", this.classifier);
        this.classifier = classifier;
        return this;
    }

    /** Makes page views anonymous; default {@link Anonymizer#builtIn()} with this builder's window and ticker. */
    public LiveVisitorsBuilder anonymizer(Anonymizer anonymizer) {
        once("anonymizer", this.anonymizer);
        this.anonymizer = anonymizer;
        return this;
    }

    /** Sends every visitor event outward, beside the broadcasters found by {@link ServiceLoader}; may be called again. */
    public LiveVisitorsBuilder broadcaster(Broadcaster broadcaster) {
        broadcasters.add(broadcaster);
        return this;
    }

    /** What time it is, for what people read; default the system's clock. */
    public LiveVisitorsBuilder clock(InstantSource clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
        return this;
    }

    /** Nanoseconds that only go forward, for every deadline; default {@link System#nanoTime()}. */
    public LiveVisitorsBuilder ticker(LongSupplier ticker) {
        this.ticker = Objects.requireNonNull(ticker, "ticker");
        return this;
    }

    /**
     * Runs timers and hands events to feeds; nothing that runs on it blocks. Default: one daemon thread, started with the
     * first event and ended by {@link LiveVisitors#close()}. One given here is the host's to end.
     */
    public LiveVisitorsBuilder scheduler(ScheduledExecutorService scheduler) {
        once("scheduler", this.scheduler);
        this.scheduler = scheduler;
        return this;
    }

    /**
     * Runs listeners, subscribers and broadcasters, which may block. Default: daemon threads, one at most for each of
     * them, ended by {@link LiveVisitors#close()}. One given here is the host's to end.
     */
    public LiveVisitorsBuilder executor(Executor executor) {
        once("executor", this.executor);
        this.executor = executor;
        return this;
    }

    // ---------------------------------------------------------------- limits and times

    /** Sets a limit; see {@link Limit} for each one's default and range. */
    public LiveVisitorsBuilder limit(Limit limit, int value) {
        limits.put(limit, limit.validated(value));
        return this;
    }

    /** After this long without a word a hidden tab, or a visitor without tabs, is no longer here; default 5 minutes. */
    public LiveVisitorsBuilder activeWindow(Duration window) {
        this.activeWindow = between("active_window", window, Duration.ofSeconds(1), Duration.ofHours(24));
        return this;
    }

    /** From the closing of the last tab to the visitor's leaving; default 5 seconds. */
    public LiveVisitorsBuilder gracePeriod(Duration grace) {
        this.gracePeriod = between("grace_period", grace, Duration.ofMillis(100), Duration.ofMinutes(5));
        return this;
    }

    /** Silence after which a visible tab is no longer there; default 60 seconds, three beats of the pixel. */
    public LiveVisitorsBuilder tabTimeout(Duration timeout) {
        this.tabTimeout = between("tab_timeout", timeout, Duration.ofSeconds(1), Duration.ofHours(24));
        return this;
    }

    /**
     * Silence after which a socket's client is asked to ping, and after which it is pinged unless {@link #pingInterval} says
     * otherwise; whole seconds, default 30.
     */
    public LiveVisitorsBuilder activityTimeout(Duration timeout) {
        Duration valid = between("activity_timeout", timeout, Duration.ofSeconds(1), Duration.ofHours(1));
        if (!valid.equals(Duration.ofSeconds(valid.toSeconds()))) {
            throw new SettingException(
                    "activity_timeout", timeout.toString(), "use whole seconds: clients are told them");
        }
        this.activityTimeout = valid;
        return this;
    }

    /** Silence after which a socket is pinged; default the {@link #activityTimeout}. */
    public LiveVisitorsBuilder pingInterval(Duration interval) {
        this.pingInterval = between("ping_interval", interval, Duration.ofSeconds(1), Duration.ofHours(1));
        return this;
    }

    /** Silence after a ping after which a socket is closed with 4201; default 30 seconds. */
    public LiveVisitorsBuilder pongTimeout(Duration timeout) {
        this.pongTimeout = between("pong_timeout", timeout, Duration.ofSeconds(1), Duration.ofHours(1));
        return this;
    }

    /** Time without any channel after which a socket is closed with 4202; default 2 minutes. */
    public LiveVisitorsBuilder subscriptionTimeout(Duration timeout) {
        this.subscriptionTimeout =
                between("subscription_timeout", timeout, Duration.ofSeconds(1), Duration.ofHours(24));
        return this;
    }

    /** Length of the window that {@link Limit#MESSAGES_PER_WINDOW} counts in; default 1 second. */
    public LiveVisitorsBuilder messageWindow(Duration window) {
        this.messageWindow = between("message_window", window, Duration.ofMillis(100), Duration.ofHours(1));
        return this;
    }

    /** Whether a socket that sends more messages than it may is closed, beside being told so; default no. */
    public LiveVisitorsBuilder closeBeyondMessageRate(boolean close) {
        this.closeBeyondMessageRate = close;
        return this;
    }

    /** Whether members of a private or presence channel may send each other {@code client-} events; default yes. */
    public LiveVisitorsBuilder clientEvents(boolean accepted) {
        this.clientEvents = accepted;
        return this;
    }

    /** Time after which a send that does not complete drops its socket; default 10 seconds. */
    public LiveVisitorsBuilder sendTimeout(Duration timeout) {
        this.sendTimeout = between("send_timeout", timeout, Duration.ofMillis(100), Duration.ofMinutes(5));
        return this;
    }

    /** Time a socket's reader may stay behind before it is closed with 4100; default 10 seconds. */
    public LiveVisitorsBuilder maxOutboxAge(Duration age) {
        this.maxOutboxAge = between("max_outbox_age", age, Duration.ofMillis(100), Duration.ofMinutes(5));
        return this;
    }

    // ---------------------------------------------------------------- the end

    /**
     * The live visitors.
     *
     * @throws SettingException if the pixels or the keys are missing, or two settings do not go together
     */
    public LiveVisitors build() {
        return new LiveVisitors(settings(), new TimeSource(clock, ticker), allBroadcasters(), scheduler, executor);
    }

    private Settings settings() {
        ChannelSigner signing = signer;
        String id = appId;
        String key = appKey;
        if (signing == null || id == null || key == null) {
            throw new SettingException("keys", "", "call keys(appId, key, secret)");
        }
        return new Settings(
                pixels(),
                id,
                key,
                signing,
                dashboardAuthorizer == null ? DashboardAuthorizer.denyAll() : dashboardAuthorizer,
                channelAuthorizer == null ? ChannelAuthorizer.denyAll() : channelAuthorizer,
                allowedOrigins.stream().map(OriginPattern::parse).toList(),
                TrustedProxies.of(trustedProxies),
                Set.copyOf(leftOutRoles),
                classifier == null ? DeviceClassifier.builtIn() : classifier,
                anonymizer == null ? builtInAnonymizer() : anonymizer,
                Map.copyOf(limits),
                presence(),
                socketLimits(),
                STATS_INTERVAL.toMillis());
    }

    private PixelDirectory pixels() {
        if (directory != null && !fixedPixels.isEmpty()) {
            throw new SettingException(
                    "pixel", fixedPixels.get(0).id(), "give either pixel(…) or pixels(directory), not both");
        }
        if (directory != null) {
            return directory;
        }
        if (fixedPixels.isEmpty()) {
            throw new SettingException("pixel", "", "call pixel(\"shop\"), with an ID of your own");
        }
        return PixelDirectory.of(fixedPixels);
    }

    private Anonymizer builtInAnonymizer() {
        return Anonymizer.builtInWith().overlap(activeWindow).ticker(ticker).build();
    }

    private PresenceSettings presence() {
        if (gracePeriod.compareTo(activeWindow) > 0) {
            throw new SettingException(
                    "grace_period", gracePeriod.toString(), "use at most the active window, which is " + activeWindow);
        }
        return new PresenceSettings(
                activeWindow.toMillis(),
                gracePeriod.toMillis(),
                tabTimeout.toMillis(),
                OPT_OUT_REMEMBERED.toMillis(),
                limit(Limit.VISITORS_PER_PIXEL),
                limit(Limit.PAGES_PER_PIXEL),
                limit(Limit.REFERRERS_PER_PIXEL),
                limit(Limit.NAMES_PER_PIXEL),
                limit(Limit.EVENT_NAMES_PER_PIXEL),
                limit(Limit.TABS_PER_VISITOR),
                limit(Limit.TEXT_BYTES_PER_VISITOR),
                countAutomated);
    }

    private SocketLimits socketLimits() {
        return new SocketLimits(
                new SocketLimits.KeepAlive(
                        activityTimeout,
                        pingInterval == null ? activityTimeout : pingInterval,
                        pongTimeout,
                        subscriptionTimeout),
                new SocketLimits.Quota(
                        limit(Limit.CONNECTIONS),
                        limit(Limit.CONNECTIONS_PER_ADDRESS),
                        limit(Limit.HANDSHAKES_PER_ADDRESS)),
                new SocketLimits.Messages(
                        limit(Limit.MESSAGE_BYTES),
                        limit(Limit.MESSAGES_PER_WINDOW),
                        messageWindow,
                        closeBeyondMessageRate,
                        clientEvents),
                new SocketLimits.ChannelBounds(
                        limit(Limit.CHANNELS_PER_CONNECTION),
                        limit(Limit.MEMBERS_PER_CHANNEL),
                        limit(Limit.MEMBER_BYTES),
                        limit(Limit.CACHED_EVENT_BYTES)),
                new SocketLimits.OutboxBounds(limit(Limit.OUTBOX_BYTES), maxOutboxAge, sendTimeout),
                new SocketLimits.Api(
                        limits.containsKey(Limit.API_REQUEST_BYTES)
                                ? limit(Limit.API_REQUEST_BYTES)
                                : limit(Limit.MESSAGE_BYTES),
                        limit(Limit.API_CHANNELS_PER_EVENT),
                        limit(Limit.API_BATCH_EVENTS)));
    }

    private List<Broadcaster> allBroadcasters() {
        List<Broadcaster> all = new ArrayList<>(broadcasters);
        ServiceLoader.load(Broadcaster.class).forEach(all::add);
        return all;
    }

    private int limit(Limit limit) {
        return limits.getOrDefault(limit, limit.defaultValue());
    }

    private static void once(String setting, @Nullable Object earlier) {
        if (earlier != null) {
            throw new SettingException(setting, "given twice", "give it once");
        }
    }

    private static String name(String setting, String value) {
        if (!value.matches("[A-Za-z0-9_-]{1,64}")) {
            throw new SettingException(setting, value, "use 1 to 64 of A-Z, a-z, 0-9, '_' and '-'");
        }
        return value;
    }

    private static Duration between(String setting, Duration value, Duration min, Duration max) {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw new SettingException(setting, value.toString(), "use " + min + " to " + max);
        }
        return value;
    }
}
