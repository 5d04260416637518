package io.livevisitors;

import io.livevisitors.presence.EventType;
import io.livevisitors.privacy.Anonymizer;
import io.livevisitors.privacy.AnonymousVisit;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * Shows pages, and referrers that are pages of the same site, as {@link PageRules} say. Routes and dropped pages are looked
 * for in the raw address, since scrubbing may have changed what a pattern names; what is shown of it is the pattern. The
 * host's mapper sees what is scrubbed, and what it answers is scrubbed again. Thread-safe; holds no lock.
 */
final class PageMapping {

    /** Path of a page that the host's mapper failed to map. */
    private static final String PLACEHOLDER = "/{page}";

    private final PageRules rules;
    private final Anonymizer anonymizer;
    private final Counters counters;
    private final PacedLog failure;

    PageMapping(PageRules rules, Anonymizer anonymizer, Counters counters, PacedLog failure) {
        this.rules = rules;
        this.anonymizer = anonymizer;
        this.counters = counters;
        this.failure = failure;
    }

    /**
     * The visit as it is shown; null if its page is dropped. Leaves and opt-outs, which only take away, are never dropped:
     * they lose their page.
     *
     * @param beacon as it was sent
     * @param visit the same after scrubbing
     */
    @Nullable AnonymousVisit map(Beacon beacon, AnonymousVisit visit) {
        PageAddress raw = rules.areNone() || beacon.pageUrl() == null ? null : PageAddress.of(beacon.pageUrl());
        if (raw == null) {
            return visit;
        }
        if (isDropped(raw)) {
            return dropped(beacon, visit);
        }
        String scrubbed = visit.pageUrl();
        String shown = scrubbed == null ? null : mapped(routed(raw, scrubbed));
        if (shown == null && scrubbed != null) {
            return dropped(beacon, visit);
        }
        boolean titled = rules.mappedTitles() || (shown != null && shown.equals(scrubbed));
        return visit.withPage(shown, titled ? visit.pageTitle() : null).withReferrer(referrer(beacon, raw, visit));
    }

    private @Nullable AnonymousVisit dropped(Beacon beacon, AnonymousVisit visit) {
        counters.add("page_dropped");
        boolean takesAway = beacon.type() == EventType.PAGE_LEAVE || beacon.type() == EventType.OPT_OUT;
        return takesAway ? visit.withPage(null, null).withReferrer(null) : null;
    }

    private boolean isDropped(PageAddress raw) {
        return rules.dropped().stream().anyMatch(pattern -> pattern.matches(raw));
    }

    /** The same host with the first route that means the page; the page itself if none does. */
    private String routed(PageAddress raw, String scrubbed) {
        for (Route route : rules.routes()) {
            if (route.pattern().matches(raw)) {
                return origin(scrubbed) + route.shown();
            }
        }
        return scrubbed;
    }

    /** What the host's mapper makes of a page; null to drop it. Host code: what it throws ends here. */
    private @Nullable String mapped(String shown) {
        PageMapper mapper = rules.mapper();
        if (mapper == null) {
            return shown;
        }
        String answer;
        try {
            answer = mapper.map(shown);
        } catch (RuntimeException | StackOverflowError e) {
            // A regular expression that a hostile page is too deep for is a failure like any other.
            return failed(shown, "the page mapper threw", e);
        }
        if (answer == null || answer.equals(shown)) {
            return answer;
        }
        String safe = answer.length() > BeaconFields.MAX_URL ? null : anonymizer.scrubPage(answer);
        return safe == null ? failed(shown, "the page mapper answered what is no URL of a web page", null) : safe;
    }

    private String failed(String shown, String what, @Nullable Throwable cause) {
        counters.add("page_mapper_failed");
        failure.log(Level.WARNING, what + ": the page is shown as " + PLACEHOLDER + " of its host", cause);
        return origin(shown) + PLACEHOLDER;
    }

    /** Host and path: a page of the same site as it would be shown itself, its host alone if it is dropped. */
    private @Nullable String referrer(Beacon beacon, PageAddress page, AnonymousVisit visit) {
        String scrubbed = visit.referrer();
        PageAddress raw = beacon.referrer() == null ? null : PageAddress.of(beacon.referrer());
        if (scrubbed == null || raw == null) {
            return scrubbed;
        }
        if (!raw.isOfSameSite(page)) {
            return scrubbed;
        }
        String url = raw.scheme() + "://" + scrubbed;
        String shown = isDropped(raw) ? null : mapped(routed(raw, url));
        return hostAndPath(shown == null ? origin(url) : shown);
    }

    private static String hostAndPath(String url) {
        String bare = url.substring(url.indexOf("://") + 3).split("[?#]", 2)[0];
        return bare.endsWith("/") && bare.indexOf('/') == bare.length() - 1
                ? bare.substring(0, bare.length() - 1)
                : bare;
    }

    /** Scheme, host and port of what is shown. */
    private static String origin(String shown) {
        int path = shown.indexOf('/', shown.indexOf("://") + 3);
        return path < 0 ? shown : shown.substring(0, path);
    }
}
