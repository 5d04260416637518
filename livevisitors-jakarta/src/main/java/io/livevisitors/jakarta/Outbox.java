package io.livevisitors.jakarta;

import io.livevisitors.jakarta.OutboxQueue.Sending;
import io.livevisitors.web.SocketLimits.OutboxBounds;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * All that is sent to one connection goes through here: frames, pings and the close, one at a time. Thread-safe; no
 * call blocks or sends on the caller's thread. When the reader is slow, newer totals replace older ones, then the oldest
 * single events are lost ({@code outbox_dropped}) and their reader gets a new snapshot once there is room; when it stays
 * behind, the connection is closed with 4100 ({@code slow_reader}); when it takes nothing at all, the connection is
 * dropped without a word ({@code slow_consumer}).
 */
final class Outbox {

    /*
     * Who owns what.
     *
     * `lock` guards the queue, the readers' counters and the fields below it. It is held for the few steps of a queue
     * operation, never while anything is sent, closed, logged or asked of the core.
     *
     * `busy` says that somebody owns the turn: a task is queued on `turns` or runs there, or a send, ping or close is
     * under way. Whoever finds it false under the lock sets it and starts the one task. So at most one thread at a time
     * talks to the remote, and at most one task per connection is queued: the queues of `turns` and `endings` are
     * bounded by the number of connections, and `pings` has none.
     *
     * A turn is a trampoline. A container may complete a send before send() returns, on this very thread (Tomcat,
     * Jetty), or later on one of its own. Both sides race on the phase of the Delivery: if completion came first, the
     * loop in turn() goes on; if send() returned first, the completion queues a new turn. Neither ever calls the
     * other, so no stack grows with the number of frames (Undertow's would).
     *
     * What may block runs elsewhere. The turn that finds a ping due passes itself on to a thread of `pings`, which
     * takes the ping only if it can run it at once; the send timeout counts from there. If no thread is free, the ping
     * stays due, the turn goes on with the frames that wait, and the next step or check() asks again. So clients whose
     * pings block hold up other pings, but nobody's events. Closes and aborts are queued on `endings` once nothing else
     * will be sent: a client that takes nothing can hold up other endings, but neither events nor pings. A client that
     * was sent a close frame and does not answer is aborted after a while: containers wait for as long as it goes on
     * sending, and its place has been given back. So is one to whom a send failed without having been stuck: most often
     * the container is closing it at this moment, with a code of its own, and Tomcat lets a second close on another
     * thread garble that.
     *
     * Whoever sends may hold the lock of a channel. So send() calls nothing that could take another one: it never ends
     * the connection itself, but leaves that to a turn.
     *
     * `ended` is final: the queue is empty, nothing is taken, completions are ignored. Three ways lead there: the close
     * frame's turn came; a send failed or took too long; the container told that the connection is gone.
     */

    /** Hears what becomes of the connection. Called without locks held. */
    interface Owner {
        /** Something happened that operators count. */
        void count(String name);

        /** Nothing more will be sent. Called once. */
        void ended();

        /** This reader lost events and has room for a snapshot. */
        void resync(Reader reader);
    }

    /**
     * Who runs what.
     *
     * @param turns runs the sending; never blocked by it
     * @param pings runs a ping at once or rejects it
     * @param endings runs closes and aborts
     * @param lateEndings runs aborts of connections that were to end by themselves, {@link Remote#CLOSE_TIMEOUT} later
     */
    record Runners(Executor turns, Executor pings, Executor endings, Executor lateEndings) {}

    private record Ending(int code, String reason, boolean repliesFirst) {}

    private enum Phase {
        SENDING,
        RETURNED,
        COMPLETED
    }

    private static final int SLOW_READER = 4100;
    private static final int FRAMES_PER_TURN = 32;

    /** A container's timer may fire a little before ours says so. */
    private static final long EARLY_NANOS = Duration.ofMillis(50).toNanos();

    /** The container's own send timeout comes first, if it has one that works. */
    private static final long TIMEOUT_SLACK_NANOS = Duration.ofSeconds(1).toNanos();

