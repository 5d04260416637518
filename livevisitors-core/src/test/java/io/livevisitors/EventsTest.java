package io.livevisitors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.livevisitors.model.PixelVisitorActive;
import io.livevisitors.model.VisitorEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a subscriber of the events is given, and what it learns of the rest. */
class EventsTest {

    private final ManualTime time = new ManualTime();
    private final LiveVisitors live =
            time.builder().pixel("shop").limit(Limit.LISTENER_QUEUE, 4).build();
    private final Browser ann = new Browser(live, "192.0.2.1").tab("a");

    @AfterEach
    void close() {
        live.close();
    }

    @Test
    void aSubscriberIsToldHowMuchItMissedRightBeforeTheNextEvent() {
        Recorder slow = new Recorder(1);
        live.events(slow::missed).subscribe(slow);
        view(0, 10);
        assertThat(slow.signals).containsExactly("subscribed", "/0");
        slow.request(2);
        assertThat(slow.signals).containsExactly("subscribed", "/0", "missed 6", "/6", "/7");
        view(10, 13);
        slow.request(100);
        assertThat(slow.signals.subList(5, slow.signals.size())).containsExactly("missed 1", "/9", "/10", "/11", "/12");
        assertThat(live.counters()).containsEntry("subscriber_dropped", 7L);
    }

    @Test
    void whoMissesNothingIsToldNothing() {
        Recorder quick = new Recorder(Long.MAX_VALUE);
        live.events(quick::missed).subscribe(quick);
        view(0, 10);
        assertThat(quick.signals)
                .containsExactly("subscribed", "/0", "totals", "/1", "/2", "/3", "/4", "/5", "/6", "/7", "/8", "/9");
        assertThat(live.counters()).doesNotContainKey("subscriber_dropped");
    }

    @Test
    void aSubscriberThatIsBehindIsLoggedByNameAndNumberOnceAMinute() {
        try (LogLines log = new LogLines(EventSubscription.class)) {
            live.events().subscribe(new Recorder(0));
            view(0, 10);
            assertThat(log.lines()).hasSize(1);
            assertThat(log.lines().get(0)).contains(Recorder.class.getName(), "missed an event");
            time.advance(Duration.ofSeconds(58));
            view(10, 11);
            assertThat(log.lines()).hasSize(1);
            time.advance(Duration.ofSeconds(2));
            view(11, 12);
            assertThat(log.lines()).hasSize(2);
            assertThat(log.lines().get(1)).contains("more of this kind since the last line");
        }
    }

    @Test
    void aSlowSubscriberCostsAnotherNothing() {
        Recorder slow = new Recorder(0);
        Recorder quick = new Recorder(Long.MAX_VALUE);
        live.events().subscribe(slow);
        live.events().subscribe(quick);
        view(0, 10);
        assertThat(slow.signals).containsExactly("subscribed");
        assertThat(quick.signals).hasSize(12);
    }

    @Test
    void aSubscriberThatThrowsHasCancelled() {
        Recorder broken = new Recorder(Long.MAX_VALUE) {
            @Override
            public void onNext(VisitorEvent event) {
                super.onNext(event);
                throw new IllegalStateException("broken subscriber");
            }
        };
        live.events().subscribe(broken);
        view(0, 3);
        assertThat(broken.signals).containsExactly("subscribed", "/0");
        assertThat(live.counters()).containsEntry("subscriber_failed", 1L);
    }

    @Test
    void aSubscriberThatThrowsAtOnceHasCancelled() {
        Recorder broken = new Recorder(0) {
            @Override
            public void onSubscribe(Flow.Subscription s) {
                throw new IllegalStateException("broken subscriber");
            }
        };
        live.events().subscribe(broken);
        view(0, 3);
        assertThat(broken.signals).isEmpty();
        assertThat(live.counters()).containsEntry("subscriber_failed", 1L);
    }

    @Test
    void aSubscriberThatCancelsIsGivenNothingMoreThoughItWaits() {
        Recorder one = new Recorder(Long.MAX_VALUE) {
            @Override
            public void onNext(VisitorEvent event) {
                super.onNext(event);
                cancel();
            }
        };
        live.events().subscribe(one);
        view(0, 3);
        assertThat(one.signals).containsExactly("subscribed", "/0");
        live.close();
        time.run();
        assertThat(one.signals).containsExactly("subscribed", "/0");
    }

    @Test
    void anImpossibleRequestIsAnErrorAndTheEnd() {
        Recorder wrong = new Recorder(0);
        live.events().subscribe(wrong);
        time.run();
        wrong.request(0);
        wrong.request(5);
        view(0, 3);
        assertThat(wrong.signals).containsExactly("subscribed", "IllegalArgumentException");
    }

    @Test
    void closingCompletesAfterWhatWasAskedForAndDropsTheRest() {
        Recorder asked = new Recorder(2);
        Recorder idle = new Recorder(0);
        live.events(asked::missed).subscribe(asked);
        live.events(idle::missed).subscribe(idle);
        view(0, 3);
        assertThat(asked.signals).containsExactly("subscribed", "/0", "totals");
        Objects.requireNonNull(asked.subscription).request(1);
        live.close();
        time.run();
        assertThat(asked.signals).containsExactly("subscribed", "/0", "totals", "missed 1", "/2", "completed");
        assertThat(idle.signals).containsExactly("subscribed", "missed 4", "completed");
    }

    @Test
    void whoSubscribesAfterTheEndIsCompleted() {
        live.close();
        Recorder late = new Recorder(5);
        live.events().subscribe(late);
        time.run();
        assertThat(late.signals).containsExactly("subscribed", "completed");
    }

    @Test
    @SuppressWarnings("NullAway")
    void nobodyIsNoSubscriber() {
        assertThatNullPointerException().isThrownBy(() -> live.events().subscribe(null));
        assertThatNullPointerException().isThrownBy(() -> live.events(null));
    }

    private void view(int from, int to) {
        for (int i = from; i < to; i++) {
            ann.views("/" + i);
            time.run();
        }
    }

    /** Writes down its signals. */
    private class Recorder implements Flow.Subscriber<VisitorEvent> {

        final List<String> signals = new ArrayList<>();
        private final long first;
        Flow.@Nullable Subscription subscription;

        Recorder(long first) {
            this.first = first;
        }

        void request(long n) {
            if (subscription != null) {
                subscription.request(n);
            }
            time.run();
        }

        void cancel() {
            if (subscription != null) {
                subscription.cancel();
            }
        }

        void missed(long events) {
            signals.add("missed " + events);
        }

        @Override
        public void onSubscribe(Flow.Subscription s) {
            signals.add("subscribed");
            subscription = s;
            if (first > 0) {
                s.request(first);
            }
        }

        @Override
        public void onNext(VisitorEvent event) {
            if (event instanceof PixelVisitorActive active) {
                signals.add(active.visitor().pageUrl().substring("https://shop.example".length()));
            } else {
                signals.add("totals");
            }
        }

        @Override
        public void onError(Throwable e) {
            signals.add(e.getClass().getSimpleName());
        }

        @Override
        public void onComplete() {
            signals.add("completed");
        }
    }
}
