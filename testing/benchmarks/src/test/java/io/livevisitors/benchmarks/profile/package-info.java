/** What the reader of recordings says of recordings that the tests make. */
@NullMarked
package io.livevisitors.benchmarks.profile;

import org.jspecify.annotations.NullMarked;
