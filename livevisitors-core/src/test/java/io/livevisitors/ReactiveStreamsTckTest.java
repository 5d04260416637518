package io.livevisitors;

import io.livevisitors.model.LeaveReason;
import io.livevisitors.model.VisitorEvent;
import io.livevisitors.model.VisitorLeft;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.annotations.Test;

/** The publisher of events against the technology compatibility kit of Reactive Streams. */
class ReactiveStreamsTckTest {

    private static final ExecutorService EXECUTOR = Executors.newCachedThreadPool();
    private static final ScheduledExecutorService SCHEDULER = Executors.newSingleThreadScheduledExecutor();

    @AfterAll
    static void endThreads() {
        EXECUTOR.shutdownNow();
        SCHEDULER.shutdownNow();
    }

    /** Those that want a publisher that fails at once: there is none. */
    private static final Set<String> OF_FAILED_PUBLISHERS = Set.of(
            "optional_spec104_mustSignalOnErrorWhenFails",
            "required_spec109_mayRejectCallsToSubscribeIfPublisherIsUnableOrUnwillingToServeThem"
                    + "RejectionMustTriggerOnErrorAfterOnSubscribe");

    /** What is named {@code untested_} are rules that no kit can test. */
    @TestFactory
    List<DynamicTest> theKit() {
        return Arrays.stream(Events.class.getMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .filter(method -> !method.getName().startsWith("untested_"))
                .filter(method -> !OF_FAILED_PUBLISHERS.contains(method.getName()))
                .map(method -> DynamicTest.dynamicTest(method.getName(), () -> run(method)))
                .toList();
    }

    private static void run(Method method) throws Throwable {
        Events kit = new Events();
        kit.setUp();
        try {
            method.invoke(kit);
        } catch (InvocationTargetException e) {
            // A SkipException too: what the kit would skip is named above.
            throw e.getCause();
        }
    }

    /** The kit's own setting: streams of any length that end. */
    private static final class Events extends FlowPublisherVerification<VisitorEvent> {

        Events() {
            super(new TestEnvironment(1_000, 50));
        }

        @Override
        public Flow.Publisher<VisitorEvent> createFlowPublisher(long elements) {
            return new Stream(elements);
        }

        @Override
        public Flow.@Nullable Publisher<VisitorEvent> createFailedFlowPublisher() {
            return null;
        }

        @Override
        public long maxElementsFromPublisher() {
            return Long.MAX_VALUE - 1;
        }
    }

    /** Publishes one event for each that somebody asks for, and closes once all subscribers asked for the last. */
    private static final class Stream implements Flow.Publisher<VisitorEvent> {

        private final HostThreads threads = new HostThreads(EXECUTOR, SCHEDULER, new Counters(), System::nanoTime);
        private final EventPublisher events = new EventPublisher(threads, 65_536);
        private final SerialTask source = new SerialTask(threads, this::publish);
        private final Map<Asking, Long> asked = new ConcurrentHashMap<>();
        private final long elements;
        private long published;

        Stream(long elements) {
            this.elements = elements;
        }

        /** The kit subscribes null, too [1.9]. */
        @Override
        @SuppressWarnings("NullAway")
        public void subscribe(Flow.Subscriber<? super VisitorEvent> subscriber) {
            events.subscribe(subscriber == null ? null : new Asking(subscriber), missing -> {});
        }

        private void publish() {
            while (published < elements && asked.values().stream().anyMatch(number -> number > published)) {
                events.publish(new VisitorLeft("shop", "token", "/", LeaveReason.CLOSED, published++));
            }
            // What was asked for after the loop is published by the next run.
            if (published >= elements && asked.values().stream().allMatch(number -> number >= elements)) {
                events.close();
            }
        }

        /** Passes everything on, and notes what is asked for. */
        private final class Asking implements Flow.Subscriber<VisitorEvent> {

            private final Flow.Subscriber<? super VisitorEvent> subscriber;

            Asking(Flow.Subscriber<? super VisitorEvent> subscriber) {
                this.subscriber = subscriber;
                asked.put(this, 0L);
            }

            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscriber.onSubscribe(new Flow.Subscription() {
                    @Override
                    public void request(long n) {
                        subscription.request(n);
                        asked.computeIfPresent(
                                Asking.this, (who, number) -> number + n < 0 ? Long.MAX_VALUE : number + n);
                        source.ask();
                    }

                    @Override
                    public void cancel() {
                        subscription.cancel();
                        asked.remove(Asking.this);
                    }
                });
                source.ask();
            }

            @Override
            public void onNext(VisitorEvent event) {
                subscriber.onNext(event);
            }

            @Override
            public void onError(Throwable e) {
                asked.remove(this);
                subscriber.onError(e);
            }

            @Override
            public void onComplete() {
                subscriber.onComplete();
            }
        }
    }
}
