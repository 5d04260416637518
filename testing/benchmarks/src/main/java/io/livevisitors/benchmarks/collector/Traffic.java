package io.livevisitors.benchmarks.collector;

/** What all connections post for the time of one slice. */
enum Traffic {
    /** To the empty servlet. */
    EMPTY("the empty servlet", Host.EMPTY, Traffic.QUIET),
    /** The same once more: how far two equal slices differ on this machine. */
    EMPTY_AGAIN("the empty servlet, once more", Host.EMPTY, Traffic.QUIET),
    /** To the library. */
    LIBRARY("the library", Host.PIXEL, Traffic.QUIET),
    /** To the library; one of {@link Beacons#NEW_EVERY} requests has a User-Agent that nobody had before. */
    NEW_USER_AGENTS("5 % new User-Agents", Host.PIXEL, Traffic.QUIET),
    /** To the library, on the pixel that dashboards look at. */
    DASHBOARDS("with dashboards", Host.PIXEL, Traffic.SHOWN);

    /** A pixel that no dashboard looks at. */
    static final String QUIET = "quiet";

    /** The pixel that dashboards look at. */
    static final String SHOWN = "shown";

    private final String label;
    private final String base;
    private final String pixel;

    Traffic(String label, String base, String pixel) {
        this.label = label;
        this.base = base;
        this.pixel = pixel;
    }

    /** For the report. */
    String label() {
        return label;
    }

    /** Path of the servlet, with a slash at its end. */
    String base() {
        return base;
    }

    /** The pixel that is named in its events. */
    String pixel() {
        return pixel;
    }

    /** Whether events come to the library, so that its totals tell of them. */
    boolean isCounted() {
        return base.equals(Host.PIXEL);
    }
}
