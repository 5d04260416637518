/** The clients that put load on servers, by themselves. */
@NullMarked
package io.livevisitors.benchmarks.load;

import org.jspecify.annotations.NullMarked;
