/**
 * Where events go: the {@link io.livevisitors.broadcast.Broadcaster} seam and its combinators. Implementations for
 * particular services live in modules of their own. Nothing here may reach back into the registry.
 */
@NullMarked
package io.livevisitors.broadcast;

import org.jspecify.annotations.NullMarked;
