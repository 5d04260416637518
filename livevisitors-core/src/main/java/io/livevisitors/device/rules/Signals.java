package io.livevisitors.device.rules;

import org.jspecify.annotations.Nullable;

/** The signals of one request. */
public interface Signals {

    /** No signal at all. */
    Signals NONE = new Signals() {
        @Override
        public @Nullable String text(Signal signal) {
            return null;
        }

        @Override
        public int number(Signal signal) {
            return -1;
        }
    };

    /** A signal that is a text; null if it was not sent. */
    @Nullable String text(Signal signal);

    /** A signal that is a number; -1 if it was not sent. */
    int number(Signal signal);
}
