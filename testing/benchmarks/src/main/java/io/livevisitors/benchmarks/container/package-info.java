/**
 * Servlet containers that host applications of the benchmarks run in, embedded, each with its own defaults. Nothing in here
 * knows what is measured.
 */
@NullMarked
package io.livevisitors.benchmarks.container;

import org.jspecify.annotations.NullMarked;
