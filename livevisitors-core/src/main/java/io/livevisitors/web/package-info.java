/**
 * What a web adapter and the core say to each other: requests, replies, authorizers, channel signatures and live feeds.
 * An adapter moves bytes; every rule of the wire contract that needs no container is behind these types. No type of a
 * servlet or socket API may appear here.
 */
@NullMarked
package io.livevisitors.web;

import org.jspecify.annotations.NullMarked;
