/**
 * How long a page view takes to every dashboard. A host application in a process of its own; page views that are sent on
 * schedule and dashboards that read them in this one. Everything goes by HTTP and WebSocket. No class of the library is
 * called past its front door.
 */
@NullMarked
package io.livevisitors.benchmarks.latency;

import org.jspecify.annotations.NullMarked;
