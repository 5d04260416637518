package io.livevisitors;

/**
 * The one place where the model follows the registry in what looks like a mistake of the registry. Whoever puts the
 * registry right changes the value here.
 *
 * @param journeyKeepsTitles whether a journey may tell the first title of a page of which another was told later
 * @param titlesAnotherPage whether a page that another source saw already gives its title to the page shown since, of a
 *     visitor without tabs
 * @param secondLeaveIsUnheard whether a page view opens a closed tab although a leave with a higher number came before it
 */
record NaiveRules(boolean journeyKeepsTitles, boolean titlesAnotherPage, boolean secondLeaveIsUnheard) {

    static final NaiveRules CURRENT = new NaiveRules(false, false, false);
}
