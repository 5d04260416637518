package io.livevisitors.presence;

/**
 * What the registry of one pixel goes by. Times in milliseconds, numbers 1 or more; nothing is checked here. Immutable.
 *
 * @param activeWindowMillis after which a visitor without tabs, or a hidden tab, is no longer here
 * @param graceMillis from the closing of the last tab to the visitor's leaving
 * @param tabTimeoutMillis silence after which a visible tab is no longer there: three beats
 * @param optOutMillis for which an opt-out is remembered
 * @param maxVisitors who are here at once; for one more, somebody else has to go
 * @param maxPages distinct pages, and distinct entry pages, that the totals tell apart
 * @param maxReferrers distinct referrers, and distinct sources of campaigns, that the totals tell apart
 * @param maxNames distinct browsers, systems, countries and languages, each, that the totals tell apart
 * @param maxEventNames distinct names of custom events that the totals tell apart
 * @param maxTabs open tabs of one visitor; beyond it the one longest unheard of is given up
 * @param maxTextBytes bytes of text that are kept of one visitor
 * @param countAutomated whether browsers driven by a program count as people
 */
public record PresenceSettings(
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
