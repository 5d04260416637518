/**
 * What the library adds to the start of the application that it is put into, and to its heap before anybody came.
 * Processes that start one after the other, each once; nothing here runs twice in a process.
 */
@NullMarked
package io.livevisitors.benchmarks.startup;

import org.jspecify.annotations.NullMarked;
