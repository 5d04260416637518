package io.livevisitors;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.model.LiveSnapshot;
import io.livevisitors.model.PixelVisitorActive;
import io.livevisitors.model.Visitor;
import io.livevisitors.model.VisitorLeft;
import io.livevisitors.presence.EventType;
import io.livevisitors.presence.PixelRegistry;
import io.livevisitors.presence.Population;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Many threads on few visitors: everything that can happen to them, at once. */
class CrowdTest {

    private static final int THREADS = 8;
    private static final int EVENTS = 4_000;
    private static final int VISITORS = 60;
    private static final int PER_PIXEL = 40;
    private static final int IN_ALL = 70;

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "3, 1", "4, 4", "5, 4", "6, 4"})
    void totalsAndStreamTellWhoIsHere(long seed, int pixels) throws Exception {
        Population population = new Population(IN_ALL);
        List<Scene> scenes = new ArrayList<>();
        for (int i = 0; i < pixels; i++) {
            scenes.add(new Scene(PER_PIXEL, population, Scene.NO_TOTALS).watch());
        }
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            CyclicBarrier start = new CyclicBarrier(THREADS);
            List<Future<?>> crowd = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                Random random = new Random(seed * 1_000 + i);
                crowd.add(threads.submit(() -> {
                    start.await(30, TimeUnit.SECONDS);
                    for (int n = 0; n < EVENTS; n++) {
                        act(random, scenes.get(random.nextInt(pixels)), n);
                    }
                    return null;
                }));
            }
            for (Future<?> one : crowd) {
                one.get(120, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
        int present = 0;
        for (Scene scene : scenes) {
            assertThat(Recount.of(scene.snapshot())).isEqualTo(Recount.AGREES);
            assertThat(told(scene)).isEqualTo(shown(scene));
            assertThat(scene.counters.copy()).isEmpty();
            present += scene.registry.count();
        }
        assertThat(present).isPositive().isLessThanOrEqualTo(IN_ALL);
        assertEveryPlaceIsFreeAgain(scenes);
    }

    /** Longer than what is read in one part: the list is put together while events go on. */
    @Test
    void aLongSnapshotIsOfOneMoment() throws Exception {
        int visitors = 950;
        Scene scene = new Scene();
        for (int i = 0; i < visitors; i++) {
            scene.apply(Scene.view(i, i, 0, "/" + i % 6));
        }
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                Random random = new Random(i);
                writers.add(threads.submit(() -> {
                    for (int n = 1; !over.get(); n++) {
                        int visitor = random.nextInt(visitors);
                        if (n % 5 == 0) {
                            var unused = scene.registry.forget(Scene.tokenOf(visitor));
                            // Under another number, because who was forgotten stays out.
                            scene.apply(Scene.view(visitors + random.nextInt(50), 5_000 + n % 50, n, "/new"));
                        } else {
                            scene.apply(Scene.view(visitor, visitor, n, "/" + random.nextInt(6)));
                        }
                    }
                    return null;
                }));
            }
            for (int i = 0; i < 300; i++) {
                assertThat(Recount.of(scene.snapshot())).as("snapshot %d", i).isEqualTo(Recount.AGREES);
                String page = "https://shop.example/" + i % 6;
                LiveSnapshot ofPage = scene.registry.snapshot(Scene.everybody().withPage(page));
                assertThat(ofPage.visitors())
                        .as("page of snapshot %d", i)
                        .hasSize(ofPage.totals().pages().getOrDefault(page, 0));
            }
            over.set(true);
            for (Future<?> writer : writers) {
                writer.get(60, TimeUnit.SECONDS);
            }
        } finally {
            over.set(true);
            threads.shutdownNow();
        }
    }

    /** One random thing that happens, or one look, which must agree with itself whatever the others do. */
    private static void act(Random random, Scene scene, int n) {
        int visitor = random.nextInt(VISITORS);
        int tab = visitor * 3 + random.nextInt(3);
        String page = "/" + random.nextInt(6);
        switch (random.nextInt(20)) {
            case 0, 1, 2, 3, 4, 5, 6 -> scene.apply(Scene.view(visitor, tab, n, page));
            case 7, 8, 9 -> scene.apply(Scene.beat(visitor, tab, n));
            case 10, 11 -> scene.apply(Scene.visit(EventType.VISIBILITY, visitor, tab, n, page, random.nextBoolean()));
            case 12, 13, 14 -> scene.apply(Scene.leave(visitor, tab, n));
            case 15 -> scene.apply(Scene.visit(EventType.CUSTOM, visitor, tab, n, page, null));
            case 16 -> {
                scene.pass(random.nextInt(3_000));
                scene.registry.expire();
            }
            case 17 -> {
                if (random.nextInt(40) == 0) {
                    var unused = scene.registry.forget(Scene.tokenOf(visitor));
                }
            }
            default -> {
                assertThat(Recount.of(scene.snapshot())).isEqualTo(Recount.AGREES);
                assertThat(scene.registry.count()).isLessThanOrEqualTo(PER_PIXEL);
            }
        }
    }

    /** Who is here by the stream alone, with state, tabs, page views and page. */
    private static Map<String, String> told(Scene scene) {
        Map<String, String> told = new TreeMap<>();
        for (Object item : scene.stream) {
            if (item instanceof PixelVisitorActive active) {
                told.put(active.visitor().visitorToken(), describe(active.visitor()));
            } else if (item instanceof VisitorLeft left) {
                assertThat(told.remove(left.visitorToken()))
                        .as("who left was here")
                        .isNotNull();
            }
        }
        return told;
    }

    private static Map<String, String> shown(Scene scene) {
        Map<String, String> shown = new TreeMap<>();
        for (Visitor visitor : scene.snapshot().visitors()) {
            shown.put(visitor.visitorToken(), describe(visitor));
        }
        return shown;
    }

    private static String describe(Visitor visitor) {
        return visitor.state() + " " + visitor.tabs() + " " + visitor.pageViews() + " " + visitor.pageUrl();
    }

    /** When all are gone, as many as the limit of all pixels come in again, and nobody has to go for it. */
    private static void assertEveryPlaceIsFreeAgain(List<Scene> scenes) {
        for (Scene scene : scenes) {
            scene.pass(2 * Scene.ACTIVE_WINDOW_MILLIS);
            scene.registry.expire();
            assertThat(scene.registry.count()).isZero();
        }
        int places = Math.min(IN_ALL, scenes.size() * PER_PIXEL);
        for (int i = 0; i < places; i++) {
            Scene scene = scenes.get(i % scenes.size());
            long evicted = scene.registry.totals().limits().evicted();
            int newcomer = 1_000 + i;
            assertThat(scene.apply(Scene.view(newcomer, newcomer, 1, "/"))).isEqualTo(PixelRegistry.Outcome.TAKEN);
            assertThat(scene.registry.totals().limits().evicted()).isEqualTo(evicted);
        }
        assertThat(scenes.stream().mapToInt(scene -> scene.registry.count()).sum())
                .isEqualTo(places);
    }
}
