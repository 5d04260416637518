/** What the harness of broadcasts counts and reads, by itself. */
@NullMarked
package io.livevisitors.benchmarks.broadcast;

import org.jspecify.annotations.NullMarked;
