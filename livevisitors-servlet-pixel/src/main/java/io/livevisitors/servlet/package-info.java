/**
 * The HTTP adapter: {@link io.livevisitors.servlet.PixelServlet} serves the pixel, the collector, the public count, the
 * channel signatures and the snapshot API; {@link io.livevisitors.servlet.LiveVisitorsFilter} counts pages that a server
 * renders. They move bytes between a servlet container and {@link io.livevisitors.LiveVisitors#gateway()}. No rule about
 * visitors lives here, and no session, socket or JSON parser may be used.
 */
@NullMarked
package io.livevisitors.servlet;

import org.jspecify.annotations.NullMarked;
