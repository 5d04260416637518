/**
 * Races of the core: each one small and run millions of times by jcstress, or large and run once by many threads. In the
 * core's own package, on the class path, because what races is not exported, or package-private. Nothing of it is published.
 */
@NullMarked
package io.livevisitors;

import org.jspecify.annotations.NullMarked;
