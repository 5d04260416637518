package io.livevisitors;

import io.livevisitors.presence.PresenceSettings;
import io.livevisitors.web.SocketLimits;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** Every limit and time as set so far, each validated by itself. Owned by its builder; not thread-safe. */
final class Bounds {

    private static final Duration OPT_OUT_REMEMBERED = Duration.ofDays(1);

    private final Map<Limit, Integer> limits = new EnumMap<>(Limit.class);
    private final Map<TimeSetting, Duration> times = new EnumMap<>(TimeSetting.class);
    boolean countAutomated;
    boolean closeBeyondMessageRate;
    boolean clientEvents = true;

    void set(Limit limit, int value) {
        limits.put(limit, limit.validated(value));
    }

    void set(TimeSetting setting, Duration value) {
        times.put(setting, setting.validated(value));
    }

    /** The limits that were set. */
    Map<Limit, Integer> limits() {
        return Collections.unmodifiableMap(new EnumMap<>(limits));
    }

    int limit(Limit limit) {
        return limits.getOrDefault(limit, limit.defaultValue());
    }

    Duration time(TimeSetting setting) {
        return times.getOrDefault(setting, setting.defaultValue());
    }

    /** @throws SettingException if two of them do not go together */
    PresenceSettings presence() {
        Duration window = time(TimeSetting.ACTIVE_WINDOW);
        Duration grace = time(TimeSetting.GRACE_PERIOD);
        if (!times.containsKey(TimeSetting.GRACE_PERIOD) && grace.compareTo(window) > 0) {
            grace = window;
        }
        if (grace.compareTo(window) > 0) {
            throw new SettingException(
                    TimeSetting.GRACE_PERIOD.settingName(),
                    Durations.text(grace),
                    "use at most the active_window, which is " + Durations.text(window));
        }
        return new PresenceSettings(
                window.toMillis(),
                grace.toMillis(),
                time(TimeSetting.TAB_TIMEOUT).toMillis(),
                OPT_OUT_REMEMBERED.toMillis(),
                limit(Limit.VISITORS_PER_PIXEL),
                limit(Limit.PAGES_PER_PIXEL),
                limit(Limit.REFERRERS_PER_PIXEL),
                limit(Limit.NAMES_PER_PIXEL),
                limit(Limit.EVENT_NAMES_PER_PIXEL),
                limit(Limit.TABS_PER_VISITOR),
                limit(Limit.TEXT_BYTES_PER_VISITOR),
                countAutomated);
    }

    SocketLimits sockets() {
        Duration activityTimeout = time(TimeSetting.ACTIVITY_TIMEOUT);
        return new SocketLimits(
                new SocketLimits.KeepAlive(
                        activityTimeout,
                        times.getOrDefault(TimeSetting.PING_INTERVAL, activityTimeout),
                        time(TimeSetting.PONG_TIMEOUT),
                        time(TimeSetting.SUBSCRIPTION_TIMEOUT)),
                new SocketLimits.Quota(
                        limit(Limit.CONNECTIONS),
                        limit(Limit.CONNECTIONS_PER_ADDRESS),
                        limit(Limit.HANDSHAKES_PER_ADDRESS)),
                new SocketLimits.Messages(
                        limit(Limit.MESSAGE_BYTES),
                        limit(Limit.MESSAGES_PER_WINDOW),
                        time(TimeSetting.MESSAGE_WINDOW),
                        closeBeyondMessageRate,
                        clientEvents),
                new SocketLimits.ChannelBounds(
                        limit(Limit.CHANNELS_PER_CONNECTION),
                        limit(Limit.MEMBERS_PER_CHANNEL),
                        limit(Limit.MEMBER_BYTES),
                        limit(Limit.CACHED_EVENT_BYTES)),
                new SocketLimits.OutboxBounds(
                        limit(Limit.OUTBOX_BYTES), time(TimeSetting.MAX_OUTBOX_AGE), time(TimeSetting.SEND_TIMEOUT)),
                new SocketLimits.Api(
                        limits.getOrDefault(Limit.API_REQUEST_BYTES, limit(Limit.MESSAGE_BYTES)),
                        limit(Limit.API_CHANNELS_PER_EVENT),
                        limit(Limit.API_BATCH_EVENTS)));
    }
}
