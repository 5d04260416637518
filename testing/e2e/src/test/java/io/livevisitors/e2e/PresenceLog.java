package io.livevisitors.e2e;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a site's channel told of its visitors, first things first, each with the moment at which it came. */
final class PresenceLog implements AutoCloseable {

    /**
     * One event of the channel.
     *
     * @param what the visitor's state, or why it left
     * @param page the path of its page
     * @param tabs 0 where it left
     * @param pageViews 0 where it left
     * @param at on the clock of {@link #now()}
     */
    record Entry(String visitor, String what, String page, int tabs, int pageViews, long at) {}

    private final List<Entry> entries = new CopyOnWriteArrayList<>();
    private final RawReader reader;

    private PresenceLog(Site site) {
        reader = RawReader.join(site, this::take);
    }

    /** Begins to write. Who is here already is not written down. */
    static PresenceLog of(Site site) {
        return new PresenceLog(site);
    }

    /** Milliseconds on a clock that only moves forward. */
    static long now() {
        return System.nanoTime() / 1_000_000;
    }

    List<Entry> entries() {
        return List.copyOf(entries);
    }

    /** What was told of whoever is on this page. */
    List<Entry> entries(String page) {
        return entries.stream().filter(entry -> entry.page().equals(page)).toList();
    }

    /** The first such event since a moment; waits for it for some seconds. */
    Entry first(String what, String page, long since) {
        return first(what, page, since, Duration.ofSeconds(20));
    }

    Entry first(String what, String page, long since, Duration patience) {
        await(what + " on " + page)
                .atMost(patience)
                .until(() -> find(what, page, since).isPresent());
        return find(what, page, since).orElseThrow();
    }

    private Optional<Entry> find(String what, String page, long since) {
        return entries(page).stream()
                .filter(entry -> entry.at() >= since && entry.what().equals(what))
                .findFirst();
    }

    /** Called by one thread at a time. */
    private void take(String event, JsonNode data) {
        long at = now();
        String what = event.equals("visitor.active")
                ? data.path("state").asText()
                : data.path("reason").asText();
        if (event.equals("visitor.active") || event.equals("visitor.left")) {
            entries.add(new Entry(
                    data.path("visitor_token").asText(),
                    what,
                    URI.create(data.path("page_url").asText()).getPath(),
                    data.path("tabs").asInt(),
                    data.path("page_views").asInt(),
                    at));
        }
    }

    @Override
    public void close() {
        reader.close();
    }
}
