package io.livevisitors.web;

import org.jspecify.annotations.Nullable;

/**
 * What was thrown, as it may be logged where a visitor's request was at hand: its type and where it came from, and its
 * causes likewise, without their messages, which may quote an address, a User-Agent, a URL or a token.
 */
public final class WithoutMessage extends Exception {

    private static final long serialVersionUID = 1L;

    /** Causes that are followed: more of them is a ring. */
    private static final int MAX_CAUSES = 8;

    private WithoutMessage(Throwable thrown, @Nullable Throwable cause) {
        super(thrown.getClass().getName() + " (its message is left out, it may quote a visitor)", cause, false, true);
        setStackTrace(thrown.getStackTrace());
    }

    /** The same without messages. */
    public static WithoutMessage of(Throwable thrown) {
        return of(thrown, MAX_CAUSES);
    }

    private static WithoutMessage of(Throwable thrown, int causes) {
        Throwable cause = thrown.getCause();
        return new WithoutMessage(thrown, cause == null || causes == 0 ? null : of(cause, causes - 1));
    }
}
