package io.livevisitors;

import io.livevisitors.broadcast.Broadcaster;
import io.livevisitors.model.CustomEvent;
import io.livevisitors.model.Diagnosis;
import io.livevisitors.model.Journey;
import io.livevisitors.model.LiveSnapshot;
import io.livevisitors.model.PageView;
import io.livevisitors.model.PixelVisitorActive;
import io.livevisitors.model.SnapshotQuery;
import io.livevisitors.model.TotalsChanged;
import io.livevisitors.model.VisitorEvent;
import io.livevisitors.model.VisitorLeft;
import io.livevisitors.presence.TimeSource;
import io.livevisitors.web.ClientRequest;
import io.livevisitors.web.Gateway;
import io.livevisitors.web.PageViewSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Who is on your site right now. Start with {@link #builder()}, give the result to the servlets and the filter, read it
 * with {@link #snapshot(String)}, follow it with the {@code on…} methods or {@link #events()}, and {@link #close()} it
 * when the application ends.
 *
 * <pre>{@code
 * LiveVisitors live = LiveVisitors.builder()
 *         .pixel("shop")
 *         .keys(appId, key, secret)
 *         .authorizer(request -> request.hasRole("analyst"))
 *         .build();
 * }</pre>
 *
 * <p>In the mode {@code aggregate} ({@link LiveVisitorsBuilder#mode}, {@link Pixel#withMode}) host code is told what dashboards
 * are told: totals, with the names of small groups kept back, and no visitor. Lists and journeys are empty, and of the events
 * {@link TotalsChanged} alone comes, to listeners, subscribers and broadcasters; alerts go on.
 *
 * <p>Thread-safe. Owns no thread until the first event, and ends its threads in {@link #close()}.
 */
public final class LiveVisitors implements AutoCloseable {

    /** Name of the servlet context attribute under which servlets and the filter find their instance. */
    public static final String CONTEXT_ATTRIBUTE = "io.livevisitors.LiveVisitors";

    private final Engine engine;
    private final TimeSource time;
    private final LiveChannels channels;
    private final CoreGateway gateway;

    LiveVisitors(
            Settings settings,
            TimeSource time,
            List<Broadcaster> broadcasters,
            @Nullable ScheduledExecutorService scheduler,
            @Nullable Executor executor) {
        this.engine = new Engine(settings, time, broadcasters, scheduler, executor);
        this.time = time;
        this.channels = new LiveChannels(engine);
        this.gateway = new CoreGateway(engine, settings, time, channels);
    }

    /** Collects settings. */
    public static LiveVisitorsBuilder builder() {
        return new LiveVisitorsBuilder();
    }

    /**
     * Counts a page view that the host's own code saw. Consent headers, rates and robots are treated as for the pixel;
     * the origin is not asked for.
     *
     * @param request who asked for the page
     * @return whether it was taken; false for an unknown pixel, a field that breaks its rule, or over a limit
     */
    public boolean track(PageView pageView, ClientRequest request) {
        return gateway.collector()
                        .pageView(request, pageView, PageViewSource.HOST)
                        .status()
                == 204;
    }

    /**
     * The visitors of a pixel, newest first, up to {@value SnapshotQuery#MAX_LIMIT}, and its totals, of one moment. Empty
     * for a pixel that is not known.
     */
    public LiveSnapshot snapshot(String pixelId) {
        return snapshot(SnapshotQuery.of(pixelId));
    }

    /**
     * The visitors asked for, and the totals of their pixel, of one moment.
     *
     * @throws SettingException if the query's limit or cursor is none
     */
    public LiveSnapshot snapshot(SnapshotQuery query) {
        return engine.snapshot(query);
    }

    /**
     * The pages that a visitor opened during its stay, the last {@value Journey#MAX_PAGES}, with the time on each. Empty
     * if the pixel is not known, nobody of that token is here, or the pixel is in the mode {@code aggregate}.
     */
    public Optional<Journey> journey(String pixelId, String visitorToken) {
        return engine.journey(pixelId, visitorToken);
    }

    /**
     * Calls a listener for every visitor who arrives, opens a page or changes; one call at a time, in order. Never for a
     * pixel in the mode {@code aggregate}, and neither are the other listeners of single visitors.
     */
    public Subscription onVisitorActive(Consumer<? super PixelVisitorActive> listener) {
        return on(PixelVisitorActive.class, "onVisitorActive", listener);
    }

    /** Calls a listener for every visitor who leaves; one call at a time, in order. */
    public Subscription onVisitorLeft(Consumer<? super VisitorLeft> listener) {
        return on(VisitorLeft.class, "onVisitorLeft", listener);
    }

    /** Calls a listener with the totals of a pixel when they changed, at most four times a second for each. */
    public Subscription onTotals(Consumer<? super TotalsChanged> listener) {
        return on(TotalsChanged.class, "onTotals", listener);
    }

    /** Calls a listener for every custom event. */
    public Subscription onCustomEvent(Consumer<? super CustomEvent> listener) {
        return on(CustomEvent.class, "onCustomEvent", listener);
    }

    /**
     * Calls a listener when a visitor opens a page that is meant, on any pixel; one call at a time, in order. It goes by
     * page views: a reload is another one, a heartbeat, a change of state or the return to an older tab is none, and what
     * filter and pixel both see of one is one. The page is {@link PixelVisitorActive#openedPage()}.
     *
     * <p>A pattern that begins with {@code /} is compared with the path of the page's URL, one that begins with
     * {@code http://} or {@code https://} with scheme, host, port and path, all of them scrubbed. In it
     *
     * <ul>
     *   <li>{@code *} stands for any characters but a slash, none included: {@code /product/*} is {@code /product/42}, not
     *       {@code /product} nor {@code /product/42/photos};
     *   <li>{@code **} between slashes stands for any number of segments, none included: {@code /shop/**} is {@code /shop}
     *       and all below it, {@code /**} every page;
     *   <li>a slash at the end means nothing: {@code /cart} is {@code /cart/}, and the other way round;
     *   <li>case counts in the path, and not in scheme and host;
     *   <li>the query never counts and must not be in the pattern; the fragment, which is kept for hash routes alone, counts
     *       if the pattern has one: {@code /app#/cart/*};
     *   <li>a letter is its escape: {@code /über} is {@code /%C3%BCber}.
     * </ul>
     *
     * @throws SettingException if the pattern is none
     */
    public Subscription onPage(String pattern, Consumer<? super PixelVisitorActive> listener) {
        PagePattern pages = PagePattern.parse("page pattern", pattern);
        return engine.hosts()
                .listen(
                        "onPage listener " + listener,
                        PixelVisitorActive.class,
                        event -> event.openedPage() != null && pages.matches(event.openedPage()),
                        listener::accept);
    }

    /**
     * Begins an alert on the number of visitors of a pixel.
     *
     * <pre>{@code
     * Subscription alert = live.alert("shop").whenAbove(500).thenBelow(450)
     *         .subscribe(a -> pager.send(a.raised() ? "busy: " + a.count() : "calm again"));
     * }</pre>
     */
    public AlertBuilder alert(String pixelId) {
        return new AlertBuilder(engine, time, pixelId);
    }

    /**
     * Every visitor event of every pixel, to each subscriber at its own demand. A subscriber that asks for less than happens
     * misses the oldest of what waits for it beyond {@link Limit#LISTENER_QUEUE}: that is logged at most once a minute, and
     * counted as {@code subscriber_dropped} in {@link #counters()}. To know how much was missed, and where, use
     * {@link #events(LongConsumer)}.
     *
     * <p>It is signalled on the executor of listeners, {@code onSubscribe} included. One that throws has cancelled. When
     * this is closed it is given what it asked for as far as that waits, and completed.
     */
    public Flow.Publisher<VisitorEvent> events() {
        return events(missing -> {});
    }

    /**
     * As {@link #events()}, for a subscriber that must know what it missed: {@code onDropped} is told how many events are
     * missing, on the subscriber's thread, right before the {@code onNext} or {@code onComplete} that follows the gap. It is
     * a call of its own because a notice among the events would use up demand, and would be one more case for everybody
     * who never falls behind. Give each subscriber its own.
     *
     * @param onDropped told a number above 0; what it throws ends the subscription, as from {@code onNext}
     */
    public Flow.Publisher<VisitorEvent> events(LongConsumer onDropped) {
        Objects.requireNonNull(onDropped, "onDropped");
        return subscriber -> engine.hosts().publisher().subscribe(subscriber, onDropped);
    }

    /** The channels of the Pusher protocol: what happens on them, and events of the host's own. */
    public LiveChannels channels() {
        return channels;
    }

    /**
     * Erases a visitor from a pixel at once: what is known of it and of the pages it opened, its place in the totals and in
     * lists. Dashboards are told that it left, {@code forgotten}. What its tabs still send leaves no trace; a tab opened
     * later is a newcomer, as it is after any departure. Works in every mode, from any thread.
     *
     * @param visitorToken as events and snapshots name the visitor
     * @return false if the pixel is unknown, or nobody of that token is here
     */
    public boolean forget(String pixelId, String visitorToken) {
        return engine.forget(pixelId, visitorToken);
    }

    /** As {@link #forget(String, String)}, on whichever pixel the visitor is: a token stands for one visitor of one pixel. */
    public boolean forget(String visitorToken) {
        return engine.forget(visitorToken);
    }

    /** What was counted since the start beside visitors: requests left out, refused, dropped, failed; by name. */
    public Map<String, Long> counters() {
        return engine.counters().copy();
    }

    /**
     * Looks at what operators get wrong: whether a WebSocket opens at the {@link LiveVisitorsBuilder#publicUrl public URL},
     * origins, keys, schemes and ports that do not fit, clocks, the limits of this machine, Redis; each with its cause and
     * its cure. Tries what can be tried, so it may take some seconds. The same is at {@code dashboard/doctor}.
     */
    public Diagnosis diagnose() {
        return gateway.examine(null);
    }

    /** What web adapters ask of the core. */
    public Gateway gateway() {
        return gateway;
    }

    /** Ends feeds, listeners, broadcasters and threads. Idempotent; bounded to a few seconds. */
    @Override
    public void close() {
        engine.close();
    }

    private <E extends VisitorEvent> Subscription on(Class<E> type, String name, Consumer<? super E> listener) {
        return engine.hosts().listen(name + " listener " + listener, type, listener::accept);
    }
}
