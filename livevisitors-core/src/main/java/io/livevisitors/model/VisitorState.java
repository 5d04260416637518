package io.livevisitors.model;

/** Whether a visitor who is here looks at the page. */
public enum VisitorState {
    /** At least one tab is visible, or the visitor has no tabs and was heard of within the active window. */
    ACTIVE("active"),
    /** Every open tab is hidden. */
    IDLE("idle"),
    /** The last tab was closed and the grace period runs. */
    LEAVING("leaving");

    private final String wireName;

    VisitorState(String wireName) {
        this.wireName = wireName;
    }

    /** The name used in JSON. */
    public String wireName() {
        return wireName;
    }
}
