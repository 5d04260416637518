package io.livevisitors.benchmarks.presence;

import java.util.List;

/**
 * What the number shown may be. A browser counts for certain if it was open before a time and still is; it may count or
 * not if it changed since, or if it crashed and the server could not know yet.
 *
 * @param open browsers that are open
 * @param unsettled browsers whose last change the server may not know
 * @param ghosts browsers that crashed, are not open again, and that the server may still hold
 * @param certain browsers that are open for certain
 */
record Truth(int open, int unsettled, int ghosts, int certain) {

    /** The truth now, for a number that was right at a time or later. */
    static Truth since(List<Browser> browsers, long since) {
        int open = 0;
        int unsettled = 0;
        int ghosts = 0;
        int certain = 0;
        for (Browser browser : browsers) {
            open += browser.open ? 1 : 0;
            if (browser.isUnsettled(since)) {
                unsettled++;
            } else if (browser.open) {
                certain++;
            } else if (browser.isGhost(since)) {
                ghosts++;
            }
        }
        return new Truth(open, unsettled, ghosts, certain);
    }

    @Override
    public String toString() {
        return open + " open, " + unsettled + " changing, " + ghosts + " crashed and not yet given up";
    }

    /** Whether the number keeps the bound. */
    boolean allows(int shown) {
        return certain <= shown && shown <= certain + unsettled + ghosts;
    }
}
