package io.livevisitors.e2e;

import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import io.livevisitors.device.DeviceType;
import io.livevisitors.model.SnapshotQuery;
import io.livevisitors.model.Visitor;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One device's visit to a site: what the browser and the pixel told the collector, and whom the registry made of it.
 *
 * @param profile what Chromium was told to be
 * @param shown what the collector was told, and the ratio as the page saw it; by name
 * @param visitor as the registry lists it
 */
record DeviceCapture(DeviceProfile profile, Map<String, String> shown, Visitor visitor) {

    private static final String EVENT = "/livevisitors/event";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String RATIO = "devicePixelRatio";
    private static final List<String> MEASURED = List.of("screen_resolution", "max_touch_points", "platform");
    private static final List<String> HEADERS =
            List.of("User-Agent", "Sec-CH-UA", "Sec-CH-UA-Mobile", "Sec-CH-UA-Platform");
    private static final List<String> HEADERS_ON_DEMAND = List.of("Sec-CH-UA-Model", "Sec-CH-UA-Form-Factors");

    /**
     * Has the device open a page.
     *
     * @param site trusts this machine as a proxy
     * @param page that nobody else is on
     */
    static DeviceCapture of(EmulatedDevice device, HostServer site, String page) {
        Page tab = device.tab();
        Request event = tab.waitForRequest(
                request -> request.url().equals(site.url(EVENT)), () -> tab.navigate(site.page(page)));
        Visitor visitor = await("the visitor on page " + page + ": " + device.profile())
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> visitorOn(site, page), Optional::isPresent)
                .orElseThrow();
        Map<String, String> shown = new TreeMap<>();
        JsonObject body = JsonParser.parseString(event.postData()).getAsJsonObject();
        MEASURED.forEach(name -> shown.put(name, body.get(name).getAsString()));
        shown.put(RATIO, single(((Number) tab.evaluate(RATIO)).doubleValue()));
        shown.putAll(headers(site, device.address()));
        return new DeviceCapture(device.profile(), shown, visitor);
    }

    /** What the collector should have been told, and was not, or was told otherwise; empty if the emulation took effect. */
    List<String> differences(boolean askedForHints) {
        Map<String, String> meant = meant(askedForHints);
        return Stream.of(meant.keySet(), shown.keySet())
                .flatMap(Collection::stream)
                .distinct()
                .filter(name -> !meant.getOrDefault(name, "").equals(shown.getOrDefault(name, "")))
                .map(name -> "%s: %s is %s instead of %s"
                        .formatted(profile.device(), name, shown.get(name), meant.get(name)))
                .toList();
    }

    /** The class that the registry found. */
    DeviceType found() {
        return visitor.device().type();
    }

    boolean isRight() {
        return found() == profile.label();
    }

    private Map<String, String> meant(boolean askedForHints) {
        Map<String, String> meant = new TreeMap<>();
        meant.put("screen_resolution", profile.screen());
        meant.put("max_touch_points", String.valueOf(profile.touchPoints()));
        meant.put("platform", profile.platform());
        meant.put(RATIO, single(profile.ratio()));
        meant.put("User-Agent", profile.userAgent());
        DeviceProfile.@Nullable Hints hints = profile.hints();
        if (hints != null) {
            meant.put("Sec-CH-UA", quoted(hints.brand()) + ";v=" + quoted(hints.version()));
            meant.put("Sec-CH-UA-Mobile", hints.mobile() ? "?1" : "?0");
            meant.put("Sec-CH-UA-Platform", quoted(hints.platform()));
            if (askedForHints) {
                meant.put("Sec-CH-UA-Model", quoted(hints.model()));
                meant.put(
                        "Sec-CH-UA-Form-Factors",
                        String.join(
                                ", ",
                                hints.formFactors().stream()
                                        .map(DeviceCapture::quoted)
                                        .toList()));
            }
        }
        return meant;
    }

    /** Robots, and browsers that a program drives where these are not counted, are listed only on demand. */
    private static Optional<Visitor> visitorOn(HostServer site, String page) {
        SnapshotQuery counted = SnapshotQuery.of(Site.PIXEL);
        return Stream.of(counted, counted.withDevice(DeviceType.BOT), counted.withAutomated(true))
                .flatMap(query -> site.live().snapshot(query).visitors().stream())
                .filter(visitor -> visitor.pageUrl().endsWith("/" + page))
                .filter(visitor -> visitor.tabs() == 1)
                .findFirst();
    }

    /** Those of the event that came from an address, as they came off the wire. */
    private static Map<String, String> headers(HostServer site, String address) {
        Map<String, String> sent = site.requests().entries(EVENT).stream()
                .map(RequestLog.Entry::headers)
                .filter(headers -> address.equals(headers.get("X-Forwarded-For")))
                .findFirst()
                .orElseThrow();
        Map<String, String> headers = new TreeMap<>();
        Stream.of(HEADERS, HEADERS_ON_DEMAND)
                .flatMap(Collection::stream)
                .filter(sent::containsKey)
                .forEach(name -> headers.put(name, sent.getOrDefault(name, "")));
        return headers;
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }

    /** Chromium keeps the ratio in single precision. */
    private static String single(double ratio) {
        return String.valueOf((float) ratio);
    }
}
