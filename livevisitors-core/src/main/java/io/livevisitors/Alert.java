package io.livevisitors;

/**
 * The number of visitors of a pixel crossed a threshold.
 *
 * @param pixelId the pixel
 * @param raised true if the number rose above the upper threshold, false if it then fell below the lower one
 * @param count the exact number of visitors right after the crossing
 * @param timestamp Unix seconds of the crossing
 */
public record Alert(String pixelId, boolean raised, int count, long timestamp) {}
