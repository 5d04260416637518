/**
 * The sample: a small shop, the Live Visitors servlets and simulated shoppers on one embedded Jetty, as {@code ./demo}
 * starts them. {@link io.livevisitors.samples.standalone.ShopServer} is where a host would look to see how the library is
 * registered; the tests of whole journeys start it too. Nothing here is part of the library, and no library code may
 * depend on it.
 */
@NullMarked
package io.livevisitors.samples.standalone;

import org.jspecify.annotations.NullMarked;
