package io.livevisitors;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Scheduler;
import io.livevisitors.presence.TimeSource;
import io.livevisitors.privacy.Networks;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How often an address, a network or a tab may send. A window of one minute starts with the first event in it, so that
 * exactly as many pass as the limit says. Kept under a salted hash, in a bounded table, and no longer than the window,
 * whether or not anybody comes after. Thread-safe.
 */
final class RateLimits {

    private static final long WINDOW_MILLIS = 60_000;
    private static final int MAX_WINDOWS = 200_000;
    private static final long NEVER = Long.MIN_VALUE;

    /** What is limited. */
    enum Kind {
        ADDRESS,
        NETWORK,
        NEW_VISITORS,
        TAB
    }

    private record Key(Kind kind, long who) {}

    private final TimeSource time;
    private final long addressSalt;
    private final long networkSalt;
    private final Cache<Key, Window> windows;

    /** When the last window ends that somebody filled; until then others of its kind are looked for, too. */
    private final AtomicLong fullUntil = new AtomicLong(NEVER);

    /** @param scheduler ends windows when nobody comes */
    RateLimits(TimeSource time, ScheduledExecutorService scheduler) {
        SecureRandom random = new SecureRandom();
        this.addressSalt = random.nextLong();
        this.networkSalt = random.nextLong();
        this.time = time;
        this.windows = Caffeine.newBuilder()
                .maximumSize(MAX_WINDOWS)
                .ticker(time.ticker()::getAsLong)
                .executor(Runnable::run)
                .scheduler(Scheduler.guardedScheduler(Scheduler.forScheduledExecutorService(scheduler)))
                .expireAfterWrite(Duration.ofMillis(WINDOW_MILLIS)) // a window is written once, when it is made
                .build();
    }

    /**
     * Takes {@code n} of a limit, or none.
     *
     * @return 0 if they were taken, else the seconds until the window ends
     */
    int take(Kind kind, long who, int n, int limit) {
        Window window = windows.get(new Key(kind, who), unused -> new Window(time.millis()));
        synchronized (window) {
            boolean fits = window.used + n <= limit;
            window.used += fits ? n : 0;
            if (!fits || window.used == limit) {
                fullUntil.accumulateAndGet(window.start + WINDOW_MILLIS, Math::max);
            }
            return fits ? 0 : secondsLeft(window);
        }
    }

    /**
     * Whether {@code n} could be taken now; takes none. One always can while nobody's window is full.
     *
     * @return 0 if so, else the seconds until the window ends
     */
    int look(Kind kind, long who, int n, int limit) {
        long until = fullUntil.get();
        if (n == 1 && (until == NEVER || time.millis() >= until)) {
            return 0;
        }
        Window window = windows.getIfPresent(new Key(kind, who));
        if (window == null) {
            return 0;
        }
        synchronized (window) {
            return window.used + n <= limit ? 0 : secondsLeft(window);
        }
    }

    private int secondsLeft(Window window) {
        long left = window.start + WINDOW_MILLIS - time.millis();
        return (int) Math.max(1, TimeUnit.MILLISECONDS.toSeconds(left + 999));
    }

    /** Windows that are held, those included that the table has yet to end. */
    long size() {
        return windows.estimatedSize();
    }

    /** A number that stands for an address: an IPv4 address or the /64 of an IPv6 one. */
    long address(String address) {
        return hash(addressSalt, Networks.householdBytes(address));
    }

    /** A number that stands for a network: the /24 of an IPv4 address or the /48 of an IPv6 one. */
    long network(String address) {
        return hash(networkSalt, Networks.networkBytes(address));
    }

    /** SplitMix64's finalizer over the bytes, started from a salt: spreads well, and tells nothing without it. */
    private static long hash(long salt, byte[] bytes) {
        long hash = salt;
        for (byte b : bytes) {
            hash = (hash ^ b) * 0x9E3779B97F4A7C15L;
            hash = (hash ^ (hash >>> 30)) * 0xBF58476D1CE4E5B9L;
            hash = (hash ^ (hash >>> 27)) * 0x94D049BB133111EBL;
            hash ^= hash >>> 31;
        }
        return hash;
    }

    private static final class Window {

        private final long start;
        private int used;

        Window(long start) {
            this.start = start;
        }
    }
}
