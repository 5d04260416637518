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
        this.salts = new Salts(newSalt(), null, ticker.getAsLong());
    }

    /** The salts to try now. */
    Salts current() {
        Salts now = salts;
        long age = ticker.getAsLong() - now.since;
        return age >= rotationNanos || (now.previous != null && age >= overlapNanos) ? turn() : now;
    }

    private synchronized Salts turn() {
        long time = ticker.getAsLong();
        long age = time - salts.since;
        if (age >= rotationNanos + overlapNanos) {
            salts = new Salts(newSalt(), null, time);
        } else if (age >= rotationNanos) {
            salts = new Salts(newSalt(), salts.current, time);
        } else if (age >= overlapNanos && salts.previous != null) {
            salts = new Salts(salts.current, null, salts.since);
        }
        return salts;
    }

    private byte[] newSalt() {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return salt;
    }

    /** One moment's salts; {@code since} is when the current one came into use, in the ticker's nanoseconds. */
    static final class Salts {
        final byte[] current;
        final byte @Nullable [] previous;
        private final long since;

        Salts(byte[] current, byte @Nullable [] previous, long since) {
            this.current = current;
            this.previous = previous;
            this.since = since;
        }
    }
}
