/** Races of what forgets. In the core's own package, on the class path, because what races is package-private. */
@NullMarked
package io.livevisitors.privacy;

import org.jspecify.annotations.NullMarked;
