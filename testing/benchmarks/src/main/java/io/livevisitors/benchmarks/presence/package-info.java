/**
 * How exact the number shown is. A real server, browsers that the harness plays, and a dashboard's reader: the harness
 * knows the truth and compares. Everything goes by HTTP and WebSocket; no class of the library is called past its front
 * door.
 */
@NullMarked
package io.livevisitors.benchmarks.presence;

import org.jspecify.annotations.NullMarked;
