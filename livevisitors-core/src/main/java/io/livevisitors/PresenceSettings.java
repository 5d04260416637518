package io.livevisitors;

/**
 * What the registry of one pixel goes by. Times in milliseconds.
 *
 * @param activeWindowMillis after which a visitor without tabs, or a hidden tab, is no longer here
 * @param graceMillis from the closing of the last tab to the visitor's leaving
 * @param tabTimeoutMillis silence after which a visible tab is no longer there: three beats
 * @param optOutMillis for which an opt-out is remembered
 * @param countAutomated whether browsers driven by a program count as people
 */
record PresenceSettings(
        long activeWindowMillis,
        long graceMillis,
        long tabTimeoutMillis,
        long optOutMillis,
        int maxVisitors,
        int maxPages,
        int maxReferrers,
        int maxNames,
        int maxEventNames,
        int maxTabs,
        int maxTextBytes,
        boolean countAutomated) {}
