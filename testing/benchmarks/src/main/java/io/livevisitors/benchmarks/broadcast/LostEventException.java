package io.livevisitors.benchmarks.broadcast;

import java.io.IOException;

/** An event did not come to everybody. The message says which, and what is known of it. */
final class LostEventException extends IOException {

    private static final long serialVersionUID = 1L;

    LostEventException(String message) {
        super(message);
    }
}
