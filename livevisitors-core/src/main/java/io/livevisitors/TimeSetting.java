package io.livevisitors;

import java.time.Duration;
import java.util.Locale;

/** Every time that bounds something, with its default and what it may be; set by the builder's methods of these names. */
enum TimeSetting {
    ACTIVE_WINDOW(LiveVisitorsBuilder.DEFAULT_ACTIVE_WINDOW, Duration.ofSeconds(1), Duration.ofHours(24)),
    GRACE_PERIOD(LiveVisitorsBuilder.DEFAULT_GRACE_PERIOD, Duration.ofMillis(100), Duration.ofMinutes(5)),
    TAB_TIMEOUT(LiveVisitorsBuilder.DEFAULT_TAB_TIMEOUT, Duration.ofSeconds(1), Duration.ofHours(24)),
    /** Whole seconds: clients are told them. */
    ACTIVITY_TIMEOUT(LiveVisitorsBuilder.DEFAULT_ACTIVITY_TIMEOUT, Duration.ofSeconds(1), Duration.ofHours(1)),
    /** Unless set, as the activity timeout. */
    PING_INTERVAL(LiveVisitorsBuilder.DEFAULT_ACTIVITY_TIMEOUT, Duration.ofSeconds(1), Duration.ofHours(1)),
    PONG_TIMEOUT(LiveVisitorsBuilder.DEFAULT_PONG_TIMEOUT, Duration.ofSeconds(1), Duration.ofHours(1)),
    SUBSCRIPTION_TIMEOUT(LiveVisitorsBuilder.DEFAULT_SUBSCRIPTION_TIMEOUT, Duration.ofSeconds(1), Duration.ofHours(24)),
    MESSAGE_WINDOW(LiveVisitorsBuilder.DEFAULT_MESSAGE_WINDOW, Duration.ofMillis(100), Duration.ofHours(1)),
    SEND_TIMEOUT(LiveVisitorsBuilder.DEFAULT_SEND_TIMEOUT, Duration.ofMillis(100), Duration.ofMinutes(5)),
    MAX_OUTBOX_AGE(LiveVisitorsBuilder.DEFAULT_MAX_OUTBOX_AGE, Duration.ofMillis(100), Duration.ofMinutes(5));

    private final Duration defaultValue;
    private final Duration min;
    private final Duration max;

    TimeSetting(Duration defaultValue, Duration min, Duration max) {
        this.defaultValue = defaultValue;
        this.min = min;
        this.max = max;
    }

    String settingName() {
        return name().toLowerCase(Locale.ROOT);
    }

    Duration defaultValue() {
        return defaultValue;
    }

    /** What it may be, for people. */
    String allowed() {
        return Durations.text(min) + " to " + Durations.text(max)
                + switch (this) {
                    case ACTIVITY_TIMEOUT -> ", whole seconds: clients are told them";
                    case GRACE_PERIOD -> ", at most the active_window";
                    default -> "";
                };
    }

    Duration validated(Duration value) {
        boolean whole = value.equals(Duration.ofSeconds(value.toSeconds()));
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0 || (this == ACTIVITY_TIMEOUT && !whole)) {
            throw new SettingException(settingName(), Durations.text(value), "use " + allowed());
        }
        return value;
    }
}
