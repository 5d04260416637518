package io.livevisitors;

/**
 * The one place where the model follows the registry in what looks like a mistake of the registry. Whoever puts the
 * registry right changes the value here.
 *
 * @param firstDepthWithoutTab whether the scroll depth that comes with the first event of a visitor without tabs is shown
 * @param tabsSwapUnseen whether nothing is announced if a tab beyond the limit makes room for one that shows the same page
 */
record NaiveRules(boolean firstDepthWithoutTab, boolean tabsSwapUnseen) {

    static final NaiveRules CURRENT = new NaiveRules(false, false);
}
