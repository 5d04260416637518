package io.livevisitors.pixeljs;

/**
 * Hides and shows a page as its scripts see it. Chromium keeps a page that Playwright drives visible, so
 * {@code document.hidden} is replaced and the event dispatched, as Chromium dispatches it.
 */
final class Visibility {

    static final String HIDDEN = set(true);

    static final String SHOWN = set(false);

    private static final String CHANGED = "document.dispatchEvent(new Event('visibilitychange', {bubbles: true}));";

    static final String HIDE = HIDDEN + CHANGED;

    static final String SHOW = SHOWN + CHANGED;

    private Visibility() {}

    private static String set(boolean hidden) {
        return "Object.defineProperty(document, 'hidden', {value: " + hidden + ", configurable: true});";
    }
}
