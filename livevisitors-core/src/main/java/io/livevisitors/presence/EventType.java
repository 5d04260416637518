package io.livevisitors.presence;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** What an event says happened (WIRE.md section 2). */
public enum EventType {
    /** A tab opened a page, or what counts as one in an application of one page. */
    PAGE_VIEW,
    /** A tab is still open. */
    HEARTBEAT,
    /** A tab was hidden or shown. */
    VISIBILITY,
    /** A tab closes, or goes on to another page. */
    PAGE_LEAVE,
    /** How far and how long a page was read. */
    ENGAGEMENT,
    /** The visitor is to be erased, and not to be counted from now on. */
    OPT_OUT,
    /** Any other name: the host's own. */
    CUSTOM;

    private static final Map<String, EventType> BY_WIRE_NAME = new HashMap<>();

    static {
        for (EventType type : values()) {
            if (type != CUSTOM) {
                BY_WIRE_NAME.put(type.wireName, type);
            }
        }
    }

    private final String wireName = name().toLowerCase(Locale.ROOT);

    /** The type of an {@code event_type}; {@link #CUSTOM} for every name that is no other's. */
    public static EventType of(String name) {
        return BY_WIRE_NAME.getOrDefault(name, CUSTOM);
    }

    /** The {@code event_type}, for example {@code page_view}; of {@link #CUSTOM} it is none, but the host's own name is. */
    public String wireName() {
        return wireName;
    }

    /** Whether it tells of a tab that is open now, known or not. */
    boolean showsTab() {
        return this == PAGE_VIEW || this == HEARTBEAT || this == VISIBILITY || this == ENGAGEMENT || this == CUSTOM;
    }

    /** Whether it is one of a tab's own signs of life, which have a limit of their own. */
    public boolean isSignOfLife() {
        return this == HEARTBEAT || this == VISIBILITY || this == PAGE_LEAVE || this == ENGAGEMENT;
    }
}
