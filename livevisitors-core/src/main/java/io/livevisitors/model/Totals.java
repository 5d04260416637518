package io.livevisitors.model;

import java.util.List;
import java.util.Map;

/**
 * The exact totals of one pixel at one moment. Every map goes from a name to the number of visitors of {@link #count()}
 * it holds for, largest first; visitors for whom the name is unknown are left out, and what is beyond the limit of
 * distinct names is summed under {@code (other)}. Immutable.
 *
 * @param count visitors here: active, idle and leaving together
 * @param active visitors with a visible tab, or without script and within the window
 * @param idle visitors whose tabs are all hidden
 * @param leaving visitors whose last tab was closed just now
 * @param tabs open tabs of all of them
 * @param automated visitors driven by a program, not in {@code count} unless a setting says so
 * @param robots visitors whose device is a bot, not in {@code count}
 * @param byDevice by {@code device_type}
 * @param byBrowser by browser family
 * @param byOs by operating system family
 * @param byCountry by country
 * @param byLanguage by language
 * @param pages by the page shown
 * @param entryPages by the first page of the stay
 * @param referrers by referrer
 * @param utmSources by {@code utm_source}
 * @param events custom events of the last 30 minutes by name; how often, not by how many
 * @param series the last 30 minutes, oldest first, the current one last
 * @param limits what was left out, evicted or refused
 * @param asOf Unix seconds of the moment described
 * @param mode how much the pixel shows; in {@link Mode#AGGREGATE} names of small groups are under {@code (other)}, too
 */
public record Totals(
        int count,
        int active,
        int idle,
        int leaving,
        int tabs,
        int automated,
        int robots,
        Map<String, Integer> byDevice,
        Map<String, Integer> byBrowser,
        Map<String, Integer> byOs,
        Map<String, Integer> byCountry,
        Map<String, Integer> byLanguage,
        Map<String, Integer> pages,
        Map<String, Integer> entryPages,
        Map<String, Integer> referrers,
        Map<String, Integer> utmSources,
        Map<String, Integer> events,
        List<MinuteCount> series,
        LimitCounts limits,
        long asOf,
        Mode mode) {

    /** Name under which everything beyond a limit of distinct names is summed. */
    public static final String OTHER = "(other)";

    /** These totals as the JSON object of {@code visitors.stats}, WIRE.md section 4. */
    public String toJson() {
        return WireJson.of(this);
    }
}
