/**
 * What happens on the host's sockets and channels, as its listeners are told: connections, subscriptions, members and
 * the events that clients send each other. Data alone; what a channel is and who may join it is the web adapter's. No
 * visitor appears here.
 */
@NullMarked
package io.livevisitors.channel;

import org.jspecify.annotations.NullMarked;
