package io.livevisitors;

import java.util.Locale;

/** What an event says happened (WIRE.md section 2). */
enum EventType {
    PAGE_VIEW,
    HEARTBEAT,
    VISIBILITY,
    PAGE_LEAVE,
    ENGAGEMENT,
    OPT_OUT,
    /** Any other name: the host's own. */
    CUSTOM;

    /** The type of an {@code event_type}. */
    static EventType of(String name) {
        for (EventType type : values()) {
            if (type != CUSTOM && type.wireName().equals(name)) {
                return type;
            }
        }
        return CUSTOM;
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it tells of a tab that is open now, known or not. */
    boolean showsTab() {
        return this == PAGE_VIEW || this == HEARTBEAT || this == VISIBILITY || this == ENGAGEMENT || this == CUSTOM;
    }

    /** Whether it is one of a tab's own signs of life, which have a limit of their own. */
    boolean isSignOfLife() {
        return this == HEARTBEAT || this == VISIBILITY || this == PAGE_LEAVE || this == ENGAGEMENT;
    }
}
