package io.livevisitors.samples.standalone;

/** The shop cannot open for a reason outside of it, such as a port that is taken. Says what to do. */
public final class CannotStartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CannotStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
