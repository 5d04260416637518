package io.livevisitors.e2e;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import java.util.Map;

/**
 * A window of a profile of its own, with tabs that nothing is attached to. Chromium keeps a page that Playwright drives
 * visible whichever tab is in front; these hide and show as a person's do. Tabs go by Chromium's target ID.
 */
final class BrowserWindow implements AutoCloseable {

    private static final Gson JSON = new Gson();

    private final CDPSession browser = Chromium.session();
    private final String profile =
            browser.send("Target.createBrowserContext").get("browserContextId").getAsString();

    /** Opens a tab in front of the others. */
    String open(String url) {
        return send("Target.createTarget", Map.of("url", url, "browserContextId", profile))
                .get("targetId")
                .getAsString();
    }

    void bringToFront(String tab) {
        send("Target.activateTarget", Map.of("targetId", tab));
    }

    /** Closes a tab; the one beside it comes to the front. */
    void close(String tab) {
        send("Target.closeTarget", Map.of("targetId", tab));
    }

    void minimize(String anyTab) {
        setState(anyTab, "minimized");
    }

    void restore(String anyTab) {
        setState(anyTab, "normal");
    }

    @Override
    public void close() {
        send("Target.disposeBrowserContext", Map.of("browserContextId", profile));
        browser.detach();
    }

    private void setState(String anyTab, String state) {
        int window = send("Browser.getWindowForTarget", Map.of("targetId", anyTab))
                .get("windowId")
                .getAsInt();
        send("Browser.setWindowBounds", Map.of("windowId", window, "bounds", Map.of("windowState", state)));
    }

    private JsonObject send(String method, Map<String, ?> parameters) {
        return browser.send(method, JSON.toJsonTree(parameters).getAsJsonObject());
    }
}
