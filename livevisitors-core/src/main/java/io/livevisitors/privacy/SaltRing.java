package io.livevisitors.privacy;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.StampedLock;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The salt in use and, for one overlap after it was replaced, the one before. Both are random, live in memory alone and
 * are never shown. A salt that is dropped is overwritten, so that it does not wait in memory for the collector.
 * Thread-safe: the pair is one immutable value, replaced under the write lock of this object.
 */
final class SaltRing {

    private static final int SALT_BYTES = 32;

    private final SecureRandom random = new SecureRandom();
    private final LongSupplier ticker;
    private final long rotationNanos;
    private final long overlapNanos;
    private final StampedLock lock = new StampedLock();
    private volatile Salts salts;

    SaltRing(LongSupplier ticker, Duration rotation, Duration overlap) {
        this.ticker = ticker;
        this.rotationNanos = rotation.toNanos();
        this.overlapNanos = overlap.toNanos();
        this.salts = new Salts(newSalt(), null, ticker.getAsLong(), 0);
    }

    /**
     * What is made of the salts to try now. If one of them was overwritten meanwhile, what came out is thrown away and
     * made again: a pseudonym under a known key would tell who it stands for.
     *
     * @param made without side effect; may be called twice
     */
    <T> T use(Function<Salts, T> made) {
        var unused = current();
        long stamp = lock.tryOptimisticRead();
        if (stamp != 0) {
            T result = made.apply(salts);
            if (lock.validate(stamp)) {
                return result;
            }
        }
        stamp = lock.readLock();
        try {
            return made.apply(salts);
        } finally {
            lock.unlockRead(stamp);
        }
    }

    /**
     * Drops the salts that are due, whether or not anybody comes.
     *
     * @return how long until the next is due; more than zero
     */
    Duration forgetDue() {
        Salts now = current();
        long time = ticker.getAsLong();
        long untilNext = now.since + rotationNanos - time;
        if (now.previous != null) {
            untilNext = Math.min(untilNext, now.previousUntil - time);
        }
        return Duration.ofNanos(Math.max(1, untilNext));
    }

    /** The salts to try now. Their bytes hold until the next call that finds one due: {@link #use} is safe of that. */
    Salts current() {
        Salts now = salts;
        long time = ticker.getAsLong();
        return time - now.since >= rotationNanos || (now.previous != null && time - now.previousUntil >= 0)
                ? turn()
                : now;
    }

    private Salts turn() {
        long stamp = lock.writeLock();
        try {
            long time = ticker.getAsLong();
            Salts now = salts;
            // The overlap runs from when the salt was due to be replaced, even if nobody came to have it replaced.
            long lastTried = now.since + rotationNanos + overlapNanos;
            if (time - now.since >= rotationNanos) {
                boolean over = time - lastTried >= 0;
                salts = new Salts(newSalt(), over ? null : now.current, time, lastTried);
                overwrite(now.previous);
                overwrite(over ? now.current : null);
            } else if (now.previous != null && time - now.previousUntil >= 0) {
                salts = new Salts(now.current, null, now.since, 0);
                overwrite(now.previous);
            }
            return salts;
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    private static void overwrite(@Nullable Salt dropped) {
        if (dropped != null) {
            Arrays.fill(dropped.bytes, (byte) 0);
            dropped.hash.overwrite();
        }
    }

    private Salt newSalt() {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return new Salt(salt);
    }

    /** A salt, and the hash under it. Both are overwritten together. */
    static final class Salt {
        final byte[] bytes;
        final KeyedHash hash;

        Salt(byte[] bytes) {
            this.bytes = bytes;
            this.hash = new KeyedHash(bytes);
        }
    }

    /** One moment's salts; {@code since} is when the current one came into use,
     * {@code previousUntil} until when the one before is tried, in the ticker's nanoseconds. */
    static final class Salts {
        final Salt current;
        final @Nullable Salt previous;
        private final long since;
        private final long previousUntil;

        Salts(Salt current, @Nullable Salt previous, long since, long previousUntil) {
            this.current = current;
            this.previous = previous;
            this.since = since;
            this.previousUntil = previousUntil;
        }
    }
}
