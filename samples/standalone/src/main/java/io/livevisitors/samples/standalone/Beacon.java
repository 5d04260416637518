package io.livevisitors.samples.standalone;

import java.time.Duration;

/**
 * One event that a simulated shopper's page sends.
 *
 * @param after time since the beacon before it
 * @param json the body, as the pixel would write it
 */
record Beacon(Duration after, String json) {}
