/**
 * Runs harnesses by name and writes what they measured. A harness is found by {@link java.util.ServiceLoader}; it lives
 * beside what it measures, or in a package of its own below this one. Nothing here knows what is measured.
 */
@NullMarked
package io.livevisitors.benchmarks;

import org.jspecify.annotations.NullMarked;
