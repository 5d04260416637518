package io.livevisitors;

import io.livevisitors.device.Device;
import io.livevisitors.presence.EventType;
import io.livevisitors.privacy.AnonymousVisit;
import io.livevisitors.web.PageViewSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One event as the recogniser hands it on. Immutable.
 *
 * @param told the same event as the registry takes it
 */
record Visit(io.livevisitors.presence.Visit told) {

    /** Of the same values as the registry's visit. */
    Visit(
            EventType type,
            @Nullable String eventName,
            Map<String, Object> data,
            AnonymousVisit who,
            boolean isNamed,
            Device device,
            PageViewSource source,
            long seq,
            @Nullable Boolean hidden,
            int timeOnPage,
            int scrollDepth,
            long network) {
        this(new io.livevisitors.presence.Visit(
                type, eventName, data, who, isNamed, device, source, seq, hidden, timeOnPage, scrollDepth, network));
    }
}
