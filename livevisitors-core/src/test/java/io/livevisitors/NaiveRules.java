package io.livevisitors;

/**
 * The one place where rules of the registry are chosen that are in motion: the model, and what is compared with it, ask
 * here.
 *
 * @param largestNames whether the totals list the names with the most visitors; else those that came first, so that
 *     beyond a limit only sums are exact
 * @param heaviestNetwork whether a full registry refuses the newcomers of the network that holds most; else of every
 *     network that holds a sixteenth of it
 * @param labelsFollowWall whether the minutes of the series are named by the wall clock as it is when they are read;
 *     else as it was when the registry was made
 * @param leaveBreaksSilence whether a page leave counts as having been heard of
 * @param lateSightMovesPage whether an older page view that another source saw too, and late, is shown again
 */
record NaiveRules(
        boolean largestNames,
        boolean heaviestNetwork,
        boolean labelsFollowWall,
        boolean leaveBreaksSilence,
        boolean lateSightMovesPage) {

    static final NaiveRules FIRST_COME = new NaiveRules(false, false, false, false, true);

    static final NaiveRules LARGEST_FIRST = new NaiveRules(true, true, true, true, true);

    /** What the registry is held to. */
    static final NaiveRules CURRENT = FIRST_COME;
}
