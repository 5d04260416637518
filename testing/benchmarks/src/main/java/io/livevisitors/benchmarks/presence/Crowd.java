package io.livevisitors.benchmarks.presence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.livevisitors.benchmarks.Sample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The browsers, what they do, and what a dashboard shows meanwhile. All of it happens on one thread, the given one; only
 * the requests themselves and the arrival of frames are others'.
 */
final class Crowd {

    /** What the engine's pulse may add to a deadline. */
    private static final long PULSE_NANOS = 100_000_000L;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    /** Of everything that is measured, so that its distribution says something. */
    private static final int ENOUGH = 30;

    private final Plan plan;
    private final Host host;
    private final HttpClient client;
    private final ScheduledExecutorService thread;
    private final RandomGenerator random = new SplittableRandom(417);
    private final List<Browser> browsers = new ArrayList<>();
    private final Map<String, Browser> byToken = new HashMap<>();
    private final long[] acts = new long[Act.values().length];
    private final Accuracy feed = new Accuracy();
    private final Accuracy api = new Accuracy();
    private final Sample leavingShown = new Sample(16_384);
    private final Sample removals = new Sample(16_384);
    private final Sample graces = new Sample(16_384);
    private boolean acting = true;
    private boolean asking;
    private int shown = -1;
    private long answers;
    private long refusals;
    private String refusal = "";

    /** What browsers do beside beating. */
    enum Act {
        ARRIVE,
        NAVIGATE,
        TURN,
        LEAVE,
        CRASH
    }

    Crowd(Plan plan, Host host, HttpClient client, ScheduledExecutorService thread) {
        this.plan = plan;
        this.host = host;
        this.client = client;
        this.thread = thread;
        for (int i = 0; i < plan.browsers(); i++) {
            browsers.add(new Browser(i, random, System.nanoTime()));
        }
    }

    Accuracy feed() {
        return feed;
    }

    Accuracy api() {
        return api;
    }

    /** From the sending of a leave to the frame that shows it. */
    Sample leavingShown() {
        return leavingShown;
    }

    /** From the sending of a leave to the frame that says the visitor is gone. */
    Sample removals() {
        return removals;
    }

    /** From the answer to a leave to the frame that says the visitor is gone: the grace period as the server kept it. */
    Sample graces() {
        return graces;
    }

    long count(Act act) {
        return acts[act.ordinal()];
    }

    long answers() {
        return answers;
    }

    long refusals() {
        return refusals;
    }

    String refusal() {
        return refusal;
    }

    /** Sends everybody in, spread over the time of arrivals. */
    void start() {
        for (Browser browser : browsers) {
            later(() -> arrive(browser), random.nextLong(plan.arrivals().toNanos()));
        }
    }

    /** From now on tabs beat, and nobody does anything else. */
    void rest() {
        acting = false;
    }

    /** Whether enough has been done and seen: on a machine that was too busy for it, time alone does not bring that. */
    boolean hasSeenEnough() {
        return Arrays.stream(acts).allMatch(count -> count > 0)
                && Stream.of(feed.errors(), api.errors(), leavingShown, removals)
                        .allMatch(sample -> sample.size() >= ENOUGH);
    }

    // ---------------------------------------------------------------- what browsers do

    private void arrive(Browser browser) {
        if (!acting) {
            return;
        }
        note(Act.ARRIVE);
        browser.departure = null;
        browser.open = true;
        browser.openTab();
        change(browser, "page_view");
        beatLater(browser);
        actLater(browser);
    }

    private void act(Browser browser) {
        if (!acting || !browser.open) {
            return;
        }
        int dice = random.nextInt(1_000);
        if (dice < plan.crashes() && browser.unanswered == 0 && browser.changing == 0) {
            crash(browser);
        } else if (dice < 250) {
            leave(browser);
        } else if (dice < 500 || browser.hidden) {
            turn(browser);
        } else {
            navigate(browser);
        }
    }

    /** To another page: the old one says goodbye, the new one comes up to half a second later, now and then before. */
    private void navigate(Browser browser) {
        note(Act.NAVIGATE);
        stopBeating(browser);
        browser.changing++;
        send(browser, "page_leave", () -> {});
        browser.openTab();
        long loading = random.nextInt(10) == 0 ? 0 : 20_000_000L + random.nextLong(500_000_000L);
        later(
                () -> {
                    change(browser, "page_view");
                    browser.changing--;
                    beatLater(browser);
                    actLater(browser);
                },
                loading);
    }

    /** To another tab of somebody else's site, or back. */
    private void turn(Browser browser) {
        note(Act.TURN);
        browser.hidden = !browser.hidden;
        send(browser, "visibility", () -> {});
        beatLater(browser);
        actLater(browser);
    }

    private void leave(Browser browser) {
        note(Act.LEAVE);
        stopBeating(browser);
        browser.open = false;
        // While a tab that crashed is held, the visitor stays; if the leave overtakes the page view, it never was here.
        boolean willShow = !browser.isGhost(System.nanoTime()) && browser.unanswered == 0;
        Departure departure = willShow ? new Departure(System.nanoTime()) : null;
        browser.departure = departure;
        change(browser, "page_leave");
        later(
                () -> {
                    if (departure != null && !departure.shown) {
                        departureShown(departure, System.nanoTime());
                    }
                    arrive(browser);
                },
                away(1));
    }

    /** Without a word. */
    private void crash(Browser browser) {
        note(Act.CRASH);
        stopBeating(browser);
        browser.open = false;
        Duration held = browser.hidden ? plan.activeWindow() : plan.tabTimeout();
        browser.haunt(System.nanoTime() + held.toNanos() + PULSE_NANOS);
        later(() -> arrive(browser), away(5));
    }

