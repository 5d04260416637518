package io.livevisitors.benchmarks.broadcast;

import io.livevisitors.LiveVisitors;
import io.livevisitors.model.PageView;
import io.livevisitors.web.ClientRequest;
import java.time.Duration;

/** Page views of a crowd that never stops clicking, told to the library by the host's own code. Not thread-safe. */
final class PageViews {

    private static final int ADDRESSES = 1_000;
    private static final int BROWSERS = 5;
    private static final int PAGES = 2_000;

    /** Page views from one look at the clock to the next. */
    private static final int AT_ONCE = 16;

    private final LiveVisitors live;
    private final String pixel;
    private int next;

    PageViews(LiveVisitors live, String pixel) {
        this.live = live;
        this.pixel = pixel;
    }

    /** Tells of page views as fast as they are taken, for so long; how many. */
    long track(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        long count = 0;
        while (System.nanoTime() - end < 0) {
            for (int i = 0; i < AT_ONCE; i++) {
                track(next++);
            }
            count += AT_ONCE;
        }
        return count;
    }

    private void track(int number) {
        int visitor = Math.floorMod(number, ADDRESSES * BROWSERS);
        String page = "https://shop.example/shoes/model-" + Math.floorMod(number * 7, PAGES);
        PageView view = PageView.of(pixel, page).withTitle("Shoes that last - The Shop");
        if (!live.track(view, request(visitor))) {
            throw new IllegalStateException("a page view was refused: " + live.counters());
        }
    }

    private static ClientRequest request(int visitor) {
        int address = visitor / BROWSERS;
        String userAgent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/"
                + (126 + visitor % BROWSERS) + ".0.0.0 Safari/537.36";
        return new ClientRequest(
                "GET",
                "/",
                "198.18." + address / 250 + "." + (1 + address % 250),
                "shop.example",
                true,
                name -> name.equalsIgnoreCase("User-Agent") ? userAgent : null,
                name -> null,
                null,
                role -> false);
    }
}
