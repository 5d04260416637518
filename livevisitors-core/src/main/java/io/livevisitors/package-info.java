/**
 * The front door: {@link io.livevisitors.LiveVisitors}, its builder and settings, with admission, streams and the threads
 * that serve them beside it, package-private. Everything a host needs is reached from here; what web adapters need is behind
 * {@link io.livevisitors.LiveVisitors#gateway()}. No servlet, socket or broker type may appear in this module.
 */
@NullMarked
package io.livevisitors;

import org.jspecify.annotations.NullMarked;
