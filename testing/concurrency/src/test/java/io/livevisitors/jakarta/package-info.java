/**
 * Races of the channels: two threads that join, leave and publish, and every legal order in which a client may hear of it.
 * No container is started here.
 */
@NullMarked
package io.livevisitors.jakarta;

import org.jspecify.annotations.NullMarked;
