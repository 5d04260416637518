/**
 * The WebSocket adapter: one servlet that upgrades, the Pusher Channels protocol 7, named channels and an outbox for
 * each connection. It moves the text that the core makes to whoever may read it, and knows nothing of visitors. No
 * HTTP collector, no page and no container's own class may appear here.
 */
@NullMarked
package io.livevisitors.jakarta;

import org.jspecify.annotations.NullMarked;
