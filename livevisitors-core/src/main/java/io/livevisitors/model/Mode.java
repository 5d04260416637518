package io.livevisitors.model;

/** How much of its visitors a pixel shows. The stricter one comes last. */
public enum Mode {
    /** Everything: the list of visitors, their journeys, every single event, and the totals. */
    FULL("full"),
    /**
     * Totals alone: no list, no journey, no single event and so no visitor's token, neither to dashboards nor to the host's
     * own code. Names that hold for fewer visitors than the pixel's {@code k} are summed under {@link Totals#OTHER}.
     */
    AGGREGATE("aggregate");

    private final String wireName;

    Mode(String wireName) {
        this.wireName = wireName;
    }

    /** The name used in JSON and in settings. */
    public String wireName() {
        return wireName;
    }

    /** The stricter of two. */
    public Mode orStricter(Mode other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
