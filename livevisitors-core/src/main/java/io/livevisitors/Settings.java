package io.livevisitors;

import io.livevisitors.device.DeviceClassifier;
import io.livevisitors.model.Mode;
import io.livevisitors.presence.PresenceSettings;
import io.livevisitors.privacy.Anonymizer;
import io.livevisitors.web.ChannelAuthorizer;
import io.livevisitors.web.ChannelSigner;
import io.livevisitors.web.DashboardAuthorizer;
import io.livevisitors.web.SocketLimits;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Everything that was set, validated. Immutable. */
record Settings(
        PixelDirectory pixels,
        String appId,
        String appKey,
        ChannelSigner signer,
        DashboardAuthorizer dashboardAuthorizer,
        ChannelAuthorizer channelAuthorizer,
        List<OriginPattern> allowedOrigins,
        TrustedProxies trustedProxies,
        @Nullable String countryHeader,
        Set<String> leftOutRoles,
        DeviceClassifier classifier,
        Anonymizer anonymizer,
        PageRules pages,
        Mode mode,
        SpamReferrers spamReferrers,
        Map<Limit, Integer> limits,
        PresenceSettings presence,
        SocketLimits socketLimits,
        long statsMillis,
        @Nullable URI publicUrl,
        Surroundings surroundings) {

    /** Lets nobody see anything: nobody else was set. */
    static final DashboardAuthorizer NOBODY = DashboardAuthorizer.denyAll();

    /**
     * Where browsers find the library, as far as it was said: the public URL, else what Reverb's variables say. Null if
     * nobody said.
     */
    @Nullable URI reachableAt() {
        return publicUrl != null ? publicUrl : surroundings.reverbUrl();
    }

    /** Whether the path of {@link #reachableAt} was said: Reverb's variables name a host, and seldom a path. */
    boolean isPathKnown() {
        return publicUrl != null || surroundings.get("REVERB_SERVER_PATH") != null;
    }

    int limit(Limit limit) {
        return limits.getOrDefault(limit, limit.defaultValue());
    }

    @Override
    public String toString() {
        return "Settings[appKey=" + appKey + ", limits=" + limits + "]";
    }
}
