package io.livevisitors;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is shown instead of pages. Immutable.
 *
 * @param routes the first that means a page is shown for it
 * @param dropped pages of which nothing is recorded
 * @param mapper the host's own say, after the routes; null for none
 * @param mappedTitles whether a page that is shown as something else keeps its title
 */
record PageRules(
        List<Route> routes,
        List<PagePattern> dropped,
        @Nullable PageMapper mapper,
        boolean mappedTitles) {

    boolean areNone() {
        return routes.isEmpty() && dropped.isEmpty() && mapper == null;
    }
}
