package io.livevisitors.jakarta;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.livevisitors.jakarta.Admission.Refusal;
import io.livevisitors.web.SocketLimits.Quota;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts handshakes and connections, in all and per address. The tables are keyed by {@link AddressHash}; one is bounded
 * by the connections, the other forgets the addresses that matter least. Thread-safe.
 */
final class Admissions {

    private static final int MAX_ADDRESSES = 50_000;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Quota quota;
    private final AtomicInteger connections = new AtomicInteger();
    private final Map<Long, Integer> connectionsByAddress = new ConcurrentHashMap<>();
    private final Cache<Long, AtomicInteger> handshakes;

    Admissions(Quota quota, Ticker ticker) {
        this.quota = quota;
        this.handshakes = Caffeine.newBuilder()
                .maximumSize(MAX_ADDRESSES)
                .expireAfterWrite(MINUTE)
                .ticker(ticker)
                .executor(Runnable::run) // else a thread of the common pool is ours, and has no name of ours
                .build();
    }

    /** Connections now. */
    int connections() {
        return connections.get();
    }

    /** Counts a handshake; false if the address had too many in the minute since its first. */
    boolean countHandshake(long address) {
        AtomicInteger count = handshakes.get(address, a -> new AtomicInteger());
        return count.get() < quota.handshakesPerMinute() && count.incrementAndGet() <= quota.handshakesPerMinute();
    }

    /** A place for one more connection of the address, or why there is none. */
    Admission admit(long address) {
        if (connections.incrementAndGet() > quota.connections()) {
            connections.decrementAndGet();
            return Admission.refused(new Refusal(4004, "Over the quota of connections"));
        }
        int max = quota.connectionsPerAddress();
        boolean[] admitted = new boolean[1];
        connectionsByAddress.compute(address, (a, count) -> {
            int now = count == null ? 0 : count;
            admitted[0] = now < max;
            return admitted[0] ? Integer.valueOf(now + 1) : count;
        });
        if (!admitted[0]) {
            connections.decrementAndGet();
            return Admission.refused(new Refusal(4004, "Over the quota of connections for one address"));
        }
        return Admission.granted(() -> release(address));
    }

    private void release(long address) {
        connectionsByAddress.computeIfPresent(address, (a, count) -> count > 1 ? Integer.valueOf(count - 1) : null);
        connections.decrementAndGet();
    }
}
