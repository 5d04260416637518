/**
 * What taking an event costs: the pixel's servlet beside an empty one, in the same container and process, in slices that
 * take turns. The events come from this process by keep-alive connections. No class of the library is called past its
 * front door.
 */
@NullMarked
package io.livevisitors.benchmarks.collector;

import org.jspecify.annotations.NullMarked;
