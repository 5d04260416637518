package io.livevisitors;

import io.livevisitors.device.DeviceType;
import io.livevisitors.doctor.Case;
import io.livevisitors.doctor.Doctor;
import io.livevisitors.doctor.Symptom.Kind;
import io.livevisitors.model.Diagnosis;
import io.livevisitors.model.Finding;
import io.livevisitors.model.SnapshotQuery;
import io.livevisitors.model.VisitorState;
import io.livevisitors.presence.TimeSource;
import io.livevisitors.privacy.Pseudonym;
import io.livevisitors.web.Access;
import io.livevisitors.web.ChannelEventSink;
import io.livevisitors.web.ChannelGrant;
import io.livevisitors.web.ChannelRequest;
import io.livevisitors.web.ChannelServer;
import io.livevisitors.web.ChannelSigner;
import io.livevisitors.web.ClientRequest;
import io.livevisitors.web.Collector;
import io.livevisitors.web.DashboardRequest;
import io.livevisitors.web.Gateway;
import io.livevisitors.web.PixelFeed;
import io.livevisitors.web.PublicCount;
import io.livevisitors.web.Reply;
import io.livevisitors.web.SocketLimits;
import io.livevisitors.web.StrippedUpgrade;
import io.livevisitors.web.WithoutMessage;
import java.lang.System.Logger.Level;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the core answers to adapters. Thread-safe. */
final class CoreGateway implements Gateway {

    private static final int SECONDS_OF_MINUTE = 60;
    private static final String PIXEL_CHANNEL = "private-pixel.";

    private final PacedLog authorizerFailure;
    private final Engine engine;
    private final Settings settings;
    private final TimeSource time;
    private final CoreCollector collector;
    private final Admission admission;
    private final OriginRules origins;
    private final CrossSiteRules crossSite;
    private final ProxyWatch proxyWatch;
    private final Symptoms symptoms;
    private final UpgradeWatch upgradeWatch;
    private final LiveChannels channels;
    /** Tells the doctor's own requests from others'. */
    private final String probe = new BigInteger(128, new SecureRandom()).toString(36);

    CoreGateway(Engine engine, Settings settings, TimeSource time, LiveChannels channels) {
        this.engine = engine;
        this.channels = channels;
        this.settings = settings;
        this.time = time;
        this.authorizerFailure = engine.pacedLog(CoreGateway.class);
        RateLimits rates = new RateLimits(time, engine.scheduler());
        this.admission = new Admission(rates, settings, engine.counters());
        this.origins = new OriginRules(settings.allowedOrigins(), settings.trustedProxies());
        this.crossSite = new CrossSiteRules(origins);
        this.proxyWatch = new ProxyWatch(settings.trustedProxies());
        this.symptoms = new Symptoms(time.wall());
        this.upgradeWatch = new UpgradeWatch(settings.trustedProxies(), time);
        Recogniser recogniser = new Recogniser(
                settings.classifier(),
                settings.anonymizer(),
                new PageMapping(
                        settings.pages(), settings.anonymizer(), engine.counters(), engine.pacedLog(PageMapping.class)),
                settings.trustedProxies(),
                new CountryHeader(settings.countryHeader(), settings.trustedProxies()),
                rates,
                settings.spamReferrers());
        this.collector = new CoreCollector(engine, settings, recogniser, admission, origins, proxyWatch);
    }

    @Override
    public Collector collector() {
        return collector;
    }

    // ---------------------------------------------------------------- who may what

    @Override
    public Access access(ClientRequest request, String pixelId) {
        proxyWatch.look(request);
        try {
            boolean foreign = crossSite.isForeign(request);
            if (!foreign && settings.dashboardAuthorizer().mayView(new DashboardRequest(pixelId, request))) {
                return Access.GRANTED;
            }
            if (!settings.dashboardAuthorizer().hasCredentials(request)) {
                return Access.UNAUTHENTICATED;
            }
            return foreign ? refuseCrossSite(request) : Access.FORBIDDEN;
        } catch (RuntimeException e) {
            authorizerFailed(e);
            return Access.FORBIDDEN;
        }
    }

    private Access refuseCrossSite(ClientRequest request) {
        engine.counters().add("cross_site_refused");
        crossSite.logRefusal(request);
        return Access.CROSS_SITE;
    }

