/** What the harness of sockets counts and reads, by itself. */
@NullMarked
package io.livevisitors.benchmarks.sockets;

import org.jspecify.annotations.NullMarked;
