/**
 * What the product speaks of: page views in, visitors, totals and visitor events out. All values are immutable and know
 * their JSON. Nothing here keeps state or starts a thread.
 */
@NullMarked
package io.livevisitors.model;

import org.jspecify.annotations.NullMarked;
