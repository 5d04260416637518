package io.livevisitors.privacy;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The salt in use and, for one overlap after it was replaced, the one before. Both are random, live in memory alone and
 * are never shown. Thread-safe: the pair is one immutable value, replaced under the lock of this object.
 */
final class SaltRing {

    private static final int SALT_BYTES = 32;

    private final SecureRandom random = new SecureRandom();
    private final LongSupplier ticker;
    private final long rotationNanos;
    private final long overlapNanos;
    private volatile Salts salts;

    SaltRing(LongSupplier ticker, Duration rotation, Duration overlap) {
        this.ticker = ticker;
        this.rotationNanos = rotation.toNanos();
        this.overlapNanos = overlap.toNanos();
        this.salts = new Salts(newSalt(), null, ticker.getAsLong(), 0);
    }

    /** The salts to try now. */
    Salts current() {
        Salts now = salts;
        long time = ticker.getAsLong();
        return time - now.since >= rotationNanos || (now.previous != null && time - now.previousUntil >= 0)
                ? turn()
                : now;
    }

    private synchronized Salts turn() {
        long time = ticker.getAsLong();
        Salts now = salts;
        // The overlap runs from when the salt was due to be replaced, even if nobody came to have it replaced.
        long lastTried = now.since + rotationNanos + overlapNanos;
        if (time - now.since >= rotationNanos) {
            salts = new Salts(newSalt(), time - lastTried >= 0 ? null : now.current, time, lastTried);
        } else if (now.previous != null && time - now.previousUntil >= 0) {
            salts = new Salts(now.current, null, now.since, 0);
        }
        return salts;
    }

    private byte[] newSalt() {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return salt;
    }

    /** One moment's salts; {@code since} is when the current one came into use,
     * {@code previousUntil} until when the one before is tried, in the ticker's nanoseconds. */
    static final class Salts {
        final byte[] current;
        final byte @Nullable [] previous;
        private final long since;
        private final long previousUntil;

        Salts(byte[] current, byte @Nullable [] previous, long since, long previousUntil) {
            this.current = current;
            this.previous = previous;
            this.since = since;
            this.previousUntil = previousUntil;
        }
    }
}
