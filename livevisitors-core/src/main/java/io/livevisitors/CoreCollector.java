package io.livevisitors;

import io.livevisitors.model.PageView;
import io.livevisitors.presence.EventType;
import io.livevisitors.presence.PixelRegistry;
import io.livevisitors.presence.Visit;
import io.livevisitors.web.ClientRequest;
import io.livevisitors.web.Collector;
import io.livevisitors.web.PageViewSource;
import io.livevisitors.web.Reply;
import io.livevisitors.web.WithoutMessage;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rules of admission, in this order: size, syntax and fields, known pixel, origin, consent. Who passes is made
 * anonymous, held to the rates, recognised and applied. Stateless but for what it counts; thread-safe.
 */
final class CoreCollector implements Collector {

    private static final Reply TAKEN = new Reply(204, Map.of(), null);
    private static final int PREFLIGHT_SECONDS = 7_200;

    private final PacedLog recognitionFailure;
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
        this.recognitionFailure = engine.pacedLog(CoreCollector.class);
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
        return isAnyOriginAllowed(request)
                ? new Reply(204, Cors.headers(request), null)
                : originRefused(request, "all pixels");
    }

    @Override
    public Reply preflight(ClientRequest request) {
        if (request.header("Origin") == null || !isAnyOriginAllowed(request)) {
            return originRefused(request, "all pixels");
        }
        Map<String, String> headers = new HashMap<>(Cors.headers(request));
        headers.put("Access-Control-Allow-Methods", "POST");
        headers.put("Access-Control-Allow-Headers", "content-type");
        headers.put("Access-Control-Max-Age", String.valueOf(PREFLIGHT_SECONDS));
        return new Reply(204, headers, null);
    }

    /** Whether some pixel takes events from the request's origin: all that can be asked before the pixel is known. */
    private boolean isAnyOriginAllowed(ClientRequest request) {
        return engine.allPixels().stream().anyMatch(pixel -> origins.matches(request, pixel));
    }

    /** What lets the page read a refusal, if it is a page of an origin that may send at all. */
    private Map<String, String> corsOfRefusal(ClientRequest request) {
        return isAnyOriginAllowed(request) ? Cors.headers(request) : Cors.NONE;
    }

    @Override
    public Reply refusal(ClientRequest request, int status, String error, String message) {
        return Replies.error(status, corsOfRefusal(request), error, null, message);
    }

    @Override
    public Reply pageView(ClientRequest request, PageView pageView, PageViewSource source) {
        BeaconFields fields = new BeaconFields();
        fields.put(BeaconFields.Name.PIXEL_ID, pageView.pixelId());
        fields.put(BeaconFields.Name.EVENT_TYPE, EventType.PAGE_VIEW.wireName());
        putIfSent(fields, BeaconFields.Name.PAGE_URL, pageUrl(request, pageView, source));
        putIfSent(fields, BeaconFields.Name.PAGE_TITLE, pageView.pageTitle());
        putIfSent(fields, BeaconFields.Name.REFERRER, fitting(pageView.referrer()));
        try {
            Beacon beacon = fields.toBeacon();
            LivePixel pixel = engine.find(beacon.pixelId());
            return pixel == null ? unknownPixel(request) : admit(request, pixel, List.of(beacon), source);
        } catch (InvalidEventException e) {
            return invalid(request, e);
        }
    }

    /** What a server says of its own pages is made to fit; what somebody else says has to. */
    private @Nullable String pageUrl(ClientRequest request, PageView pageView, PageViewSource source) {
        return switch (source) {
            case FILTER, FILTER_WITH_HINTS ->
                fitting(settings.trustedProxies().asSeenByBrowser(request, pageView.pageUrl()));
            case HOST -> fitting(pageView.pageUrl());
            case PIXEL, GIF -> pageView.pageUrl();
        };
    }

    /** A URL without query and fragment if it is too long with them. */
    private static @Nullable String fitting(@Nullable String url) {
        if (url == null || url.length() <= BeaconFields.MAX_URL) {
            return url;
        }
        String page = url.split("[?#]", 2)[0];
        return page.substring(0, Math.min(page.length(), BeaconFields.MAX_URL));
    }

    private static void putIfSent(BeaconFields fields, BeaconFields.Name name, @Nullable String value) {
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
            if (known == null) {
                return unknownPixel(request);
            }
            LivePixel pixel = engine.live(pixelId, known);
            return origins.matches(request, known)
                    ? admit(request, pixel, beacons, PageViewSource.PIXEL)
                    : originRefused(request, "pixel " + pixelId);
        } catch (InvalidEventException e) {
            return invalid(request, e);
        }
    }

    private Reply admit(ClientRequest request, LivePixel pixel, List<Beacon> beacons, PageViewSource source) {
        proxyWatch.look(request);
        String reason = whyNotCounted(request);
        List<Beacon> taken = beacons;
        if (reason != null) {
            engine.counters().add(reason);
            // Whoever does not want to be counted may still have what is known erased.
            taken = beacons.stream().filter(b -> b.type() == EventType.OPT_OUT).toList();
        }
        if (taken.isEmpty()) {
            return taken(request);
        }
        int retryAfter = enter(request, pixel.registry(), pixel.id(), taken, source);
        engine.beat();
        return retryAfter > 0 ? rateLimited(request, retryAfter) : taken(request);
    }

    /** The name under which a request is counted that leaves no other trace; null if it is an ordinary one. */
    private @Nullable String whyNotCounted(ClientRequest request) {
        if (Consent.isRefused(request)) {
            return "consent_refused";
        }
        if (Consent.isPrefetch(request)) {
            return "prefetch";
        }
        return admission.isLeftOut(request) ? "left_out" : null;
    }

    /**
     * Pseudonym, rates, device, registry. The host's own anonymizer and classifier, if it has some, are asked here: what
     * they throw ends here.
     *
     * @return 0 if there is nothing to wait for, else seconds
     */
    private int enter(
            ClientRequest request,
            PixelRegistry registry,
            String pixelId,
            List<Beacon> beacons,
            PageViewSource source) {
        List<Visit> visits;
        Recogniser.Sender sender = recogniser.sender(request, beacons.get(0));
        try {
            int wait = admission.foresee(registry, sender, beacons, beacon -> recogniser.tab(pixelId, sender, beacon));
            if (wait > 0) {
                return wait;
            }
            Recogniser.Anonymous anonymous = recogniser.forget(request, pixelId, sender, beacons);
            if (anonymous.beacons().isEmpty()) {
                return 0;
            }
            wait = admission.takeRates(registry, sender, anonymous);
            if (wait > 0) {
                return wait;
            }
            visits = recogniser.visits(request, sender, anonymous, source);
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            engine.counters().add("recognition_failed");
            recognitionFailure.log(
                    Level.ERROR,
                    "classifier or anonymizer threw: the event is lost and the answer is 204",
                    WithoutMessage.of(e));
            return 0;
        }
        return admission.enter(registry, visits, sender.network());
    }

    private static Reply taken(ClientRequest request) {
        Map<String, String> headers = Cors.headers(request);
        return headers.isEmpty() ? TAKEN : new Reply(204, headers, null);
    }

    private Reply invalid(ClientRequest request, InvalidEventException e) {
        engine.counters().add("invalid_event");
        return Replies.error(400, corsOfRefusal(request), "invalid_event", e.field(), e.text());
    }

    private Reply unknownPixel(ClientRequest request) {
        engine.counters().add("unknown_pixel");
        return refusal(request, 404, "unknown_pixel", "no pixel of that ID exists; check pixel_id");
    }

    private Reply originRefused(ClientRequest request, String what) {
        engine.counters().add("origin_not_allowed");
        origins.logRefusal(request, what);
        return Replies.error(
                403,
                Cors.NONE,
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
