/**
 * What sending events to many readers costs: the library beside the ways in which hosts send by themselves, in one process
 * with slices that take turns, and beside a server that sends each event to each reader. The readers are in this process.
 * No class of the library is called past its front door.
 */
@NullMarked
package io.livevisitors.benchmarks.broadcast;

import org.jspecify.annotations.NullMarked;
