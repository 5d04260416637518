package io.livevisitors;

import io.livevisitors.broadcast.Broadcaster;
import io.livevisitors.model.CustomEvent;
import io.livevisitors.model.Journey;
import io.livevisitors.model.LiveSnapshot;
import io.livevisitors.model.PageView;
import io.livevisitors.model.PixelVisitorActive;
import io.livevisitors.model.SnapshotQuery;
import io.livevisitors.model.TotalsChanged;
import io.livevisitors.model.VisitorEvent;
import io.livevisitors.model.VisitorLeft;
import io.livevisitors.web.ClientRequest;
import io.livevisitors.web.Gateway;
import io.livevisitors.web.PageViewSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
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
 * <p>Thread-safe. Owns no thread until the first event, and ends its threads in {@link #close()}.
 */
public final class LiveVisitors implements AutoCloseable {

    /** Name of the servlet context attribute under which servlets and the filter find their instance. */
    public static final String CONTEXT_ATTRIBUTE = "io.livevisitors.LiveVisitors";

    private final Engine engine;
    private final Gateway gateway;

    LiveVisitors(
            Settings settings,
            TimeSource time,
            List<Broadcaster> broadcasters,
            @Nullable ScheduledExecutorService scheduler,
            @Nullable Executor executor) {
        this.engine = new Engine(settings, time, broadcasters, scheduler, executor);
        this.gateway = new CoreGateway(engine, settings, time);
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
     * if the pixel is not known, or nobody of that token is here.
     */
    public Optional<Journey> journey(String pixelId, String visitorToken) {
        return engine.journey(pixelId, visitorToken);
    }

    /** Calls a listener for every visitor who arrives, opens a page or changes; one call at a time, in order. */
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
     * Every visitor event of every pixel. A subscriber that does not ask for as much as happens misses the newest while
     * its buffer is full; what it missed is counted as {@code subscriber_dropped} in {@link #counters()}.
     */
    public Flow.Publisher<VisitorEvent> events() {
        return engine.hosts().publisher();
    }

    /** Erases a visitor, and everything its tabs still send. False if nobody of that token is here. */
    public boolean forget(String visitorToken) {
        return engine.forget(visitorToken);
    }

    /** What was counted since the start beside visitors: requests left out, refused, dropped, failed; by name. */
    public Map<String, Long> counters() {
        return engine.counters().copy();
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
