/**
 * Whole journeys: real browsers and real clients against the sample shop, or against the servlets on a server of the
 * test's own where it needs a setting that the sample does not offer. Nothing here looks inside: what a test sees, a
 * person, a page or a client library sees too.
 */
@NullMarked
package io.livevisitors.e2e;

import org.jspecify.annotations.NullMarked;
