/**
 * Tests of the harnesses: that the command runs all of them and that what they print is whole and makes sense. No test
 * asserts a time.
 */
@NullMarked
package io.livevisitors.benchmarks;

import org.jspecify.annotations.NullMarked;
