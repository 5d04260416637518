package io.livevisitors.presence;

import io.livevisitors.privacy.Pseudonym;
import org.jspecify.annotations.Nullable;

/**
 * One tab of a visitor, and the page in it. A visitor without script has one too, which is never open: it shows the page
 * and waits for the window to pass, as the last one closed shows it and waits for the grace period. Owned by the
 * registry's lock.
 */
final class Tab extends PseudonymTable.Entry<Tab> {

    /** The pseudonym of tabs that no visit can name. */
    private static final Pseudonym NAMELESS = new Pseudonym(0, 0);

    final Stay stay;
    /** The next of its visitor's open tabs: the one viewed before it. */
    @Nullable Tab below;

    Name page;

    @Nullable Name title;
    /** Since when its page is shown, in milliseconds of the ticker. */
    long pageSince;

    long seq = Visit.NONE;
    byte scrollDepth;
    boolean open;
    boolean hidden;

    Tab(@Nullable Pseudonym id, Stay stay, Name page, @Nullable Name title, long now) {
        super(id == null ? NAMELESS : id);
        this.stay = stay;
        this.page = page;
        this.title = title;
        this.pageSince = now;
    }

    /** Seconds that its page has been shown. */
    int secondsOnPage(long now) {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(0, (now - pageSince) / 1_000));
    }

    /** Bytes of its texts. */
    int bytes() {
        return page.bytes + (title == null ? 0 : title.bytes);
    }
}
