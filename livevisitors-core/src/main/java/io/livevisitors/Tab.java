package io.livevisitors;

import io.livevisitors.privacy.Pseudonym;
import org.jspecify.annotations.Nullable;

/** One open tab of a visitor. Owned by the registry's lock. */
final class Tab {

    final Pseudonym id;
    final Stay stay;
    final Lineup.Place<Tab> deadline = new Lineup.Place<>(this);
    long seq;
    boolean hidden;
    String pageUrl;

    @Nullable String pageTitle;
    /** Since when its page is shown, in milliseconds of the ticker. */
    long pageSince;

    int scrollDepth;

    Tab(Pseudonym id, Stay stay, String pageUrl, long now) {
        this.id = id;
        this.stay = stay;
        this.pageUrl = pageUrl;
        this.pageSince = now;
        this.seq = Visit.NONE;
    }
}
