package io.livevisitors.presence;

import io.livevisitors.device.Device;
import io.livevisitors.device.DeviceType;
import io.livevisitors.privacy.AnonymousVisit;
import io.livevisitors.privacy.Pseudonym;
import io.livevisitors.web.PageViewSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Random traffic of a few people on two pixels: mostly as browsers send it, and often late, twice, in the wrong order,
 * from another address or under a new salt. The same seed gives the same traffic.
 */
final class ModelTraffic {

    static final int PIXELS = 2;

    private static final long HOUR = 3_600_000;
    private static final int KEPT_REQUESTS = 200;
    /** For how long after a change of the salt something may come that was under way before it. */
    private static final long ON_THE_WAY = 10_000;

    private static final List<EventType> TYPES = List.of(
            EventType.PAGE_VIEW,
            EventType.PAGE_VIEW,
            EventType.PAGE_VIEW,
            EventType.PAGE_VIEW,
            EventType.PAGE_VIEW,
            EventType.HEARTBEAT,
            EventType.HEARTBEAT,
            EventType.HEARTBEAT,
            EventType.HEARTBEAT,
            EventType.VISIBILITY,
            EventType.VISIBILITY,
            EventType.PAGE_LEAVE,
            EventType.PAGE_LEAVE,
            EventType.ENGAGEMENT,
            EventType.CUSTOM);
    private static final List<PageViewSource> OTHER_SOURCES =
            List.of(PageViewSource.FILTER, PageViewSource.FILTER_WITH_HINTS, PageViewSource.GIF, PageViewSource.HOST);
    private static final List<Device> DEVICES = List.of(
            new Device(DeviceType.DESKTOP, "Chrome", "126", "Windows", "10", false),
            new Device(DeviceType.DESKTOP, "Firefox", "127", "Linux", null, false),
            new Device(DeviceType.MOBILE, "Mobile Safari", "17", "iOS", "17.4", false),
            new Device(DeviceType.TABLET, "Chrome Mobile", "125", "Android", "14", false),
            new Device(DeviceType.OTHER, null, null, null, null, false),
            new Device(DeviceType.DESKTOP, "Chrome", "126", "Windows", "10", true),
            new Device(DeviceType.BOT, "Googlebot", "2", null, null, false));
    /** The first of the devices that are no person's. */
    private static final int PEOPLE_DEVICES = 5;

    /** Somebody with a browser. */
    private static final class Somebody {

        final int pixel;
        final boolean named;
        final List<OpenTab> tabs = new ArrayList<>();
        /** What the pseudonym is made of. */
        long identity;

        long network;
        Device device;

        Somebody(int pixel, boolean named, long identity, long network, Device device) {
            this.pixel = pixel;
            this.named = named;
            this.identity = identity;
            this.network = network;
            this.device = device;
        }
    }

    /** A tab as its browser knows it. */
    private static final class OpenTab {

        final long id;
        final boolean numbered;
        String url;
        long seq;

        OpenTab(long id, boolean numbered, String url) {
            this.id = id;
            this.numbered = numbered;
            this.url = url;
        }
    }

    /** An event on its way: what it becomes depends on the salt when it comes. */
    private record Sent(long identity, @Nullable Long tab, Visit visit) {}

    private record Request(int pixel, List<Sent> events) {}

    private final Random random;
    private final NaiveLimits limits;
    private final long pace;
    private final int households;
    private final List<Somebody> people = new ArrayList<>();
    private final List<Request> sent = new ArrayList<>();
    private final List<Request> underWay = new ArrayList<>();
    private int lately;
    private boolean toTheMilli;
    private String lastUrl = "https://shop.example/0";
    private long salt = 1;
    private long overlap;
    private long wallShift;
    private long tabs;

    /**
     * @param pace milliseconds that pass between two steps at most, as a rule
     */
    ModelTraffic(Random random, NaiveLimits limits, int size, long pace) {
        this.random = random;
        this.limits = limits;
        this.pace = pace;
        this.households = size;
        for (int i = 0; i < size; i++) {
            people.add(somebody());
        }
    }

    ModelStep next() {
        long passes = passes();
        overlap -= passes;
        long standsStill = chance(3_000) ? random.nextLong(HOUR) : 0;
        overlap -= standsStill;
        long wallSet = wallSet();
        if (overlap <= 0 && chance(2_000)) {
            salt++;
            overlap = limits.windowMillis();
        }
        int pixel = random.nextInt(PIXELS);
        ModelStep.Action action = action();
        if (action == ModelStep.Action.APPLY) {
            Request request = request();
            return new ModelStep(request.pixel, passes, standsStill, wallSet, action, visits(request), !chance(20), "");
        }
        String token = action == ModelStep.Action.FORGET ? token() : "";
        return new ModelStep(pixel, passes, standsStill, wallSet, action, List.of(), true, token);
    }