    private final Remote remote;
    private final Owner owner;
    private final Runners runners;
    private final LongSupplier clock;
    private final long maxBytes;
    private final long maxAgeNanos;
    private final long sendTimeoutNanos;

    private final Object lock = new Object();
    private final OutboxQueue queue = new OutboxQueue();
    private boolean busy;
    private boolean underWay;
    private long underWaySince;
    private boolean pingDue;
    private boolean ended;
    private @Nullable Ending ending;

    /** @param clock nanoseconds, as {@link System#nanoTime()} */
    Outbox(Remote remote, Owner owner, OutboxBounds bounds, Runners runners, LongSupplier clock) {
        this.remote = remote;
        this.owner = owner;
        this.runners = runners;
        this.clock = clock;
        this.maxBytes = bounds.bytes();
        this.maxAgeNanos = bounds.age().toNanos();
        this.sendTimeoutNanos = bounds.sendTimeout().toNanos();
    }

    /** Sends an answer of the protocol. */
    void send(Frame frame) {
        offer(frame, null);
    }

    /** Sends an event of a channel, with the reader's next number if it takes one. */
    void send(Frame frame, Reader reader) {
        offer(frame, reader);
    }

    /** Drops what waits for a reader that left its channel. */
    void forget(Reader reader) {
        synchronized (lock) {
            queue.forget(reader);
        }
    }

    /** Sends the replies that wait, then the close frame, then nothing more. A second call does nothing. */
    void close(int code, String reason) {
        end(new Ending(code, reason, true));
    }

    /** Sends nothing more: the container says that the connection is gone. */
    void gone() {
        boolean slow = isStuck(clock.getAsLong(), -EARLY_NANOS); // a container may tell its own timeout only so
        if (markEnded()) {
            if (slow) {
                owner.count("slow_consumer");
            }
            owner.ended();
        }
    }

    /** Whether the ping frame was sent and the WebSocket ping after it still waits for a thread. */
    boolean isPingDue() {
        synchronized (lock) {
            return pingDue && !ended;
        }
    }

    /** Looks whether the reader has been too slow for too long, and tries again a ping that is due; asked by a timer. */
    void check() {
        long now = clock.getAsLong();
        if (isStuck(now, TIMEOUT_SLACK_NANOS)) {
            fail();
            return;
        }
        boolean behind;
        boolean start;
        synchronized (lock) {
            behind = isBehind(now);
            start = pingDue && !ended && takeTurn();
        }
        if (behind) {
            endSlowReader();
        }
        if (start) {
            resume();
        }
    }

    private void offer(Frame frame, @Nullable Reader reader) {
        long now = clock.getAsLong();
        int lost;
        boolean slow;
        boolean start;
        synchronized (lock) {
            if (ended || ending != null || (reader != null && !reader.joined)) {
                return;
            }
            queue.add(frame, reader, now);
            lost = queue.trim(maxBytes);
            slow = isBehind(now) || queue.isFlooded(maxBytes);
            start = takeTurn();
        }
        for (int i = 0; i < lost; i++) {
            owner.count("outbox_dropped");
        }
        if (slow) {
            endSlowReader();
        }
        if (start) {
            resume();
        }
    }

    private boolean isBehind(long now) {
        return !ended && ending == null && now - queue.waitingSince(now) > maxAgeNanos;
    }

    private void endSlowReader() {
        end(new Ending(SLOW_READER, "Reader too slow, reconnect", false));
    }

    private void end(Ending next) {
        boolean start;
        synchronized (lock) {
            if (ended || ending != null) {
                return;
            }
            ending = next;
            if (next.repliesFirst) {
                queue.clearEvents();
            } else {
                queue.clear();
            }
            start = takeTurn();
        }
        if (start) {
            resume();
        }
    }

    private boolean takeTurn() {
        boolean free = !busy;
        busy = true;
        return free;
    }

    private void resume() {
        try {
            runners.turns.execute(this::turn);
        } catch (RejectedExecutionException e) {
            // The adapter is shut down and ends what is left; not from here, where the caller may hold a channel's
            // lock.
            owner.count("outbox_rejected");
        }
    }

