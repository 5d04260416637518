/**
 * What a WebSocket costs: memory and processor of one that is idle, the way of an event to thousands of them, and what
 * one that does not read does to the others. A host application in a process of its own, and thousands of clients in this
 * one; everything goes by HTTP and WebSocket. No class of the library is called past its front door.
 */
@NullMarked
package io.livevisitors.benchmarks.sockets;

import org.jspecify.annotations.NullMarked;