    private long away(int times) {
        long second = 1_000_000_000L;
        return second + random.nextLong(plan.longestAway().toNanos() * times - second);
    }

    private void actLater(Browser browser) {
        later(() -> act(browser), random.nextLong(plan.pause().toNanos() * 2));
    }

    private void beatLater(Browser browser) {
        stopBeating(browser);
        long pause = (browser.hidden ? plan.hiddenBeat() : plan.beat()).toNanos();
        browser.nextBeat = timer(
                () -> {
                    send(browser, "heartbeat", () -> {});
                    beatLater(browser);
                },
                pause);
    }

    private static void stopBeating(Browser browser) {
        if (browser.nextBeat != null) {
            browser.nextBeat.cancel(false);
        }
    }

    private void note(Act act) {
        acts[act.ordinal()]++;
    }

    // ---------------------------------------------------------------- what they send

    /** Sends an event that changes the truth. */
    private void change(Browser browser, String type) {
        browser.changing++;
        send(browser, type, () -> {
            browser.changing--;
            browser.changedAt = System.nanoTime();
        });
    }

    private void send(Browser browser, String type, Runnable then) {
        browser.unanswered++;
        HttpRequest request = HttpRequest.newBuilder(host.http("event"))
                .timeout(TIMEOUT)
                .header("Content-Type", "text/plain;charset=UTF-8")
                .header("User-Agent", browser.userAgent())
                .header("X-Forwarded-For", browser.address())
                .POST(BodyPublishers.ofString(browser.event(type)))
                .build();
        var unused = client.sendAsync(request, BodyHandlers.discarding())
                .whenCompleteAsync(
                        (response, failure) -> {
                            browser.unanswered--;
                            answered(response, failure, 204);
                            watched(then);
                        },
                        thread);
    }

    private void answered(@Nullable HttpResponse<?> response, @Nullable Throwable failure, int expected) {
        answers++;
        if (response == null || response.statusCode() != expected) {
            refusals++;
            refusal = response == null ? String.valueOf(failure) : "status " + response.statusCode();
        }
    }

    private void later(Runnable task, long nanos) {
        var unused = timer(task, nanos);
    }

    private Future<?> timer(Runnable task, long nanos) {
        return thread.schedule(() -> watched(task), nanos, TimeUnit.NANOSECONDS);
    }

    /** Runs a part of the play; if it fails, so does the whole. */
    private void watched(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            refusals++;
            refusal = e.toString();
        }
    }

    // ---------------------------------------------------------------- what is shown

    /** Takes an event of the dashboard's channel. */
    void take(String event, JsonNode data, long at) {
        switch (event) {
            case "visitors.snapshot", "visitors.stats" -> shown = here(data);
            case "visitor.active" -> watched(() -> active(data, at));
            case "visitor.left" -> left(data, at);
            default -> {}
        }
    }

    private void active(JsonNode data, long at) {
        int number = Browser.numberIn(data.path("page_title").asText());
        if (number < 0) {
            return;
        }
        Browser browser = browsers.get(number);
        byToken.put(data.path("visitor_token").asText(), browser);
        Departure departure = browser.departure;
        boolean leaving = data.path("state").asText().equals("leaving");
        if (leaving && departure != null && !departure.shown && at - departure.sentAt >= 0) {
            departureShown(departure, at);
        }
    }

    private void departureShown(Departure departure, long at) {
        departure.shown = true;
        leavingShown.add(at - departure.sentAt);
    }

    private void left(JsonNode data, long at) {
        Browser browser = byToken.get(data.path("visitor_token").asText());
        Departure departure = browser == null ? null : browser.departure;
        if (browser != null && departure != null && data.path("reason").asText().equals("closed")) {
            removals.add(at - departure.sentAt);
            graces.add(at - browser.changedAt);
        }
    }

    /** Compares what is shown now with the truth of now. */
    void compare() {
        long now = System.nanoTime();
        if (shown >= 0) {
            feed.compare(shown, browsers, now - Accuracy.SETTLED_NANOS);
            feed.noteAge(shown, browsers, now);
        }
        if (!asking) {
            ask(now);
        }
    }

    /** The truth of now, and what the feed showed last. */
    String summary() {
        return shown + " shown; " + Truth.since(browsers, System.nanoTime() - Accuracy.SETTLED_NANOS);
    }

    /** Whether the feed shows exactly the truth, save for hidden tabs that crashed. */
    boolean isExact() {
        Truth truth = Truth.since(browsers, System.nanoTime() - Accuracy.SETTLED_NANOS);
        return truth.unsettled() == 0 && truth.allows(shown);
    }

    /** Asks the server, whose answer is right at some moment between the question and its arrival. */
    private void ask(long askedAt) {
        asking = true;
        HttpRequest request = HttpRequest.newBuilder(host.http("api/visitors?limit=0&pixel_id=" + Host.PIXEL))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + Host.TOKEN)
                .build();
        var unused = client.sendAsync(request, BodyHandlers.ofString())
                .whenCompleteAsync(
                        (response, failure) -> {
                            asking = false;
                            answered(response, failure, 200);
                            if (response != null && response.statusCode() == 200) {
                                watched(() -> api.compare(here(parse(response.body())), browsers, askedAt));
                            }
                        },
                        thread);
    }

    /** Visitors with an open tab. */
    private static int here(JsonNode totals) {
        return totals.path("count").asInt() - totals.path("leaving").asInt();
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
