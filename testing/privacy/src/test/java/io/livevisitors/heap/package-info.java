/** What a host's memory holds of its visitors, searched in a dump of its heap. */
@NullMarked
package io.livevisitors.heap;

import org.jspecify.annotations.NullMarked;