    private ModelStep.Action action() {
        int percent = random.nextInt(100);
        if (percent < 92) {
            return ModelStep.Action.APPLY;
        }
        return switch (random.nextInt(12)) {
            case 0 -> ModelStep.Action.FORGET;
            case 1 -> ModelStep.Action.REFUSE;
            case 2, 3 -> ModelStep.Action.LOOK;
            default -> ModelStep.Action.EXPIRE;
        };
    }

    // ---------------------------------------------------------------- time

    private long passes() {
        if (chance(4_000)) {
            return random.nextLong(HOUR);
        }
        if (chance(400)) {
            return random.nextLong(2 * limits.windowMillis());
        }
        if (chance(50)) {
            // To the very millisecond at which something of the one who was here last may be due.
            toTheMilli = true;
            return List.of(limits.graceMillis(), limits.tabTimeoutMillis(), 10_000L, 1_000L)
                            .get(random.nextInt(4))
                    - random.nextInt(2);
        }
        return chance(4) ? 0 : random.nextLong(pace);
    }

    /** An hour for and back, or a second; never near to half a minute off, where a minute has two names. */
    private long wallSet() {
        if (chance(2_000)) {
            boolean back = wallShift > HOUR / 2 || (wallShift >= -HOUR / 2 && chance(2));
            return setWall(back ? -HOUR : HOUR);
        }
        if (chance(500)) {
            long off = Math.floorMod(wallShift + HOUR / 2, HOUR) - HOUR / 2;
            boolean back = off >= 15_000 || (off > -15_000 && chance(2));
            return setWall(back ? -1_000 : 1_000);
        }
        return 0;
    }

    private long setWall(long by) {
        wallShift += by;
        return by;
    }

    // ---------------------------------------------------------------- requests

    /** What comes next: something new as a rule, else something that was late, or comes again. */
    private Request request() {
        if (!underWay.isEmpty() && chance(underWay.size() > 10 ? 2 : 8)) {
            return underWay.remove(random.nextInt(underWay.size()));
        }
        if (!sent.isEmpty() && chance(25)) {
            return sent.get(random.nextInt(sent.size()));
        }
        Request request = newRequest();
        if (sent.size() == KEPT_REQUESTS) {
            sent.remove(random.nextInt(KEPT_REQUESTS));
        }
        sent.add(request);
        if (chance(16)) {
            underWay.add(request);
            return newRequest();
        }
        return request;
    }

