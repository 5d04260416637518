package io.livevisitors;

import io.livevisitors.model.PageView;
import io.livevisitors.web.ClientRequest;
import io.livevisitors.web.Collector;
import io.livevisitors.web.PageViewSource;
import io.livevisitors.web.Reply;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rules of admission, in this order: size, syntax and fields, known pixel, origin, consent, rates. Who passes is
 * recognised, made anonymous and applied. Stateless but for what it counts; thread-safe.
 */
final class CoreCollector implements Collector {

    private static final Logger LOG = System.getLogger(CoreCollector.class.getName());
    private static final Reply TAKEN = new Reply(204, Map.of(), null);
    private static final int PREFLIGHT_SECONDS = 7_200;

    private final Engine engine;
    private final Settings settings;
    private final Recogniser recogniser;
    private final Admission admission;
    private final OriginRules origins;
    private final ProxyWatch proxyWatch;

    CoreCollector(
            Engine engine,
            Settings settings,
            Recogniser recogniser,
            Admission admission,
            OriginRules origins,
            ProxyWatch proxyWatch) {
        this.engine = engine;
        this.settings = settings;
        this.recogniser = recogniser;
        this.admission = admission;
        this.origins = origins;
        this.proxyWatch = proxyWatch;
    }

    @Override
    public int maxEventBytes() {
        return settings.limit(Limit.EVENT_BYTES);
    }

    @Override
    public int maxBatchBytes() {
        return settings.limit(Limit.BATCH_BYTES);
    }

    @Override
    public Reply event(ClientRequest request, byte[] body) {
        return take(request, body, maxEventBytes(), () -> List.of(BeaconParser.event(body)));
    }

    @Override
    public Reply batch(ClientRequest request, byte[] body) {
        int maxEvents = settings.limit(Limit.BATCH_EVENTS);
        return take(request, body, maxBatchBytes(), () -> BeaconParser.batch(body, maxEvents));
    }

    @Override
    public Reply identify(ClientRequest request) {
        return new Reply(204, Cors.headers(request), null);
    }

    @Override
    public Reply preflight(ClientRequest request) {
        String origin = request.header("Origin");
        boolean allowed =
                origin != null && settings.pixels().all().stream().anyMatch(pixel -> origins.isAllowed(request, pixel));
        if (!allowed) {
            return originRefused();
        }
        Map<String, String> headers = new HashMap<>(Cors.headers(request));
        headers.put("Access-Control-Allow-Methods", "POST");
        headers.put("Access-Control-Allow-Headers", "content-type");
        headers.put("Access-Control-Max-Age", String.valueOf(PREFLIGHT_SECONDS));
        return new Reply(204, headers, null);
    }

    @Override
    public Reply refusal(ClientRequest request, int status, String error, String message) {
        return Replies.error(status, Cors.headers(request), error, null, message);
    }

    @Override
    public Reply pageView(ClientRequest request, PageView pageView, PageViewSource source) {
        Map<String, Object> fields = new HashMap<>();
        fields.put("pixel_id", pageView.pixelId());
        fields.put("event_type", EventType.PAGE_VIEW.wireName());
        fields.put(
                "page_url",
                source == PageViewSource.FILTER
                        ? settings.trustedProxies().asSeenByBrowser(request, pageView.pageUrl())
                        : pageView.pageUrl());
        putIfSent(fields, "page_title", pageView.pageTitle());
        putIfSent(fields, "referrer", pageView.referrer());
        try {
            Beacon beacon = new BeaconFields(fields).toBeacon();
            LivePixel pixel = engine.find(beacon.pixelId());
            return pixel == null ? unknownPixel(request) : admit(request, pixel, List.of(beacon), source);
        } catch (InvalidEventException e) {
            return invalid(request, e);
        }
    }

    private static void putIfSent(Map<String, Object> fields, String name, @Nullable String value) {
        if (value != null) {
            fields.put(name, value);
        }
    }

    @FunctionalInterface
    private interface Parsing {
        List<Beacon> beacons() throws InvalidEventException;
    }

    private Reply take(ClientRequest request, byte[] body, int maxBytes, Parsing parsing) {
        if (body.length > maxBytes) {
            return refusal(request, 413, "body_too_large", "send at most " + maxBytes + " bytes");
        }
        try {
            List<Beacon> beacons = parsing.beacons();
            String pixelId = beacons.get(0).pixelId();
            Pixel known = engine.pixel(pixelId);
            LivePixel pixel = known == null ? null : engine.find(pixelId);
            if (known == null || pixel == null) {
                return unknownPixel(request);
            }
            return origins.isAllowed(request, known)
                    ? admit(request, pixel, beacons, PageViewSource.PIXEL)
                    : originRefused();
        } catch (InvalidEventException e) {
            return invalid(request, e);
        }
    }

    private Reply admit(ClientRequest request, LivePixel pixel, List<Beacon> beacons, PageViewSource source) {
        proxyWatch.look(request);
        if (Consent.isRefused(request)) {
            engine.counters().add("consent_refused");
            return taken(request);
        }
        if (Consent.isPrefetch(request)) {
            engine.counters().add("prefetch");
            return taken(request);
        }
        if (admission.isLeftOut(request)) {
            engine.counters().add("left_out");
            return taken(request);
        }
        Recogniser.Recognised recognised = recognise(request, pixel, beacons, source);
        if (recognised == null) {
            return taken(request);
        }
        int retryAfter = admission.enter(pixel.registry(), recognised);
        if (retryAfter > 0) {
            return rateLimited(request, retryAfter);
        }
        engine.beat();
        return taken(request);
    }

    /** Recognition asks the host's own classifier and anonymizer, if it has some: what they throw ends here. */
    private Recogniser.@Nullable Recognised recognise(
            ClientRequest request, LivePixel pixel, List<Beacon> beacons, PageViewSource source) {
        try {
            return recogniser.recognise(request, pixel.id(), beacons, source);
        } catch (RuntimeException e) {
            engine.counters().add("recognition_failed");
            LOG.log(Level.ERROR, "classifier or anonymizer threw; the event is lost and the answer is 204", e);
            return null;
        }
    }

    private static Reply taken(ClientRequest request) {
        Map<String, String> headers = Cors.headers(request);
        return headers.isEmpty() ? TAKEN : new Reply(204, headers, null);
    }

    private Reply invalid(ClientRequest request, InvalidEventException e) {
        engine.counters().add("invalid_event");
        return Replies.error(400, Cors.headers(request), "invalid_event", e.field(), e.text());
    }

    private Reply unknownPixel(ClientRequest request) {
        engine.counters().add("unknown_pixel");
        return refusal(request, 404, "unknown_pixel", "no pixel of that ID exists; check pixel_id");
    }

    private Reply originRefused() {
        engine.counters().add("origin_not_allowed");
        return Replies.error(
                403,
                Map.of("Vary", "Origin"),
                "origin_not_allowed",
                null,
                "pages of this origin may not send events; the operator can allow it");
    }

    private Reply rateLimited(ClientRequest request, int seconds) {
        engine.counters().add("rate_limited");
        Map<String, String> headers = new HashMap<>(Cors.headers(request));
        headers.put("Retry-After", String.valueOf(seconds));
        return Replies.error(429, headers, "rate_limited", null, "too many events; try again in " + seconds + " s");
    }
}
