package io.livevisitors.presence;

import org.jspecify.annotations.Nullable;

/** Where a visitor came from: referrer and campaign. Shared by all who came the same way. Immutable. */
record Acquisition(
        Key key,
        @Nullable Name referrer,
        @Nullable Name utmSource,
        @Nullable Name utmMedium,
        @Nullable Name utmCampaign) {

    /** Comparable, so that texts made to have one hash slow no table down (see {@link java.util.HashMap}). */
    record Key(
            @Nullable String referrer,
            @Nullable String utmSource,
            @Nullable String utmMedium,
            @Nullable String utmCampaign)
            implements Comparable<Key> {

        @Override
        public int compareTo(Key other) {
            int order = compare(referrer, other.referrer);
            order = order == 0 ? compare(utmSource, other.utmSource) : order;
            order = order == 0 ? compare(utmMedium, other.utmMedium) : order;
            return order == 0 ? compare(utmCampaign, other.utmCampaign) : order;
        }

        private static int compare(@Nullable String a, @Nullable String b) {
            return a == null || b == null ? Boolean.compare(a != null, b != null) : a.compareTo(b);
        }

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
