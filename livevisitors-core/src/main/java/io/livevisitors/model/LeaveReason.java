package io.livevisitors.model;

/** Why a visitor is no longer here. */
public enum LeaveReason {
    /** The last tab was closed and nothing came back within the grace period. */
    CLOSED("closed"),
    /** Nothing was heard: heartbeats missed, or the active window over. */
    EXPIRED("expired"),
    /** Removed to make room at a limit. */
    EVICTED("evicted"),
    /** Erased by the visitor's opt-out or by {@code forget}; or turned out to be a program, which is no visitor. */
    FORGOTTEN("forgotten");

    private final String wireName;

    LeaveReason(String wireName) {
        this.wireName = wireName;
    }

    /** The name used in JSON. */
    public String wireName() {
        return wireName;
    }
}
