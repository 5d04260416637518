package io.livevisitors;

import io.livevisitors.benchmarks.LiveHeap;
import io.livevisitors.presence.EventType;
import io.livevisitors.presence.PixelRegistry;

/** A process that fills a registry, and prints the live heap before and after. */
final class HeapPerVisitor {

    private static final long SECOND = 1_000_000_000L;
    private static final int JOURNEY = 5;

    /** What the visitors did. */
    enum Life {
        /** One page view with the script; one of thirty has a second tab. */
        SCRIPT("one page view"),
        /** Five page views, fifteen seconds apart. */
        JOURNEY("five page views"),
        /** One page view, without script. */
        IMAGE("without script"),
        /** As many left before as are here now. */
        TURNOVER("after a full turnover");

        private final String label;

        Life(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    private final Shopfront shopfront = new Shopfront();
    private final SimulatedTicker ticker = new SimulatedTicker();
    private final PixelRegistry registry;
    private final int visitors;

    private HeapPerVisitor(int visitors, Life life) {
        this.visitors = visitors;
        // A quarter of those who turn over are on their way out at any moment.
        this.registry = RegistryUnderTest.open(life == Life.TURNOVER ? visitors * 3 / 2 : visitors, ticker);
    }

    /** Takes the number of visitors and the name of a {@link Life}. */
    public static void main(String... arguments) throws InterruptedException {
        Life life = Life.valueOf(arguments[1]);
        HeapPerVisitor heap = new HeapPerVisitor(Integer.parseInt(arguments[0]), life);
        long before = LiveHeap.bytes();
        heap.fill(life);
        // What tells one view seen by two sources from two views is kept for ten seconds.
        heap.ticker.pass(11 * SECOND);
        heap.registry.expire();
        long after = LiveHeap.bytes();
        print("before", before);
        print("after", after);
        print("visitors", heap.registry.count());
        print("tabs", heap.registry.totals().tabs());
        print("max", Runtime.getRuntime().maxMemory());
        heap.hearEverybody();
        print("heard", heap.registry.count());
    }

    private void fill(Life life) {
        switch (life) {
            case IMAGE -> everybody(visitor -> RegistryUnderTest.apply(registry, shopfront.imageView(visitor, 0)));
            case SCRIPT -> everybody(visitor -> view(visitor, 0));
            case JOURNEY -> {
                for (int view = 0; view < JOURNEY; view++) {
                    int number = view;
                    everybody(visitor -> view(visitor, number));
                    ticker.pass(15 * SECOND);
                }
            }
            case TURNOVER -> {
                everybody(visitor -> view(visitor, 0));
                everybody(this::replace);
                ticker.pass(6 * SECOND);
                registry.expire();
            }
        }
    }

    private interface Action {
        void accept(long visitor);
    }

    private void everybody(Action action) {
        for (int i = 0; i < visitors; i++) {
            action.accept(i);
        }
    }

    private void view(long visitor, int view) {
        RegistryUnderTest.apply(registry, shopfront.event(EventType.PAGE_VIEW, visitor, 0, view, view + 1, false));
        if (view == 0 && Shopfront.hasSecondTab(visitor)) {
            RegistryUnderTest.apply(registry, shopfront.event(EventType.PAGE_VIEW, visitor, 1, 1, 1, false));
        }
    }

    /** A visitor closes its tabs and is gone; another comes. */
    private void replace(long visitor) {
        RegistryUnderTest.apply(registry, shopfront.event(EventType.PAGE_LEAVE, visitor, 0, 0, 9, false));
        if (Shopfront.hasSecondTab(visitor)) {
            RegistryUnderTest.apply(registry, shopfront.event(EventType.PAGE_LEAVE, visitor, 1, 1, 9, false));
        }
        view(visitor + visitors, 0);
        ticker.pass(20 * SECOND / visitors);
    }

    /** One heartbeat of everybody's first tab: proves that the registry lives in the heap it has. */
    private void hearEverybody() {
        everybody(visitor ->
                RegistryUnderTest.apply(registry, shopfront.event(EventType.HEARTBEAT, visitor, 0, 0, 100, false)));
    }

    private static void print(String name, long value) {
        System.out.println(name + " " + value);
    }
}
