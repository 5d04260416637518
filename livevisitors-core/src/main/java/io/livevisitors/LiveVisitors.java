package io.livevisitors;

import io.livevisitors.web.Gateway;

/** Placeholder until the engine lands. */
public final class LiveVisitors {
    /** Name of the servlet context attribute under which servlets and the filter find their instance. */
    public static final String CONTEXT_ATTRIBUTE = "io.livevisitors.LiveVisitors";

    public Gateway gateway() {
        throw new IllegalStateException();
    }
}