    private void authorizerFailed(RuntimeException e) {
        engine.counters().add("authorizer_failed");
        authorizerFailure.log(Level.WARNING, "an authorizer threw, which counts as a refusal", WithoutMessage.of(e));
    }

    @Override
    public Stream<String> visiblePixels(ClientRequest request) {
        if (crossSite.isForeign(request)) {
            return Stream.empty();
        }
        return engine.allPixels().stream().map(Pixel::id).filter(id -> access(request, id) == Access.GRANTED);
    }

    @Override
    public boolean isPixel(String pixelId) {
        return engine.isKnown(pixelId);
    }

    @Override
    public boolean isLeftOut(ClientRequest request) {
        return admission.isLeftOut(request);
    }

    @Override
    public boolean isSocketOriginAllowed(ClientRequest request) {
        boolean allowed = origins.isSocketAllowed(request);
        if (!allowed && !isProbe(request)) {
            String origin = String.valueOf(request.header("Origin"));
            symptoms.see(
                    Kind.REFUSED_ORIGIN,
                    origin + ' ' + settings.trustedProxies().host(request));
        }
        return allowed;
    }

    // ---------------------------------------------------------------- api

    @Override
    public Reply visitors(ClientRequest request) {
        return ofPixel(
                request,
                pixelId -> Replies.json(
                        200, Map.of(), engine.snapshot(query(request, pixelId)).toJson()));
    }

    @Override
    public Reply journey(ClientRequest request) {
        return ofPixel(request, pixelId -> {
            if (engine.isAggregate(pixelId)) {
                return Replies.error(
                        403,
                        Map.of(),
                        "aggregate_mode",
                        null,
                        "this pixel is in the mode aggregate: it shows totals, and nothing of a single visitor");
            }
            String token = request.parameter("visitor_token");
            if (token == null || Pseudonym.parse(token) == null) {
                throw new SettingException(
                        "visitor_token", token == null ? "" : token, "use the visitor_token of api/visitors");
            }
            return engine.journey(pixelId, token)
                    .map(journey -> Replies.json(200, Map.of(), journey.toJson()))
                    .orElseGet(() -> Replies.error(
                            404, Map.of(), "unknown_visitor", "visitor_token", "nobody of that token is here now"));
        });
    }

    /** An answer about one pixel to those who may see it. */
    private Reply ofPixel(ClientRequest request, Function<String, Reply> answer) {
        String pixelId = request.parameter("pixel_id");
        Access access = access(request, pixelId == null ? "" : pixelId);
        if (access != Access.GRANTED) {
            return denied(access);
        }
        if (pixelId == null || pixelId.isEmpty()) {
            return badRequest("pixel_id", "is missing; add ?pixel_id= and the ID of a pixel");
        }
        if (!engine.isKnown(pixelId)) {
            return Replies.error(404, Map.of(), "unknown_pixel", null, "no pixel of that ID exists; check pixel_id");
        }
        try {
            return answer.apply(pixelId);
        } catch (SettingException e) {
            return badRequest(e.setting(), "is \"" + Printable.of(e.value(), 64) + "\"; " + e.remedy());
        }
    }

    private static SnapshotQuery query(ClientRequest request, String pixelId) {
        return SnapshotQuery.of(pixelId)
                .withLimit(limit(request.parameter("limit")))
                .withCursor(emptyIsNull(request.parameter("cursor")))
                .withPage(emptyIsNull(request.parameter("page")))
                .withDevice(named(request, "device", DeviceType.values(), DeviceType::wireName))
                .withState(named(request, "state", VisitorState.values(), VisitorState::wireName))
                .withReferrer(emptyIsNull(request.parameter("referrer")))
                .withAutomated(flag(request, "automated"));
    }

    private static boolean flag(ClientRequest request, String parameter) {
        String text = emptyIsNull(request.parameter(parameter));
        if (text != null && !text.equals("0") && !text.equals("1")) {
            throw new SettingException(parameter, text, "use 1, or leave it out");
        }
        return "1".equals(text);
    }

