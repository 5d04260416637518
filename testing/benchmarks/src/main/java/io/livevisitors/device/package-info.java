/**
 * What of the classifier's inside the benchmarks need: a classifier without memory. Lives in the library's own package,
 * and runs on the class path, because the classifier's constructor is package-private.
 */
@NullMarked
package io.livevisitors.device;

import org.jspecify.annotations.NullMarked;