    private Request newRequest() {
        // Often the one who just did something does something else.
        lately = toTheMilli || chance(4) ? lately : random.nextInt(people.size());
        toTheMilli = false;
        if (chance(300)) {
            people.set(lately, somebody());
        }
        Somebody somebody = people.get(lately);
        if (chance(150)) {
            somebody.identity = somebody.named ? somebody.identity : household();
            somebody.network = network();
        }
        if (chance(200)) {
            somebody.device = device();
        }
        if (chance(12)) {
            return seenByOthers(somebody);
        }
        int size = chance(8) ? 2 + random.nextInt(4) : 1;
        List<Sent> events = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            events.add(event(somebody));
        }
        if (chance(6)) {
            Collections.shuffle(events, random);
        }
        return new Request(somebody.pixel, events);
    }

    /** A page view that the filter or the image sees; often the pixel sees it too, a little later. */
    private Request seenByOthers(Somebody somebody) {
        String url = url();
        PageViewSource source = OTHER_SOURCES.get(random.nextInt(OTHER_SOURCES.size()));
        if (chance(2)) {
            OpenTab tab = tab(somebody);
            underWay.add(new Request(somebody.pixel, List.of(pixelEvent(somebody, EventType.PAGE_VIEW, tab, url))));
            if (chance(3)) {
                underWay.add(
                        new Request(somebody.pixel, List.of(pixelEvent(somebody, EventType.PAGE_LEAVE, tab, url))));
                somebody.tabs.remove(tab);
            }
        }
        Request request = new Request(
                somebody.pixel, List.of(sent(somebody, null, EventType.PAGE_VIEW, url, source, Visit.NONE)));
        if (chance(4)) {
            underWay.add(request);
            return newRequest();
        }
        return request;
    }

    private Sent event(Somebody somebody) {
        EventType type = chance(600) ? EventType.OPT_OUT : TYPES.get(random.nextInt(TYPES.size()));
        OpenTab tab = tab(somebody);
        if (type == EventType.PAGE_LEAVE && tab != null && !chance(10)) {
            somebody.tabs.remove(tab);
        }
        if (tab == null) {
            return pixelEvent(somebody, type, null, url());
        }
        if (type == EventType.PAGE_VIEW) {
            tab.url = url();
        }
        return pixelEvent(somebody, type, tab, tab.url);
    }

    private Sent pixelEvent(Somebody somebody, EventType type, @Nullable OpenTab tab, String url) {
        long seq = Visit.NONE;
        if (tab != null && tab.numbered && !chance(40)) {
            seq = chance(30) ? Math.max(0, tab.seq - random.nextInt(4)) : tab.seq++;
        }
        return sent(somebody, tab, type, url, PageViewSource.PIXEL, seq);
    }

    private Sent sent(
            Somebody somebody, @Nullable OpenTab tab, EventType type, String url, PageViewSource source, long seq) {
        boolean pixel = source == PageViewSource.PIXEL;
        boolean saysHidden = (type == EventType.PAGE_VIEW && chance(8))
                || (type == EventType.HEARTBEAT && chance(2))
                || type == EventType.VISIBILITY;
        Boolean hidden = (pixel && saysHidden) ? Boolean.valueOf(chance(2)) : null;
        boolean measured = pixel
                && (type == EventType.HEARTBEAT
                        || type == EventType.ENGAGEMENT
                        || type == EventType.PAGE_LEAVE
                        || chance(10));
        AnonymousVisit who = new AnonymousVisit(
                new Pseudonym(0, 0),
                null,
                null,
                type == EventType.OPT_OUT && chance(2) ? null : url,
                chance(4) ? null : "Title " + random.nextInt(3) + " of " + url,
                chance(3) ? "r" + random.nextInt(9) + ".example/" : null,
                chance(5) ? "source-" + random.nextInt(5) : null,
                chance(9) ? "medium" : null,
                chance(9) ? "campaign" : null,
                chance(3) ? List.of("PL", "DE", "FR", "JP", "BR").get(random.nextInt(5)) : null,
                chance(3) ? List.of("pl", "de", "fr-CA", "ja", "en").get(random.nextInt(5)) : null);
        Visit visit = new Visit(
                type,
                type == EventType.CUSTOM ? "event-" + random.nextInt(8) : null,
                type == EventType.CUSTOM && chance(2) ? Map.of("value", random.nextLong(100)) : Map.of(),
                who,
                pixel && somebody.named,
                somebody.device,
                source,
                seq,
                hidden,
                measured && chance(2) ? random.nextInt(120) : Visit.NONE,
                measured && chance(2) ? random.nextInt(101) : Visit.NONE,
                somebody.network,
                type == EventType.PAGE_VIEW && chance(40));
        return new Sent(somebody.identity, tab == null ? null : tab.id, visit);
    }

    // ---------------------------------------------------------------- who

    private Somebody somebody() {
        boolean named = chance(4);
        return new Somebody(
                random.nextInt(10) < 7 ? 0 : 1,
                named,
                named ? 1_000 + random.nextInt(10_000) : household(),
                network(),
                device());
    }

    /** Fewer than people, so that some share one. */
    private long household() {
        return random.nextInt(households);
    }

    private long network() {
        return chance(2) ? random.nextInt(2) : random.nextInt(8);
    }

    private Device device() {
        return DEVICES.get(chance(12) ? random.nextInt(DEVICES.size()) : random.nextInt(PEOPLE_DEVICES));
    }

    private String url() {
        lastUrl = chance(3) ? lastUrl : "https://shop.example/" + random.nextInt(10);
        return lastUrl;
    }

    private @Nullable OpenTab tab(Somebody somebody) {
        if (chance(8)) {
            return null;
        }
        if (somebody.tabs.isEmpty() || chance(15)) {
            OpenTab tab = new OpenTab(tabs++, !chance(6), url());
            somebody.tabs.add(tab);
            if (somebody.tabs.size() > 5) {
                somebody.tabs.remove(0);
            }
            return tab;
        }
        return somebody.tabs.get(random.nextInt(somebody.tabs.size()));
    }

    private List<Visit> visits(Request request) {
        return request.events.stream().map(event -> under(event, request.pixel)).toList();
    }

    /** An event under the salt of now, and that of before while both are tried; or under that of before alone. */
    private Visit under(Sent sent, int pixel) {
        AnonymousVisit old = sent.visit.who();
        boolean before = overlap > limits.windowMillis() - ON_THE_WAY && chance(3);
        AnonymousVisit who = new AnonymousVisit(
                pseudonym(pixel, sent.identity, before ? salt - 1 : salt),
                overlap > 0 && !before ? pseudonym(pixel, sent.identity, salt - 1) : null,
                sent.tab == null ? null : pseudonym(pixel, -1 - sent.tab, 0),
                old.pageUrl(),
                old.pageTitle(),
                old.referrer(),
                old.utmSource(),
                old.utmMedium(),
                old.utmCampaign(),
                old.country(),
                old.language());
        Visit visit = sent.visit;
        return new Visit(
                visit.type(),
                visit.eventName(),
                visit.data(),
                who,
                visit.isNamed(),
                visit.device(),
                visit.source(),
                visit.seq(),
                visit.hidden(),
                visit.timeOnPage(),
                visit.scrollDepth(),
                visit.network(),
                visit.isSpam());
    }

    private String token() {
        Somebody somebody = people.get(random.nextInt(people.size()));
        return pseudonym(somebody.pixel, somebody.identity, salt - random.nextInt(2))
                .token();
    }

    private static Pseudonym pseudonym(int pixel, long identity, long salt) {
        long high = mix(mix(identity * PIXELS + pixel) + salt);
        return new Pseudonym(high, mix(high + 1));
    }

    /** The finalizer of SplitMix64. */
    private static long mix(long value) {
        long mixed = value + 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    private boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }
}
