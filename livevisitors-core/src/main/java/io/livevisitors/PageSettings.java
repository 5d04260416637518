package io.livevisitors;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a builder was told of pages: what is kept of their addresses, what is shown instead. Not thread-safe. */
final class PageSettings {

    static final String DROPPED = "dropped_pages";
    static final String QUERY_KEYS = "query_keys";

    /** Each event is held against all of them. */
    private static final int MAX_PATTERNS = 1_000;

    private static final int MAX_QUERY_KEYS = 100;
    private static final Pattern QUERY_KEY = Pattern.compile("[^\\s\\p{Cntrl}\\p{Cf}&;=#?%+]{1,64}");

    private final List<Route> routes = new ArrayList<>();
    private final List<PagePattern> dropped = new ArrayList<>();
    private final Set<String> queryKeys = new LinkedHashSet<>();

    @Nullable PageMapper mapper;

    boolean mappedTitles;

    void addRoutes(List<String> patterns) {
        patterns.stream().map(Route::parse).forEach(routes::add);
        requireFew(Route.SETTING, routes.size(), MAX_PATTERNS);
    }

    void addDropped(List<String> patterns) {
        patterns.stream().map(text -> PagePattern.parse(DROPPED, text)).forEach(dropped::add);
        requireFew(DROPPED, dropped.size(), MAX_PATTERNS);
    }

    void addQueryKeys(List<String> keys) {
        for (String key : keys) {
            if (!QUERY_KEY.matcher(key).matches()) {
                throw new SettingException(
                        QUERY_KEYS,
                        key,
                        "use the key as it reads decoded, 1 to 64 characters without spaces and & ; = # ? % +");
            }
            queryKeys.add(key);
        }
        requireFew(QUERY_KEYS, queryKeys.size(), MAX_QUERY_KEYS);
    }

    private static void requireFew(String setting, int count, int max) {
        if (count > max) {
            throw new SettingException(setting, count + " of them", "use at most " + max);
        }
    }

    Set<String> queryKeys() {
        return queryKeys;
    }

    PageRules rules() {
        return new PageRules(List.copyOf(routes), List.copyOf(dropped), mapper, mappedTitles);
    }
}
