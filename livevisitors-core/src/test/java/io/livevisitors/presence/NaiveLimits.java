package io.livevisitors.presence;

/** The limits of one pixel in a run of the model. Times in milliseconds. */
record NaiveLimits(
        long windowMillis,
        long graceMillis,
        long tabTimeoutMillis,
        long optOutMillis,
        int visitors,
        int pages,
        int referrers,
        int names,
        int eventNames,
        int tabs,
        boolean countAutomated) {

    /** Closed tabs, and opt-outs, that are remembered. */
    int remembered() {
        return Math.min(visitors, 100_000);
    }
}
