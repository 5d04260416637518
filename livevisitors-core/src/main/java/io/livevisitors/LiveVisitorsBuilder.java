package io.livevisitors;

import io.livevisitors.broadcast.Broadcaster;
import io.livevisitors.device.DeviceClassifier;
import io.livevisitors.model.Mode;
import io.livevisitors.presence.TimeSource;
import io.livevisitors.privacy.Anonymizer;
import io.livevisitors.privacy.SaltedAnonymizer;
import io.livevisitors.web.ChannelAuthorizer;
import io.livevisitors.web.ChannelSigner;
import io.livevisitors.web.DashboardAuthorizer;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
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

    private static final Pattern SECRET = Pattern.compile("[!-~]{1,256}");
    private static final Duration STATS_INTERVAL = Duration.ofMillis(250);

    private final List<Pixel> fixedPixels = new ArrayList<>();
    private final Bounds bounds = new Bounds();
    private final Set<String> given = new HashSet<>();
    private final List<Broadcaster> broadcasters = new ArrayList<>();
    private final List<String> allowedOrigins = new ArrayList<>();
    private final List<String> trustedProxies = new ArrayList<>();
    private final Set<String> leftOutRoles = new HashSet<>();
    private @Nullable PixelDirectory directory;
    private @Nullable String countryHeader;
    private @Nullable String appId;
    private @Nullable String appKey;
    private @Nullable String appSecret;
    private @Nullable URI publicUrl;
    private @Nullable DashboardAuthorizer dashboardAuthorizer;
    private @Nullable ChannelAuthorizer channelAuthorizer;
    private @Nullable DeviceClassifier classifier;
    private @Nullable Anonymizer anonymizer;
    private @Nullable ScheduledExecutorService scheduler;
    private @Nullable Executor executor;
    private @Nullable SettingSource properties;
    private @Nullable SettingSource environment;
    private Surroundings surroundings = Surroundings.NONE;
    private final Set<String> spamReferrers = new HashSet<>();
    private final PageSettings pageSettings = new PageSettings();
    private Mode mode = Mode.FULL;
    private InstantSource clock = InstantSource.system();
    private LongSupplier ticker = System::nanoTime;

    LiveVisitorsBuilder() {}

    // ---------------------------------------------------------------- settings by name

    /**
     * Sets what these properties say, all that start with {@code livevisitors.}: {@code livevisitors.activity_timeout=20s}.
     * What this builder's own methods set stands, before or after; see {@code docs/settings.md} for the names.
     *
     * @throws SettingException if one of them is no setting, or has a value that will not do
     */
    public LiveVisitorsBuilder properties(Properties properties) {
        once("properties", this.properties);
        this.properties = SettingSource.properties(Objects.requireNonNull(properties, "properties"));
        return this;
    }

    /**
     * Sets what these environment variables say: {@code LIVEVISITORS_ACTIVITY_TIMEOUT}, and those that Laravel Reverb's
     * operators know, such as {@code REVERB_APP_KEY}. What properties or this builder's own methods set stands, before or
     * after; see {@code docs/settings.md} for the names. Variables of others are ignored.
     *
     * @param environment for example {@link System#getenv()}
     * @throws SettingException if one of them has a value that will not do
     */
    public LiveVisitorsBuilder environment(Map<String, String> environment) {
        once("environment", this.environment);
        this.environment = SettingSource.environment(Objects.requireNonNull(environment, "environment"));
        this.surroundings = Surroundings.of(environment);
        return this;
    }

    // ---------------------------------------------------------------- pixels and keys

    /** Adds a pixel that is not public and takes events from pages of the request's own host. */
    public LiveVisitorsBuilder pixel(String id) {
        return pixel(Pixel.of(id));
    }

    /** Adds a pixel. */
    public LiveVisitorsBuilder pixel(Pixel pixel) {
        given.add("pixels");
        fixedPixels.add(Objects.requireNonNull(pixel, "pixel"));
        return this;
    }

    /** Asks a directory which pixels exist, instead of a fixed list; its answers may change at run time. */
    public LiveVisitorsBuilder pixels(PixelDirectory directory) {
        once("pixels", this.directory);
        given.add("pixels");
        this.directory = Objects.requireNonNull(directory, "directory");
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
        once("keys", this.appSecret);
        appId(appId);
        appKey(key);
        appSecret(secret);
        return this;
    }

    void appId(String id) {
        given.add("app_id");
        this.appId = name("app_id", id);
    }

    void appKey(String key) {
        given.add("app_key");
        this.appKey = name("app_key", key);
    }

    void appSecret(String secret) {
        requireSet("app_secret", secret);
        if (!SECRET.matcher(secret).matches()) {
            throw new SettingException(
                    "app_secret",
                    SettingException.ofLength(secret),
                    "use 1 to 256 visible ASCII characters, such as 32 random hex digits");
        }
        given.add("app_secret");
        this.appSecret = secret;
    }

    /**
     * Where browsers find the library, as {@code LiveVisitors.diagnose()} tries it: scheme, host, port and the base path,
     * behind whatever proxy. Default unknown; nothing else depends on it.
     *
     * @param url for example {@code https://shop.example/livevisitors}
     */
    public LiveVisitorsBuilder publicUrl(String url) {
        once("public_url", this.publicUrl);
        given.add("public_url");
        this.publicUrl = NamedSetting.url("public_url", url, "https://shop.example/livevisitors");
        return this;
    }

    // ---------------------------------------------------------------- who may what

    /** Who may see the visitors; default nobody. */
    public LiveVisitorsBuilder authorizer(DashboardAuthorizer authorizer) {
        once("authorizer", this.dashboardAuthorizer);
        given.add("dashboard_token");
        this.dashboardAuthorizer = Objects.requireNonNull(authorizer, "authorizer");
        return this;
    }

    /** Who may join private and presence channels other than the pixels' own; default nobody. */
    public LiveVisitorsBuilder channelAuthorizer(ChannelAuthorizer authorizer) {
        once("channel_authorizer", this.channelAuthorizer);
        this.channelAuthorizer = Objects.requireNonNull(authorizer, "authorizer");
        return this;
    }

    /**
     * Origins whose pages may send events and open sockets, for pixels that name none themselves; see {@link
     * Pixel#allowedOrigins()} for the forms. Default: the host and port of the request.
     */
    public LiveVisitorsBuilder allowedOrigins(String... origins) {
        given.add("allowed_origins");
        allowedOrigins.addAll(List.of(origins));
        allowedOrigins.forEach(OriginPattern::parse);
        return this;
    }

    /**
     * Addresses or networks (CIDR) of the proxies in front, whose forwarded headers are believed. Default none: the
     * client is the peer.
     */
    public LiveVisitorsBuilder trustedProxies(String... cidrs) {
        given.add("trusted_proxies");
        trustedProxies.addAll(List.of(cidrs));
        var unused = TrustedProxies.of(trustedProxies);
        return this;
    }

    /**
     * The header in which a CDN in front says the country of the client's address, for example {@code CF-IPCountry} or {@code
     * CloudFront-Viewer-Country}. Believed only if the request comes through one of the {@link #trustedProxies}; where it says
     * no country (ISO 3166 alpha-2), that of the visitor's clock stands. Default none: the clock alone. Needs trusted proxies.
     */
    public LiveVisitorsBuilder countryHeader(String name) {
        once(CountryHeader.SETTING, this.countryHeader);
        requireSet(CountryHeader.SETTING, name);
        given.add(CountryHeader.SETTING);
        this.countryHeader = CountryHeader.validated(name);
        return this;
    }

    /** Roles whose bearers are not counted where the request shows them, such as staff; default none. */
    public LiveVisitorsBuilder leaveOutRoles(String... roles) {
        given.add("leave_out_roles");
        leftOutRoles.addAll(List.of(roles));
        return this;
    }

    /** Whether browsers driven by a program count as visitors; default no. */
    public LiveVisitorsBuilder countAutomated(boolean countAutomated) {
        given.add("count_automated");
        bounds.countAutomated = countAutomated;
        return this;
    }

    /**
     * How much of their visitors all pixels show; default {@link Mode#FULL}. {@link Mode#AGGREGATE} is a promise for the
     * whole library: no pixel, and nobody who may see it, gets more than totals. A single pixel is made stricter by
     * {@link Pixel#withMode}.
     */
    public LiveVisitorsBuilder mode(Mode mode) {
        given.add("mode");
        this.mode = Objects.requireNonNull(mode, "mode");
        return this;
    }

    /**
     * Hosts, beside those that the library knows, that send made-up visits to be seen among the referrers: whoever comes by a
     * link of theirs, or of a host below, counts as a robot. Blank ones are skipped, so that the lines of a published list
     * will do: {@code spamReferrers(Files.readAllLines(path).toArray(String[]::new))}. May be called again.
     *
     * @param hosts for example {@code spam.example}
     */
    public LiveVisitorsBuilder spamReferrers(String... hosts) {
        given.add("spam_referrers");
        Arrays.stream(hosts)
                .filter(host -> !host.isBlank())
                .map(SpamReferrers::parse)
                .forEach(spamReferrers::add);
        return this;
    }

    // ---------------------------------------------------------------- what is shown of pages

    /**
     * Query keys of the host's own that stay in the addresses of pages, beside {@code utm_*}, {@code ref} and {@code source};
     * their values are scrubbed. Default none. May be called again. Goes to the built-in anonymizer alone.
     *
     * @param keys as they read decoded, in their case, for example {@code category}
     */
    public LiveVisitorsBuilder queryKeys(String... keys) {
        given.add(PageSettings.QUERY_KEYS);
        pageSettings.addQueryKeys(List.of(keys));
        return this;
    }

    /**
     * Shows the pages of a route as one: with {@code /order/{id}} the page {@code https://shop.example/order/123?ref=x} is
     * {@code https://shop.example/order/{id}}, without its title unless {@link #mappedTitles} says otherwise. Also for a
     * referrer that is a page of the same site: of the same host, or of one below or above it. Default none. May be called
     * again; the first route that means a page counts.
     *
     * <p>A pattern is written as for {@link LiveVisitors#onPage}, and may have {@code {name}} between slashes, which stands for
     * one segment. It is compared with the address before scrubbing, and all that is shown is the page's host and the
     * pattern as it is written.
     *
     * @param patterns at most 256 characters each
     */
    public LiveVisitorsBuilder routes(String... patterns) {
        given.add(Route.SETTING);
        pageSettings.addRoutes(List.of(patterns));
        return this;
    }

    /**
     * Pages of which nothing is recorded, by patterns as for {@link LiveVisitors#onPage}, for example {@code /account/**}.
     * Events of such a page make no visitor, change none and are told to nobody; the answer is 204 as for one that was
     * taken, and all that is left is the counter {@code page_dropped}. A tab that shows such a page without a new document
     * is still shown on the page before, until its silence is noticed. Leaves and opt-outs are taken, without their page. A
     * referrer that is such a page of the same site is shown as its host. Default none. May be called again.
     */
    public LiveVisitorsBuilder droppedPages(String... patterns) {
        given.add(PageSettings.DROPPED);
        pageSettings.addDropped(List.of(patterns));
        return this;
    }

    /** Asks the host's own code what to show of a page that is not dropped, after the {@link #routes}; default none. */
    public LiveVisitorsBuilder pageMapper(PageMapper mapper) {
        once("page_mapper", pageSettings.mapper);
        pageSettings.mapper = Objects.requireNonNull(mapper, "mapper");
        return this;
    }

    /**
     * Whether a page that is shown by its route, or as the {@link #pageMapper} answers, keeps its title, scrubbed; default no:
     * a title such as "Order 123 of Anna Smith" says what the route hides.
     */
    public LiveVisitorsBuilder mappedTitles(boolean kept) {
        given.add("mapped_titles");
        pageSettings.mappedTitles = kept;
        return this;
    }

    // ---------------------------------------------------------------- seams

    /** Recognises devices; default {@link DeviceClassifier#builtIn()}. */
    public LiveVisitorsBuilder classifier(DeviceClassifier classifier) {
        once("classifier", this.classifier);
        this.classifier = Objects.requireNonNull(classifier, "classifier");
        return this;
    }

    /** Makes page views anonymous; default {@link Anonymizer#builtIn()} with this builder's window and ticker. */
    public LiveVisitorsBuilder anonymizer(Anonymizer anonymizer) {
        once("anonymizer", this.anonymizer);
        this.anonymizer = Objects.requireNonNull(anonymizer, "anonymizer");
        return this;
    }

    /** Sends every visitor event outward, beside the broadcasters found by {@link ServiceLoader}; may be called again. */
    public LiveVisitorsBuilder broadcaster(Broadcaster broadcaster) {
        broadcasters.add(Objects.requireNonNull(broadcaster, "broadcaster"));
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
        this.scheduler = Objects.requireNonNull(scheduler, "scheduler");
        return this;
    }

    /**
     * Runs listeners, subscribers and broadcasters, which may block. Default: daemon threads, one at most for each of
     * them, ended by {@link LiveVisitors#close()}. One given here is the host's to end.
     */
    public LiveVisitorsBuilder executor(Executor executor) {
        once("executor", this.executor);
        this.executor = Objects.requireNonNull(executor, "executor");
        return this;
    }

    // ---------------------------------------------------------------- limits and times

    /** Sets a limit; see {@link Limit} for each one's default and range. */
    public LiveVisitorsBuilder limit(Limit limit, int value) {
        bounds.set(limit, value);
        given.add(limit.settingName());
        return this;
    }

    /** After this long without a word a hidden tab, or a visitor without tabs, is no longer here; default 5 minutes. */
    public LiveVisitorsBuilder activeWindow(Duration window) {
        return set(TimeSetting.ACTIVE_WINDOW, window);
    }

    /** From the closing of the last tab to the visitor's leaving; default 5 seconds. */
    public LiveVisitorsBuilder gracePeriod(Duration grace) {
        return set(TimeSetting.GRACE_PERIOD, grace);
    }

    /** Silence after which a visible tab is no longer there; default 60 seconds, three beats of the pixel. */
    public LiveVisitorsBuilder tabTimeout(Duration timeout) {
        return set(TimeSetting.TAB_TIMEOUT, timeout);
    }

    /**
     * Silence after which a socket's client is asked to ping, and after which it is pinged unless {@link #pingInterval} says
     * otherwise; whole seconds, default 30.
     */
    public LiveVisitorsBuilder activityTimeout(Duration timeout) {
        return set(TimeSetting.ACTIVITY_TIMEOUT, timeout);
    }

    /** Silence after which a socket is pinged; default the {@link #activityTimeout}. */
    public LiveVisitorsBuilder pingInterval(Duration interval) {
        return set(TimeSetting.PING_INTERVAL, interval);
    }

    /** Silence after a ping after which a socket is closed with 4201; default 30 seconds. */
    public LiveVisitorsBuilder pongTimeout(Duration timeout) {
        return set(TimeSetting.PONG_TIMEOUT, timeout);
    }

    /** Time without any channel after which a socket is closed with 4202; default 2 minutes. */
    public LiveVisitorsBuilder subscriptionTimeout(Duration timeout) {
        return set(TimeSetting.SUBSCRIPTION_TIMEOUT, timeout);
    }

    /** Length of the window that {@link Limit#MESSAGES_PER_WINDOW} counts in; default 1 second. */
    public LiveVisitorsBuilder messageWindow(Duration window) {
        return set(TimeSetting.MESSAGE_WINDOW, window);
    }

    /** Whether a socket that sends more messages than it may is closed, beside being told so; default no. */
    public LiveVisitorsBuilder closeBeyondMessageRate(boolean close) {
        given.add("close_beyond_message_rate");
        bounds.closeBeyondMessageRate = close;
        return this;
    }

    /** Whether members of a private or presence channel may send each other {@code client-} events; default yes. */
    public LiveVisitorsBuilder clientEvents(boolean accepted) {
        given.add("client_events");
        bounds.clientEvents = accepted;
        return this;
    }

    /** Time after which a send that does not complete drops its socket; default 10 seconds. */
    public LiveVisitorsBuilder sendTimeout(Duration timeout) {
        return set(TimeSetting.SEND_TIMEOUT, timeout);
    }

    /** Time a socket's reader may stay behind before it is closed with 4100; default 10 seconds. */
    public LiveVisitorsBuilder maxOutboxAge(Duration age) {
        return set(TimeSetting.MAX_OUTBOX_AGE, age);
    }

    LiveVisitorsBuilder set(TimeSetting setting, Duration value) {
        bounds.set(setting, Objects.requireNonNull(value, setting.settingName()));
        given.add(setting.settingName());
        return this;
    }

    // ---------------------------------------------------------------- the end

    /**
     * The live visitors.
     *
     * @throws SettingException if the pixels or the keys are missing, or two settings do not go together
     */
    public LiveVisitors build() {
        take(properties);
        take(environment);
        return new LiveVisitors(settings(), new TimeSource(clock, ticker), allBroadcasters(), scheduler, executor);
    }

    /** What is set by name and was not set yet. */
    private void take(@Nullable SettingSource source) {
        if (source != null) {
            source.given().keySet().stream()
                    .filter(setting -> !given.contains(setting.name()))
                    .toList()
                    .forEach(setting -> source.apply(setting, this));
        }
    }

    private Settings settings() {
        String id = appId;
        String key = appKey;
        String secret = appSecret;
        if (id == null || key == null || secret == null) {
            String missing = id == null ? "app_id" : key == null ? "app_key" : "app_secret";
            throw new SettingException(
                    missing, "", "call keys(appId, key, secret), or set app_id, app_key and app_secret by name");
        }
        if (countryHeader != null && trustedProxies.isEmpty()) {
            throw new SettingException(
                    CountryHeader.SETTING,
                    countryHeader,
                    "set trusted_proxies to the addresses from which your CDN or the proxy behind it connects: the header is"
                            + " believed of them alone");
        }
        return new Settings(
                pixels(),
                id,
                key,
                new ChannelSigner(key, secret),
                dashboardAuthorizer == null ? Settings.NOBODY : dashboardAuthorizer,
                channelAuthorizer == null ? ChannelAuthorizer.denyAll() : channelAuthorizer,
                allowedOrigins.stream().map(OriginPattern::parse).toList(),
                TrustedProxies.of(trustedProxies),
                countryHeader,
                Set.copyOf(leftOutRoles),
                classifier == null ? DeviceClassifier.builtIn() : classifier,
                anonymizer == null ? builtInAnonymizer() : ownAnonymizer(anonymizer),
                pageSettings.rules(),
                mode,
                SpamReferrers.with(spamReferrers),
                bounds.limits(),
                bounds.presence(),
                bounds.sockets(),
                STATS_INTERVAL.toMillis(),
                publicUrl,
                surroundings);
    }

    private PixelDirectory pixels() {
        if (directory != null && !fixedPixels.isEmpty()) {
            throw new SettingException(
                    "pixels", fixedPixels.get(0).id(), "give either pixel(…) or pixels(directory), not both");
        }
        if (directory != null) {
            return directory;
        }
        if (fixedPixels.isEmpty()) {
            throw new SettingException(
                    "pixels", "", "call pixel(\"shop\"), with an ID of your own, or set pixels by name");
        }
        return PixelDirectory.of(fixedPixels);
    }

    private Anonymizer ownAnonymizer(Anonymizer own) {
        if (!pageSettings.queryKeys().isEmpty()) {
            throw new SettingException(
                    PageSettings.QUERY_KEYS,
                    String.join(",", pageSettings.queryKeys()),
                    "give them to the anonymizer that you set: anonymizer(Anonymizer.builtInWith().queryKeys(…).build())");
        }
        return own;
    }

    private Anonymizer builtInAnonymizer() {
        Set<String> queryKeys = new HashSet<>(pageSettings.queryKeys());
        queryKeys.addAll(SaltedAnonymizer.Builder.DEFAULT_QUERY_KEYS);
        return Anonymizer.builtInWith()
                .queryKeys(queryKeys)
                .overlap(bounds.time(TimeSetting.ACTIVE_WINDOW))
                .ticker(ticker)
                .build();
    }

    private List<Broadcaster> allBroadcasters() {
        List<Broadcaster> all = new ArrayList<>(broadcasters);
        ServiceLoader.load(Broadcaster.class).forEach(all::add);
        return all;
    }

    private static void once(String setting, @Nullable Object earlier) {
        if (earlier != null) {
            throw new SettingException(setting, "given twice", "give it once");
        }
    }

    /** Code may hand on what {@link System#getenv(String)} answers for a variable that is not set. */
    private static void requireSet(String setting, @Nullable String value) {
        if (value == null) {
            throw new SettingException(
                    setting,
                    "null",
                    "give a value: null is what System.getenv(…) answers for a variable that is not set");
        }
    }

    private static String name(String setting, String value) {
        requireSet(setting, value);
        if (!value.matches("[A-Za-z0-9_-]{1,64}")) {
            throw new SettingException(setting, value, "use 1 to 64 of A-Z, a-z, 0-9, '_' and '-'");
        }
        return value;
    }
}
