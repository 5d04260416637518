package io.livevisitors;

import java.util.concurrent.atomic.AtomicReference;

/** A task that never runs twice at a time, and runs once more after every {@link #ask}. Thread-safe. */
final class SerialTask {

    private enum State {
        RESTS,
        RUNS,
        RUNS_AND_IS_ASKED
    }

    private final HostThreads threads;
    private final Runnable task;
    private final AtomicReference<State> state = new AtomicReference<>(State.RESTS);

    /** @param task must not throw */
    SerialTask(HostThreads threads, Runnable task) {
        this.threads = threads;
        this.task = task;
    }

    /** Has the task run, on the host's threads. Calls the host's executor, so no lock may be held. */
    void ask() {
        State before = state.getAndUpdate(now -> now == State.RESTS ? State.RUNS : State.RUNS_AND_IS_ASKED);
        if (before == State.RESTS) {
            threads.execute(this::run);
        }
    }

    private void run() {
        do {
            // Whoever asked up to here is served by this turn.
            state.set(State.RUNS);
            task.run();
            if (state.compareAndSet(State.RUNS, State.RESTS)) {
                return;
            }
            // Others may want the thread too; once closed there is no other to be had.
        } while (threads.isClosed());
        threads.execute(this::run);
    }
}
