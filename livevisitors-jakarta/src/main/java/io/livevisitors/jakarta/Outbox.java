package io.livevisitors.jakarta;

import io.livevisitors.jakarta.OutboxQueue.Sending;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All that is sent to one connection goes through here: frames, pings and the close, one at a time. Thread-safe; no
 * call blocks or sends on the caller's thread. When the reader is slow, newer totals replace older ones, then the oldest
 * single events are lost ({@code outbox_dropped}) and their reader gets a new snapshot once there is room; when it stays
 * behind, the connection is closed with 4100 ({@code slow_reader}); when it takes nothing at all, the connection is
 * dropped without a word ({@code slow_consumer}).
 */
final class Outbox implements Runnable {

    /*
     * Who owns what.
     *
     * The queue's monitor guards the queue, the readers' counters and the fields below it. It is held for the few steps
     * of a queue operation, never while anything is sent, closed, logged or asked of the core.
     *
     * `busy` says that somebody owns the turn: a task is queued on `turns` or runs there, or a send, ping or close is
     * under way. Whoever finds it false under the lock sets it and starts the one task. So at most one thread at a time
     * talks to the remote, and at most one task per connection is queued: the queues of `turns` and `endings` are
     * bounded by the number of connections, and `pings` has none.
     *
     * What comes while a send is under way gathers in the queue and goes out together, in few writes. Nothing waits in
     * order to be gathered. Where that costs least by a send that blocks (Tomcat, Jetty), the turn sends so: it returns at
     * once but for a client that has left its buffers full. That client's connection then sends without blocking for a
     * while, and so do all where no more threads of `turns` can be spared.
     *
     * A turn is a trampoline. A container may complete a send before send() returns, on this very thread (Tomcat,
     * Jetty), or later on one of its own. Both sides race on the phase of the Delivery: if completion came first, the
     * loop in run() goes on; if send() returned first, the completion queues a new turn. Neither ever calls the
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

    private record Ending(int code, String reason, boolean repliesFirst) {}

    private enum Phase {
        SENDING,
        RETURNED,
        COMPLETED
    }

    private static final int SLOW_READER = 4100;
    private static final int FRAMES_PER_TURN = 32;

    /** Of memory that frames take that are sent together: as much as containers gather, and little beside the bounds. */
    private static final long BYTES_TOGETHER = 8_192;

    /** A send that takes so long is held up by its client, and not by what else the machine has to do. */
    private static final long HELD_UP_NANOS = Duration.ofMillis(100).toNanos();

    /** For so long a client is sent to without blocking that held up a send. */
    private static final long UNBLOCKED_NANOS = Duration.ofSeconds(10).toNanos();

    /** A container's timer may fire a little before ours says so. */
    private static final long EARLY_NANOS = Duration.ofMillis(50).toNanos();

    /** The container's own send timeout comes first, if it has one that works. */
    private static final long TIMEOUT_SLACK_NANOS = Duration.ofSeconds(1).toNanos();

    private final Remote remote;
    private final @Nullable GatheringRemote gathering;
    private final Owner owner;
    private final OutboxRules rules;

    private final OutboxQueue queue = new OutboxQueue();
    private boolean busy;
    private boolean underWay;
    private long underWaySince;
    private volatile boolean pingDue; // written under the monitor
    private boolean ended;
    private @Nullable Ending ending;

    // Of whoever owns the turn.
    private boolean heldUp;
    private long heldUpAt;

    Outbox(Remote remote, Owner owner, OutboxRules rules) {
        this.remote = remote;
        this.gathering = remote instanceof GatheringRemote one ? one : null;
        this.owner = owner;
        this.rules = rules;
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
        synchronized (queue) {
            queue.forget(reader);
        }
    }

    /** Sends the replies that wait, then the close frame, then nothing more. A second call does nothing. */
    void close(int code, String reason) {
        end(new Ending(code, reason, true));
    }

    /** Sends nothing more: the container says that the connection is gone. */
    void gone() {
        boolean slow = isStuck(rules.clock().getAsLong(), -EARLY_NANOS); // a container may tell its own timeout only so
        if (markEnded()) {
            if (slow) {
                owner.count("slow_consumer");
            }
            owner.ended();
        }
    }

    /** Whether the ping frame was sent and the WebSocket ping after it still waits for a thread. */
    boolean isPingDue() {
        return pingDue;
    }

    /** Looks whether the reader has been too slow for too long, and tries again a ping that is due; asked by a timer. */
    void check() {
        long now = rules.clock().getAsLong();
        if (isStuck(now, TIMEOUT_SLACK_NANOS)) {
            fail();
            return;
        }
        boolean behind;
        boolean start;
        synchronized (queue) {
            behind = isBehind(now);
            start = pingDue && takeTurn();
        }
        if (behind) {
            endSlowReader();
        }
        if (start) {
            resume();
        }
    }