    private static int limit(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return SnapshotQuery.MAX_LIMIT;
        }
        if (!text.matches("[0-9]{1,9}")) {
            throw new SettingException("limit", text, "use 0 to " + SnapshotQuery.MAX_LIMIT);
        }
        return Integer.parseInt(text);
    }

    private static <E> @Nullable E named(
            ClientRequest request, String parameter, E[] values, Function<E, String> wireName) {
        String name = emptyIsNull(request.parameter(parameter));
        if (name == null) {
            return null;
        }
        return Arrays.stream(values)
                .filter(value -> wireName.apply(value).equals(name))
                .findFirst()
                .orElseThrow(() -> new SettingException(
                        parameter,
                        name,
                        "use one of " + Arrays.stream(values).map(wireName).toList()));
    }

    private static @Nullable String emptyIsNull(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    private static Reply badRequest(String field, String message) {
        return Replies.error(400, Map.of(), "invalid_request", field, message);
    }

    private static Reply denied(Access access) {
        return switch (access) {
            case UNAUTHENTICATED ->
                Replies.error(401, Map.of("WWW-Authenticate", "Bearer"), "unauthenticated", null, "sign in first");
            case CROSS_SITE -> crossSiteRefused();
            default -> Replies.error(403, Map.of(), "forbidden", null, "these credentials do not open this pixel");
        };
    }

    private static Reply crossSiteRefused() {
        return Replies.error(
                403,
                Map.of(),
                "origin_not_allowed",
                null,
                "pages of this origin may not ask for this; the operator can allow it by name");
    }

    @Override
    public Optional<PublicCount> publicCount(String pixelId) {
        Pixel pixel = engine.pixel(pixelId);
        if (pixel == null || !pixel.isPublic()) {
            return Optional.empty();
        }
        LivePixel live = engine.find(pixelId);
        return live == null ? Optional.empty() : Optional.ofNullable(live.publicCountNow());
    }

    // ---------------------------------------------------------------- channels

    @Override
    public Reply authorizeChannel(ClientRequest request, @Nullable String socketId, @Nullable String channel) {
        if (crossSite.isForeign(request)) {
            var unused = refuseCrossSite(request);
            return crossSiteRefused();
        }
        if (socketId == null || !ChannelSigner.isSocketId(socketId)) {
            return notSigned("socket_id", "send the socket_id of your connection, such as 123.456");
        }
        if (channel == null || !ChannelNames.isValid(channel)) {
            return notSigned("channel_name", "send the name of the channel to join");
        }
        ChannelGrant grant = grant(request, socketId, channel);
        boolean presence = channel.startsWith("presence-");
        if (!grant.granted() || (presence && grant.userId() == null)) {
            return notSigned("channel_name", "this channel may not be joined");
        }
        Map<String, String> answer = new LinkedHashMap<>();
        String channelData = presence ? channelData(grant) : null;
        answer.put("auth", settings.signer().sign(socketId, channel, channelData));
        if (channelData != null) {
            answer.put("channel_data", channelData);
        }
        return Replies.json(200, Map.of(), Replies.text(answer));
    }

    /** Whatever the cause, 403 is what clients of the protocol read as a refusal. */
    private static Reply notSigned(String field, String message) {
        return Replies.error(403, Map.of(), "forbidden", field, message);
    }

    private ChannelGrant grant(ClientRequest request, String socketId, String channel) {
        if (channel.startsWith(PIXEL_CHANNEL)) {
            String pixelId = channel.substring(PIXEL_CHANNEL.length());
            boolean granted = access(request, pixelId) == Access.GRANTED && engine.isKnown(pixelId);
            return granted ? ChannelGrant.allow() : ChannelGrant.deny();
        }
        if (!channel.startsWith("private-") && !channel.startsWith("presence-")) {
            return ChannelGrant.deny();
        }
        try {
            return settings.channelAuthorizer().authorize(new ChannelRequest(channel, socketId, request));
        } catch (RuntimeException e) {
            authorizerFailed(e);
            return ChannelGrant.deny();
        }
    }

    private static String channelData(ChannelGrant grant) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("user_id", Objects.requireNonNull(grant.userId()));
        data.put("user_info", grant.userInfo());
        return Replies.text(data);
    }

    @Override
    public String appId() {
        return settings.appId();
    }

    @Override
    public String appKey() {
        return settings.appKey();
    }

    @Override
    public ChannelSigner signer() {
        return settings.signer();
    }

    @Override
    public InstantSource clock() {
        return time.wall();
    }

    @Override
    public ChannelEventSink channelEvents() {
        return channels.listeners();
    }

    @Override
    public Attachment attach(ChannelServer server) {
        return channels.attach(server);
    }

    @Override
    public Optional<PixelFeed> feed(String pixelId) {
        return Optional.ofNullable(engine.find(pixelId)).map(StreamFeed::ofVisitors);
    }

    @Override
    public Optional<PixelFeed> publicFeed(String pixelId) {
        Pixel pixel = engine.pixel(pixelId);
        return pixel == null || !pixel.isPublic()
                ? Optional.empty()
                : Optional.ofNullable(engine.find(pixelId)).map(StreamFeed::ofCount);
    }

    // ---------------------------------------------------------------- proxies

    @Override
    public void upgradeStripped(ClientRequest request, StrippedUpgrade upgrade) {
        engine.counters().add("upgrade_stripped");
        upgradeWatch.see(request, upgrade);
    }

    @Override
    public Optional<StrippedUpgrade> strippedUpgrade(String attempt) {
        return upgradeWatch.of(attempt);
    }

    @Override
    public List<StrippedUpgrade.Sighting> strippedUpgrades() {
        return upgradeWatch.sightings();
    }

    @Override
    public String clientAddress(ClientRequest request) {
        return settings.trustedProxies().client(request);
    }

    @Override
    public boolean isSecure(ClientRequest request) {
        return request.secure() || settings.trustedProxies().isSecure(request);
    }

    // ---------------------------------------------------------------- the rest

    @Override
    public SocketLimits socketLimits() {
        return settings.socketLimits();
    }

    @Override
    public List<String> warnings() {
        if (!settings.surroundings().isScalingWanted()) {
            return proxyWatch.warnings();
        }
        List<String> warnings = new ArrayList<>(proxyWatch.warnings());
        Finding scaling = Doctor.notShared();
        warnings.add(scaling.cause() + " " + scaling.cure());
        return warnings;
    }

    @Override
    public void keyUnknown(ClientRequest request, String key) {
        if (isProbe(request)) {
            return;
        }
        if (settings.signer().isSecret(key)) {
            symptoms.see(Kind.SECRET_AS_KEY, "");
        } else {
            symptoms.see(Kind.UNKNOWN_KEY, key);
        }
    }

    @Override
    public void quotaReached(ClientRequest request, String what) {
        if (!isProbe(request)) {
            symptoms.see(Kind.QUOTA_REACHED, what);
        }
    }

    @Override
    public void clockSkewed(long secondsBehind) {
        engine.counters().add("api_clock_skew");
        long minutes = (Math.abs(secondsBehind) + SECONDS_OF_MINUTE - 1) / SECONDS_OF_MINUTE;
        symptoms.see(Kind.CLOCK_SKEW, String.valueOf(Long.signum(secondsBehind) * minutes * SECONDS_OF_MINUTE));
    }

    /** Whether the doctor sent this: what it tries is no symptom. Its requests have no other privilege. */
    private boolean isProbe(ClientRequest request) {
        String given = request.parameter("probe");
        return given != null
                && MessageDigest.isEqual(
                        given.getBytes(StandardCharsets.UTF_8), probe.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Diagnosis diagnose(ClientRequest request) {
        String scheme = request.secure() ? "https" : "http";
        return examine(settings.trustedProxies().asSeenByBrowser(request, scheme + "://" + request.host()));
    }

    /** @param openedAt where the doctor was asked for; null if from code */
    Diagnosis examine(@Nullable String openedAt) {
        Case patient = new Case(
                settings.reachableAt(),
                settings.isPathKnown(),
                openedAt == null ? null : url(openedAt),
                settings.appKey(),
                settings.signer()::isSecret,
                probe,
                origins::isSocketAllowed,
                settings.socketLimits().quota().connections(),
                channels::isServed,
                settings.dashboardAuthorizer() != Settings.NOBODY,
                settings.surroundings().foreign(),
                settings.surroundings().unknown(),
                settings.surroundings().redis(),
                settings.surroundings().isScalingWanted(),
                upgradeWatch::recent,
                symptoms.recent(),
                proxyWatch.warnings());
        return new Diagnosis(Doctor.examine(patient), time.wall().instant());
    }

    /** Null if a client sent a host that is none. */
    private static @Nullable URI url(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    @Override
    public void count(String name) {
        engine.counters().add(name);
    }
}