    private void turn() {
        for (int i = 0; i < FRAMES_PER_TURN; i++) {
            resync();
            if (!step()) {
                return;
            }
        }
        resume(); // others wait
    }

    private void resync() {
        List<Reader> readers;
        synchronized (lock) {
            readers = ended || ending != null ? List.of() : queue.takeLossy(maxBytes);
        }
        readers.forEach(owner::resync);
    }

    /** Does the next thing; false if this thread no longer owns the turn. */
    private boolean step() {
        if (isPingDue() && startPing()) {
            return false;
        }
        Sending sending = null;
        Ending last = null;
        synchronized (lock) {
            long now = clock.getAsLong();
            if (!ended) {
                sending = queue.poll(now);
                last = sending == null ? ending : null;
            }
            underWay = sending != null;
            underWaySince = now;
            if (!underWay && last == null) {
                busy = false;
                return false;
            }
        }
        if (sending != null) {
            return send(sending);
        }
        if (last != null) {
            finish(last);
        }
        return false;
    }

    private boolean send(Sending sending) {
        Delivery delivery = new Delivery(sending.frame());
        try {
            remote.send(sending.frame().text(sending.seq()), delivery);
        } catch (RuntimeException e) {
            fail(); // closed under our hands
            return false;
        }
        return delivery.isCompletedOnReturn();
    }

    /** Passes the turn on to the ping; false if no thread is free for it. */
    private boolean startPing() {
        try {
            runners.pings.execute(this::ping);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    private void ping() {
        synchronized (lock) {
            pingDue = false;
            underWay = true;
            underWaySince = clock.getAsLong();
        }
        try {
            remote.ping();
        } catch (IOException | RuntimeException e) {
            fail();
            return;
        }
        synchronized (lock) {
            underWay = false;
        }
        resume();
    }

    private void finish(Ending last) {
        if (markEnded()) {
            if (last.code == SLOW_READER) {
                owner.count("slow_reader");
            }
            onEndings(() -> {
                try {
                    remote.close(last.code, last.reason);
                } catch (IOException | RuntimeException e) {
                    remote.abort();
                }
            });
            runners.lateEndings.execute(remote::abort);
            owner.ended();
        }
    }

    private void fail() {
        boolean slow = isStuck(clock.getAsLong(), -EARLY_NANOS);
        if (!markEnded()) {
            return;
        }
        if (slow) {
            owner.count("slow_consumer");
        }
        if (slow) {
            onEndings(remote::abort);
        } else {
            runners.lateEndings.execute(remote::abort);
        }
        owner.ended();
    }

    /** Whether what is under way takes longer than the send timeout and a slack. */
    private boolean isStuck(long now, long slack) {
        synchronized (lock) {
            return !ended && underWay && now - underWaySince >= sendTimeoutNanos + slack;
        }
    }

    private boolean markEnded() {
        synchronized (lock) {
            if (ended) {
                return false;
            }
            ended = true;
            queue.clear();
            return true;
        }
    }

    private void onEndings(Runnable task) {
        try {
            runners.endings.execute(task);
        } catch (RejectedExecutionException e) {
            gone(); // the adapter is shut down; the container closes what is left
        }
    }

    /** Waits for one send to complete. */
    private final class Delivery implements Consumer<@Nullable Throwable> {

        private final Frame frame;
        private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.SENDING);

        Delivery(Frame frame) {
            this.frame = frame;
        }

        @Override
        public void accept(@Nullable Throwable failure) {
            Phase before = phase.getAndSet(Phase.COMPLETED);
            if (before == Phase.COMPLETED) {
                return;
            }
            if (failure != null || isStuck(clock.getAsLong(), 0)) {
                fail(); // a container's timeout may even look like a success (Undertow)
                return;
            }
            synchronized (lock) {
                underWay = false;
                pingDue |= frame.isPing();
            }
            if (before == Phase.RETURNED) {
                resume();
            }
        }

        /** Called once, by the turn, after send() returned. */
        boolean isCompletedOnReturn() {
            return !phase.compareAndSet(Phase.SENDING, Phase.RETURNED);
        }
    }
}