    private void offer(Frame frame, @Nullable Reader reader) {
        long now = rules.clock().getAsLong();
        int lost;
        boolean slow;
        boolean start;
        synchronized (queue) {
            if (ended || ending != null || (reader != null && !reader.joined)) {
                return;
            }
            queue.add(frame, reader, now);
            lost = queue.trim(rules.maxBytes());
            slow = isBehind(now) || queue.isFlooded(rules.maxBytes());
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
        return !ended && ending == null && now - queue.waitingSince(now) > rules.maxAgeNanos();
    }

    private void endSlowReader() {
        end(new Ending(SLOW_READER, "Reader too slow, reconnect", false));
    }

    private void end(Ending next) {
        boolean start;
        synchronized (queue) {
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
            rules.runners().turns().execute(this);
        } catch (RejectedExecutionException e) {
            // The adapter is shut down and ends what is left; not from here, where the caller may hold a channel's
            // lock.
            owner.count("outbox_rejected");
        }
    }

    /** The turn: sends what waits, for as long as it owns the turn or until others should have theirs. */
    @Override
    public void run() {
        for (int sent = 0; sent < FRAMES_PER_TURN; ) {
            int more = step();
            if (more == 0) {
                return;
            }
            sent += more;
        }
        resume(); // others wait
    }

    /** Does the next thing: how many frames it sent, or 0 if this thread no longer owns the turn. */
    private int step() {
        if (isPingDue() && startPing()) {
            return 0;
        }
        long now = rules.clock().getAsLong();
        GatheringRemote blocking = mayBlock(now) ? gathering : null;
        int most = blocking == null ? 1 : FRAMES_PER_TURN;
        List<Reader> losers;
        List<Sending> next = List.of();
        Ending last = null;
        synchronized (queue) {
            losers = ended || ending != null ? List.of() : queue.takeLossy(rules.maxBytes());
            if (!ended) {
                next = queue.poll(now, most, BYTES_TOGETHER);
                last = next.isEmpty() ? ending : null;
            }
            underWay = !next.isEmpty();
            underWaySince = now;
            busy = underWay || last != null || !losers.isEmpty();
        }
        losers.forEach(owner::resync);
        if (last != null) {
            finish(last);
            return 0;
        }
        if (next.isEmpty()) {
            return losers.isEmpty() ? 0 : 1; // then their snapshots wait now
        }
        boolean done = blocking == null ? send(next.get(0)) : sendTogether(blocking, next, now);
        return done ? next.size() : 0;
    }

    /** Whether a send may block. */
    private boolean mayBlock(long now) {
        heldUp = heldUp && now - heldUpAt < UNBLOCKED_NANOS;
        return !heldUp && rules.runners().turns().mayBlock();
    }

    /** Whether this thread still owns the turn, since there is more to do. */
    private boolean sendTogether(GatheringRemote blocking, List<Sending> sendings, long start) {
        List<String> texts = new ArrayList<>(sendings.size());
        boolean ping = false;
        for (Sending sending : sendings) {
            texts.add(sending.text());
            ping |= sending.frame().isPing();
        }
        try {
            blocking.sendTogether(texts);
        } catch (IOException | RuntimeException e) {
            fail();
            return false;
        }
        long now = rules.clock().getAsLong();
        if (now - start >= rules.sendTimeoutNanos()) {
            fail(); // a container's timeout may even look like a success
            return false;
        }
        heldUp = now - start > HELD_UP_NANOS;
        heldUpAt = now;
        synchronized (queue) {
            underWay = false;
            pingDue |= ping && !ended;
            busy = !ended && (pingDue || ending != null || !queue.isIdle());
            return busy;
        }
    }

    private boolean send(Sending sending) {
        Delivery delivery = new Delivery(sending.frame());
        try {
            remote.send(sending.text(), delivery);
        } catch (RuntimeException e) {
            fail(); // closed under our hands
            return false;
        }
        return delivery.isCompletedOnReturn();
    }

    /** Passes the turn on to the ping; false if no thread is free for it. */
    private boolean startPing() {
        try {
            rules.runners().pings().execute(this::ping);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    private void ping() {
        synchronized (queue) {
            pingDue = false;
            underWay = true;
            underWaySince = rules.clock().getAsLong();
        }
        try {
            remote.ping();
        } catch (IOException | RuntimeException e) {
            fail();
            return;
        }
        synchronized (queue) {
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
            rules.runners().lateEndings().execute(lateAbort(remote));
            owner.ended();
        }
    }

    private void fail() {
        boolean slow = isStuck(rules.clock().getAsLong(), -EARLY_NANOS);
        if (!markEnded()) {
            return;
        }
        if (slow) {
            owner.count("slow_consumer");
        }
        if (slow) {
            onEndings(remote::abort);
        } else {
            rules.runners().lateEndings().execute(lateAbort(remote));
        }
        owner.ended();
    }

    /** Does not keep what the container has let go of by then: a session, and all that hangs on it. */
    private static Runnable lateAbort(Remote remote) {
        WeakReference<Remote> kept = new WeakReference<>(remote);
        return () -> {
            Remote still = kept.get();
            if (still != null) {
                still.abort();
            }
        };
    }

    /** Whether what is under way takes longer than the send timeout and a slack. */
    private boolean isStuck(long now, long slack) {
        synchronized (queue) {
            return !ended && underWay && now - underWaySince >= rules.sendTimeoutNanos() + slack;
        }
    }

    private boolean markEnded() {
        synchronized (queue) {
            if (ended) {
                return false;
            }
            ended = true;
            pingDue = false;
            queue.clear();
            return true;
        }
    }

    private void onEndings(Runnable task) {
        try {
            rules.runners().endings().execute(task);
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
            if (failure != null || isStuck(rules.clock().getAsLong(), 0)) {
                fail(); // a container's timeout may even look like a success (Undertow)
                return;
            }
            synchronized (queue) {
                underWay = false;
                pingDue |= frame.isPing() && !ended;
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
