package io.livevisitors.contracts;

/** What a host's own listener throws in a test: the one thing whose stack trace belongs into the log. */
final class HostFault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    HostFault() {
        super("thrown by a listener of the host");
    }
}
