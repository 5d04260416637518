package io.livevisitors;

import java.util.Locale;

/**
 * Every number that bounds something, with its default and what it may be. Set by {@link LiveVisitorsBuilder#limit}.
 */
public enum Limit {
    /** Visitors of one pixel at once. */
    VISITORS_PER_PIXEL(100_000, 1, 10_000_000),
    /** Visitors of all pixels at once. */
    VISITORS(1_000_000, 1, 100_000_000),
    /** Distinct pages, and distinct entry pages, that a pixel's totals tell apart: those with most visitors. */
    PAGES_PER_PIXEL(1_000, 1, 1_000_000),
    /** Distinct referrers, and distinct UTM sources, that a pixel's totals tell apart: those with most visitors. */
    REFERRERS_PER_PIXEL(1_000, 1, 1_000_000),
    /** Distinct browsers, systems, countries and languages, each, that a pixel's totals tell apart. */
    NAMES_PER_PIXEL(1_000, 1, 1_000_000),
    /** Distinct custom event names that a pixel's totals tell apart. */
    EVENT_NAMES_PER_PIXEL(100, 1, 100_000),
    /** Open tabs of one visitor; beyond it the tab longest unheard of is forgotten. */
    TABS_PER_VISITOR(100, 1, 10_000),
    /** Bytes of text kept of one visitor: its pages, titles, campaign and journey. */
    TEXT_BYTES_PER_VISITOR(16 * 1024, 1024, 1024 * 1024),
    /** Page views and custom events of one address in a minute. */
    EVENTS_PER_ADDRESS(200, 1, 1_000_000),
    /** Heartbeats, visibility changes and leaves of one tab in a minute. */
    EVENTS_PER_TAB(60, 1, 1_000_000),
    /** How many times the limit of an address a network may use: an IPv4 /24, an IPv6 /48. */
    ADDRESSES_PER_NETWORK(20, 1, 65_536),
    /** Visitors that may arrive from one network in a minute. */
    NEW_VISITORS_PER_NETWORK(300, 1, 10_000_000),
    /** Bytes of the body of {@code event}. */
    EVENT_BYTES(8 * 1024, 256, 1024 * 1024),
    /** Bytes of the body of {@code batch}. */
    BATCH_BYTES(64 * 1024, 256, 8 * 1024 * 1024),
    /** Events of one {@code batch}. */
    BATCH_EVENTS(50, 1, 1_000),
    /** Single events of one pixel that dashboards are sent in a second; beyond it they are sampled. */
    FEED_EVENTS_PER_SECOND(200, 1, 100_000),
    /** Bytes of {@code visitors.snapshot}. */
    SNAPSHOT_BYTES(64 * 1024, 8 * 1024, 8 * 1024 * 1024),
    /** Events that wait for one listener, subscriber, alert or broadcaster; beyond it the oldest are dropped. */
    LISTENER_QUEUE(1_024, 1, 1_000_000),
    /** WebSocket connections at once. */
    CONNECTIONS(10_000, 1, 1_000_000),
    /** WebSocket connections at once of one client address. */
    CONNECTIONS_PER_ADDRESS(200, 1, 1_000_000),
    /** WebSocket handshakes of one client address in a minute. */
    HANDSHAKES_PER_ADDRESS(300, 1, 1_000_000),
    /** Bytes of a message that a WebSocket client sends. */
    MESSAGE_BYTES(10_000, 128, 1024 * 1024),
    /** Messages of one WebSocket connection in a window; see {@link LiveVisitorsBuilder#messageWindow}. */
    MESSAGES_PER_WINDOW(200, 1, 100_000),
    /** Channels that one WebSocket connection may subscribe to. */
    CHANNELS_PER_CONNECTION(100, 1, 100_000),
    /** Distinct users in one presence channel. */
    MEMBERS_PER_CHANNEL(1_000, 1, 100_000),
    /** Bytes of what is told of one member of a presence channel. */
    MEMBER_BYTES(2_048, 64, 1024 * 1024),
    /** Bytes of the last events of all cache channels; beyond it those longest unused are forgotten. */
    CACHED_EVENT_BYTES(16 * 1024 * 1024, 64 * 1024, 1024 * 1024 * 1024),
    /** Bytes of a request to the Pusher HTTP API, its lists of channels aside; unless set, as {@link #MESSAGE_BYTES}. */
    API_REQUEST_BYTES(10_000, 128, 16 * 1024 * 1024),
    /** Channels that one event of the Pusher HTTP API may go to. */
    API_CHANNELS_PER_EVENT(100, 1, 10_000),
    /** Events of one batch of the Pusher HTTP API. */
    API_BATCH_EVENTS(10, 1, 1_000),
    /** Bytes of memory that what waits for one WebSocket reader may take. */
    OUTBOX_BYTES(1024 * 1024, 64 * 1024, 64 * 1024 * 1024);

    private final int defaultValue;
    private final int min;
    private final int max;

    Limit(int defaultValue, int min, int max) {
        this.defaultValue = defaultValue;
        this.min = min;
        this.max = max;
    }

    /** The name in the settings table, for example {@code events_per_address}. */
    public String settingName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The value if nothing is set. */
    public int defaultValue() {
        return defaultValue;
    }

    /** The least that may be set. */
    public int min() {
        return min;
    }

    /** The most that may be set. */
    public int max() {
        return max;
    }

    /** What holds if nothing is set, for people. */
    String defaultText() {
        return this == API_REQUEST_BYTES ? "as message_bytes" : String.valueOf(defaultValue);
    }

    int validated(int value) {
        if (value < min || value > max) {
            throw new SettingException(
                    settingName(),
                    String.valueOf(value),
                    "use " + min + " to " + max + " (default " + defaultText() + ")");
        }
        return value;
    }
}
