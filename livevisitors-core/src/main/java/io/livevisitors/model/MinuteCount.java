package io.livevisitors.model;

/**
 * One minute of the last thirty.
 *
 * @param minute Unix seconds at which the minute starts
 * @param visitors visitors present at its start, and those who arrived during it
 * @param pageViews page views during it
 */
public record MinuteCount(long minute, int visitors, int pageViews) {}
