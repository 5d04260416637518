package io.livevisitors;

import io.livevisitors.device.Device;
import io.livevisitors.device.DeviceClassifier;
import io.livevisitors.device.DeviceHints;
import io.livevisitors.model.Visitor;
import io.livevisitors.presence.EventType;
import io.livevisitors.presence.PixelRegistry;
import io.livevisitors.presence.Visit;
import io.livevisitors.privacy.Anonymizer;
import io.livevisitors.privacy.AnonymousVisit;
import io.livevisitors.privacy.RawVisit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The steps of an event's way, each by itself. Run by JMH, on one thread. */
@State(Scope.Thread)
public class SingleSteps {

    /** Visitors of the registry. */
    private static final int VISITORS = 1_000;

    private final DeviceClassifier classifier = DeviceClassifier.builtIn();
    private final DeviceHints known = DeviceHints.ofUserAgent(SentEvent.USER_AGENT);
    private final Anonymizer anonymizer = Anonymizer.builtIn();
    private final RawVisit view = raw("https://shop.example/shoes/sale?page=172&size=42&utm_source=letter");
    private final RawVisit beat = raw("https://shop.example/shoes/model-172");
    private final byte[] viewBody = new SentEvent(EventType.PAGE_VIEW).body(17, 1);
    private final byte[] beatBody = new SentEvent(EventType.HEARTBEAT).body(17, 1);
    private final PixelRegistry registry = RegistryUnderTest.open(2 * VISITORS, System::nanoTime);
    private final Visit[] beats = new Visit[VISITORS];
    private final Visitor visitor;
    private long newcomer;
    private int turn;

    /** For JMH. */
    public SingleSteps() {
        Shopfront shopfront = new Shopfront();
        for (int i = 0; i < VISITORS; i++) {
            RegistryUnderTest.apply(registry, shopfront.event(EventType.PAGE_VIEW, i, 0, 0, 1, false));
            beats[i] = shopfront.event(EventType.HEARTBEAT, i, 0, 0, Visit.NONE, false);
        }
        try (LiveVisitors live = TrackedCrowd.open(1)) {
            var unused = live.gateway().collector().event(SentEvent.request(17), viewBody);
            visitor = live.snapshot(RegistryUnderTest.PIXEL).visitors().get(0);
        }
    }

    private static RawVisit raw(String url) {
        return new RawVisit(
                RegistryUnderTest.PIXEL,
                url,
                "Shoes that last, model 172 - The Shop",
                "https://search.example/?q=shoes",
                "10.1.2.3",
                SentEvent.USER_AGENT,
                null,
                "k3v9x2q8-0000000017",
                "en-GB",
                "Europe/London",
                null);
    }

    /** A User-Agent that is in the cache. */
    @Benchmark
    public Device classifyKnown() {
        return classifier.classify(known);
    }

    /** A User-Agent that nobody had before. */
    @Benchmark
    public Device classifyNew() {
        return classifier.classify(
                DeviceHints.ofUserAgent(
                        "Mozilla/5.0 (Linux; Android 13; SM-A" + newcomer++
                                + " Build/TP1A.220624.014) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36"));
    }

    /** A page with a query, of which a campaign stays. */
    @Benchmark
    public AnonymousVisit anonymisePageView() {
        return anonymizer.anonymize(view);
    }

    /** A page without a query. */
    @Benchmark
    public AnonymousVisit anonymiseHeartbeat() {
        return anonymizer.anonymize(beat);
    }

    /** The body of a page view. */
    @Benchmark
    public Object parsePageView() throws InvalidEventException {
        return BeaconParser.event(viewBody);
    }

    /** The body of a heartbeat. */
    @Benchmark
    public Object parseHeartbeat() throws InvalidEventException {
        return BeaconParser.event(beatBody);
    }

    /** A heartbeat of one visitor among a thousand. */
    @Benchmark
    public void applyHeartbeat() {
        turn = (turn + 1) % VISITORS;
        RegistryUnderTest.apply(registry, beats[turn]);
    }

    /** The text of {@code visitor.active}. */
    @Benchmark
    public String encodeEvent() {
        return visitor.toJson();
    }
}
