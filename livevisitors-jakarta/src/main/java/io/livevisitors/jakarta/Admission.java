package io.livevisitors.jakarta;

import org.jspecify.annotations.Nullable;

/**
 * What was decided of a handshake: a place among the connections, held until released, or a refusal to be said after
 * the upgrade. Thread-safe.
 */
final class Admission {

    /**
     * Why a client is sent away.
     *
     * @param code close code of the Pusher protocol; 4000 to 4099 tell the client not to come back
     * @param message for the person who reads the client's log
     */
    record Refusal(int code, String message) {}

    private final @Nullable Refusal refusal;
    private final Runnable onRelease;

    // Guarded by this.
    private boolean opened;
    private boolean released;

    private Admission(@Nullable Refusal refusal, Runnable onRelease) {
        this.refusal = refusal;
        this.onRelease = onRelease;
    }

    static Admission granted(Runnable onRelease) {
        return new Admission(null, onRelease);
    }

    static Admission refused(Refusal refusal) {
        return new Admission(refusal, () -> {});
    }

    /** Why not; null if it was granted. */
    @Nullable Refusal refusal() {
        return refusal;
    }

    /** The upgrade succeeded; false if it came too late or twice. */
    synchronized boolean open() {
        boolean first = !opened;
        opened = true;
        return first;
    }

    /** The upgrade failed or did not come: gives the place back unless it is in use. */
    void abandon() {
        if (open()) {
            release();
        }
    }

    /** Gives the place back. Idempotent. */
    void release() {
        if (isFirstRelease()) {
            onRelease.run();
        }
    }

    private synchronized boolean isFirstRelease() {
        boolean first = !released;
        released = true;
        return first;
    }
}
