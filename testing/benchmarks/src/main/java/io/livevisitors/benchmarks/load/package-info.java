/**
 * Clients that a harness puts load on a server with: many sockets on few threads, and no garbage for each message; and the
 * event that harnesses broadcast. What is counted is the harness's.
 */
@NullMarked
package io.livevisitors.benchmarks.load;

import org.jspecify.annotations.NullMarked;
