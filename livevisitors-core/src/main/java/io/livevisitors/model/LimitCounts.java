package io.livevisitors.model;

/**
 * What the limits cost a pixel since the start.
 *
 * @param sampled single events left out of dashboards because the pixel was busier than its ceiling
 * @param evicted visitors removed to make room
 * @param refused events refused by a rate or a bound
 */
public record LimitCounts(long sampled, long evicted, long refused) {}
