/** What the harness of the collector sends and counts, by itself. */
@NullMarked
package io.livevisitors.benchmarks.collector;

import org.jspecify.annotations.NullMarked;
