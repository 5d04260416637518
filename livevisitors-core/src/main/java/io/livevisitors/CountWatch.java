package io.livevisitors;

import io.livevisitors.presence.TimeSource;
import java.util.function.Consumer;

/**
 * Two thresholds of a pixel's count, and on which side of them it was last. Thread-safe; looks are told under the
 * registry's lock, so in the order of the changes, and nothing of the host's runs in them.
 */
final class CountWatch {

    private final String pixelId;
    private final int above;
    private final int below;
    private final TimeSource time;
    private final Mailbox<Alert> mailbox;
    private boolean looked;
    private boolean raised;

    CountWatch(String pixelId, int above, int below, TimeSource time, Mailbox<Alert> mailbox) {
        this.pixelId = pixelId;
        this.above = above;
        this.below = below;
        this.time = time;
        this.mailbox = mailbox;
    }

    /**
     * Looks at the count as it is when the watch begins. It was asked for without the registry's lock, so it may be of
     * before a look that came between, and counts for nothing then: that look saw the whole count.
     */
    void begin(int count) {
        boolean crossed;
        synchronized (this) {
            crossed = !looked && look(count);
        }
        if (crossed) {
            deliver();
        }
    }

    /** Looks at the count after a change; whether it crossed a threshold and {@link #deliver} is due. */
    synchronized boolean look(int count) {
        looked = true;
        boolean crossed = raised ? count < below : count > above;
        if (crossed) {
            raised = !raised;
            mailbox.put(new Alert(pixelId, raised, count, time.unixSeconds()));
        }
        return crossed;
    }

    /** Has the crossings noted. No lock may be held. */
    void deliver() {
        mailbox.deliver();
    }

    /**
     * Leaves out what a listener was told already: if crossings were dropped before it could take them, the next may be
     * of the same kind as its last.
     */
    static Mailbox.Receiver<Alert> alternating(Consumer<? super Alert> listener) {
        return new Mailbox.Receiver<>() {

            private boolean raised;

            @Override
            public void receive(Alert alert) {
                if (alert.raised() != raised) {
                    raised = alert.raised();
                    listener.accept(alert);
                }
            }
        };
    }
}
