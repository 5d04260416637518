package io.livevisitors;

import org.jspecify.annotations.Nullable;

/** Where a visitor came from: referrer and campaign. Shared by all who came the same way. Immutable. */
record Acquisition(
        Key key,
        @Nullable Name referrer,
        @Nullable Name utmSource,
        @Nullable Name utmMedium,
        @Nullable Name utmCampaign) {

    record Key(
            @Nullable String referrer,
            @Nullable String utmSource,
            @Nullable String utmMedium,
            @Nullable String utmCampaign) {

        Key withReferrer(@Nullable String other) {
            return new Key(other, utmSource, utmMedium, utmCampaign);
        }
    }

    /** Bytes of its texts. */
    int bytes() {
        return bytes(referrer) + bytes(utmSource) + bytes(utmMedium) + bytes(utmCampaign);
    }

    private static int bytes(@Nullable Name name) {
        return name == null ? 0 : name.bytes;
    }
}
