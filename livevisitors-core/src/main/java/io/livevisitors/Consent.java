package io.livevisitors;

import io.livevisitors.web.ClientRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Requests that ask not to be counted, or that no person made yet. */
final class Consent {

    /** Chromium and Firefox today; Chromium before 2022, Safari; Safari before; Firefox before. */
    private static final List<String> PURPOSES = List.of("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz");

    private static final Set<String> AHEAD = Set.of("prefetch", "prerender", "preview");

    private Consent() {}

    /** Do Not Track, or Global Privacy Control. */
    static boolean isRefused(ClientRequest request) {
        return saysOne(request.header("DNT")) || saysOne(request.header("Sec-GPC"));
    }

    /** What follows the 1 are extensions of the signal, or the same header once more: it stays a 1. */
    private static boolean saysOne(@Nullable String header) {
        return header != null && header.strip().startsWith("1");
    }

    /**
     * A page fetched, rendered or pictured before anybody asked to see it. A prerendered page's own pixel waits until it is
     * shown.
     */
    static boolean isPrefetch(ClientRequest request) {
        for (String header : PURPOSES) {
            if (isAhead(request.header(header))) {
                return true;
            }
        }
        return false;
    }

    /** Whole words alone: what merely contains one may mean the opposite, and would cost a person their page view. */
    private static boolean isAhead(@Nullable String header) {
        return header != null
                && Arrays.stream(header.toLowerCase(Locale.ROOT).split("[^a-z-]+"))
                        .anyMatch(AHEAD::contains);
    }
}
