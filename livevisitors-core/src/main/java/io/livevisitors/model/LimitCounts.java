package io.livevisitors.model;

/**
 * What the limits cost a pixel since the start.
 *
 * @param sampled single events left out of dashboards because the pixel was busier than its ceiling
 * @param evicted visitors removed to make room
 * @param refused events refused by a rate or a bound
 * @param trimmed tabs, pages of journeys and ends of texts left out because a visitor had as much as it may
 */
public record LimitCounts(long sampled, long evicted, long refused, long trimmed) {}
