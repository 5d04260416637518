/** Reads flight recordings: where processor time, memory and waiting go below one method. Knows nothing of what was run. */
@NullMarked
package io.livevisitors.benchmarks.profile;

import org.jspecify.annotations.NullMarked;
