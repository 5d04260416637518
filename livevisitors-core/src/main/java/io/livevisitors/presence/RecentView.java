package io.livevisitors.presence;

/** One page view of a visitor and the sources that saw it. Owned by the registry's lock. */
final class RecentView extends Lineup.Member<RecentView> {

    final Stay stay;
    final Name page;
    /** One bit for each {@link io.livevisitors.web.PageViewSource}. */
    byte seenBy;
    /** The same visitor's next one; of the newest, the oldest. */
    RecentView next = this;

    RecentView(Stay stay, Name page, byte seenBy) {
        this.stay = stay;
        this.page = page;
        this.seenBy = seenBy;
    }
}
