package io.livevisitors.benchmarks.latency;

/**
 * Page views at one pace, and who looks at them.
 *
 * @param perSecond page views
 * @param dashboards that are shown each of them
 * @param warming page views that come first and are not measured
 * @param measured page views that come after them at the same pace
 */
record Phase(int perSecond, int dashboards, int warming, int measured) {

    /** Page views in all. */
    int pageViews() {
        return warming + measured;
    }

    /** Nanoseconds from the first page view until one is due. */
    long due(int index) {
        return index * 1_000_000_000L / perSecond;
    }

    /** Sights of a measured page view by a dashboard, if nothing is lost. */
    long sights() {
        return (long) measured * dashboards;
    }
}
