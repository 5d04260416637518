/** What the harness of the latency sends and reads, by itself. */
@NullMarked
package io.livevisitors.benchmarks.latency;

import org.jspecify.annotations.NullMarked;
