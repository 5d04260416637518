/**
 * What the registry costs: bytes, nanoseconds, and how long a writer waits. Lives in the library's own package, and runs
 * on the class path, because the stream that it tells is package-private and its own package is not exported. Nothing here knows the registry's inside: only its methods.
 */
@NullMarked
package io.livevisitors;

import org.jspecify.annotations.NullMarked;
