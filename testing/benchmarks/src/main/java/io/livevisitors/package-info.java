/**
 * What the registry costs: bytes, nanoseconds, and how long a writer waits. Lives in the library's own package, and runs
 * on the class path, because the registry is package-private. Nothing here knows the registry's inside: only its methods.
 */
@NullMarked
package io.livevisitors;

import org.jspecify.annotations.NullMarked;
