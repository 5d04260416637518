package io.livevisitors.e2e;

import com.google.gson.Gson;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ViewportSize;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A fresh profile of Chromium with one tab that shows pages the device of a {@link DeviceProfile}. */
final class EmulatedDevice implements AutoCloseable {

    private static final Gson JSON = new Gson();

    private final DeviceProfile profile;
    private final String address;
    private final BrowserContext person;
    private final Page tab;

    private EmulatedDevice(DeviceProfile profile, int number) {
        this.profile = profile;
        this.address = "192.0.2." + number;
        this.person = Chromium.profile(new Browser.NewContextOptions()
                .setViewportSize((ViewportSize) null)
                .setExtraHTTPHeaders(Map.of("X-Forwarded-For", address)));
        this.tab = person.newPage();
    }

    /** @param number 1 to 254: the device's address, as a proxy in front of a site tells it */
    static EmulatedDevice open(DeviceProfile profile, int number) {
        EmulatedDevice device = new EmulatedDevice(profile, number);
        device.emulate();
        return device;
    }

    DeviceProfile profile() {
        return profile;
    }

    /** Where a site that trusts this machine as a proxy sees it. */
    String address() {
        return address;
    }

    /** Its pages see no sign of a program that drives the browser. */
    void hideTheDriver() {
        person.addInitScript("Object.defineProperty(Navigator.prototype, 'webdriver', {get: () => false})");
    }

    Page tab() {
        return tab;
    }

    @Override
    public void close() {
        person.close();
    }

    private void emulate() {
        CDPSession session = person.newCDPSession(tab);
        send(
                session,
                "Emulation.setDeviceMetricsOverride",
                Map.of(
                        "width", profile.width(),
                        "height", profile.height(),
                        "screenWidth", profile.width(),
                        "screenHeight", profile.height(),
                        "deviceScaleFactor", profile.ratio(),
                        "mobile", profile.mobileLayout()));
        if (profile.touchPoints() > 0) {
            send(
                    session,
                    "Emulation.setTouchEmulationEnabled",
                    Map.of("enabled", true, "maxTouchPoints", profile.touchPoints()));
        }
        Map<String, Object> browser = new LinkedHashMap<>();
        browser.put("userAgent", profile.userAgent());
        browser.put("platform", profile.platform());
        DeviceProfile.@Nullable Hints hints = profile.hints();
        if (hints != null) {
            browser.put("userAgentMetadata", metadata(hints));
        }
        send(session, "Emulation.setUserAgentOverride", browser);
    }

    private static Map<String, Object> metadata(DeviceProfile.Hints hints) {
        return Map.of(
                "brands", List.of(Map.of("brand", hints.brand(), "version", hints.version())),
                "platform", hints.platform(),
                "platformVersion", "",
                "architecture", "",
                "model", hints.model(),
                "mobile", hints.mobile(),
                "formFactors", hints.formFactors());
    }

    private static void send(CDPSession session, String method, Map<String, ?> parameters) {
        session.send(method, JSON.toJsonTree(parameters).getAsJsonObject());
    }
}
