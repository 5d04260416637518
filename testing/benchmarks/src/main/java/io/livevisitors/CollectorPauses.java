package io.livevisitors;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.GcInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/** The pauses of the garbage collector. Thread-safe. */
final class CollectorPauses {

    /** The collector tells its times in milliseconds, and somewhat before or after what stood still. */
    private static final long MARGIN_NANOS = 3_000_000;

    private record Pause(long start, long end) {}

    private final List<Pause> pauses = new CopyOnWriteArrayList<>();
    /** What {@link System#nanoTime()} was when this process started, which the collector counts from. */
    private final long started =
            System.nanoTime() - ManagementFactory.getRuntimeMXBean().getUptime() * 1_000_000;

    /** Starts to note them. */
    void watch() {
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            boolean isPause = !collector.getName().contains("Concurrent");
            if (isPause && collector instanceof NotificationEmitter emitter) {
                emitter.addNotificationListener((notification, unused) -> note(notification), null, null);
            }
        }
    }

    void clear() {
        pauses.clear();
    }

    /** Nanoseconds; 0 if there was none. */
    long longest() {
        return pauses.stream().mapToLong(pause -> pause.end - pause.start).max().orElse(0);
    }

    /** Whether there was one between two times of {@link System#nanoTime()}, or close by. */
    boolean met(long start, long end) {
        for (Pause pause : pauses) {
            if (pause.start - MARGIN_NANOS <= end && start <= pause.end + MARGIN_NANOS) {
                return true;
            }
        }
        return false;
    }

    private void note(Notification notification) {
        if (notification.getUserData() instanceof CompositeData data) {
            GcInfo info = GarbageCollectionNotificationInfo.from(data).getGcInfo();
            pauses.add(new Pause(started + info.getStartTime() * 1_000_000, started + info.getEndTime() * 1_000_000));
        }
    }
}
