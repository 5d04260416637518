/**
 * Who is here: the registry of a pixel behind its one lock, the rules of presence, and the totals kept of every change.
 * The front door alone uses it and hosts never see it; public is the registry with what it is told and what it tells,
 * nothing else. Nothing here knows of requests, rates, threads or listeners: visits come in, and what happens leaves
 * through {@link io.livevisitors.presence.EventStream}.
 */
@NullMarked
package io.livevisitors.presence;

import org.jspecify.annotations.NullMarked;
