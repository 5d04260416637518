/** What strangers send, to the library in real containers: over sockets, as bytes, with nothing in between that is kind. */
@NullMarked
package io.livevisitors.abuse;

import org.jspecify.annotations.NullMarked;
