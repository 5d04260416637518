package io.livevisitors;

import io.livevisitors.web.ClientRequest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Requests that ask not to be counted, or that no person made yet. */
final class Consent {

    private Consent() {}

    /** Do Not Track, or Global Privacy Control. */
    static boolean isRefused(ClientRequest request) {
        return "1".equals(request.header("DNT")) || "1".equals(request.header("Sec-GPC"));
    }

    /** A page fetched before anybody asked to see it. A prerendered page's own pixel waits until it is shown. */
    static boolean isPrefetch(ClientRequest request) {
        return mentions(request.header("Sec-Purpose"), "prefetch")
                || mentions(request.header("Purpose"), "prefetch")
                || mentions(request.header("X-Purpose"), "preview")
                || mentions(request.header("X-Moz"), "prefetch");
    }

    private static boolean mentions(@Nullable String header, String word) {
        return header != null && header.toLowerCase(Locale.ROOT).contains(word);
    }
}
