package io.livevisitors.servlet;

import io.livevisitors.LiveVisitors;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Serves the pixel and takes what it sends: everything of WIRE.md sections 1 to 3 that is not a socket or the dashboard.
 *
 * <p>Map it to everything below a base of your choice; the other servlets of the library, and your own, may be mapped
 * below the same base, since the longest mapping wins:
 *
 * <pre>{@code
 * context.addServlet("livevisitors", new PixelServlet(live)).addMapping("/livevisitors/*");
 * }</pre>
 *
 * <p>The same instance may have more mappings: {@code /t/pixel/*} for pages with NetSendo's pixel, or one exact path such
 * as {@code /up}. In a {@code web.xml} it is created without arguments and finds its {@link LiveVisitors} in the servlet
 * context, under {@link LiveVisitors#CONTEXT_ATTRIBUTE}.
 *
 * <p>The init parameter {@value #PIXEL_NAME} gives {@code pixel.js} a second name, for blockers know the common ones:
 * {@code shop.js} is then served too, and {@code shop.<hash>.js}.
 *
 * <p>Who may see {@code auth} and {@code api/visitors} is the authorizers' decision, and they deny until the host sets
 * one; a security constraint on the base would keep the pixel from working. No session is created or looked at, no
 * cookie is set. The servlet answers at once, never asynchronously, is thread-safe, and does not close the
 * {@link LiveVisitors}, which belongs to the host.
 */
public final class PixelServlet extends HttpServlet {

    /** Name of the init parameter that gives the pixel a second name, ending in {@code .js}. */
    public static final String PIXEL_NAME = "pixelName";

    private static final long serialVersionUID = 1L;

    private transient @Nullable LiveVisitors live;
    private transient @Nullable Routes routes;

    /** For {@code web.xml}: finds its {@link LiveVisitors} in the servlet context. */
    public PixelServlet() {}

    /** Serves this instance, which the caller keeps and closes. */
    public PixelServlet(LiveVisitors live) {
        this.live = live;
    }

    /**
     * Finds its {@link LiveVisitors}.
     *
     * @throws ServletException if there is none, or if {@value #PIXEL_NAME} is no name for a script
     */
    @Override
    public void init() throws ServletException {
        LiveVisitors found = live != null ? live : HostContext.liveVisitors(getServletContext());
        String pixelName = getInitParameter(PIXEL_NAME);
        try {
            routes = new Routes(found.gateway(), pixelName == null ? Scripts.DEFAULT_NAME : pixelName);
        } catch (IllegalArgumentException e) {
            throw new ServletException(e.getMessage(), e);
        }
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        Routes to = routes;
        if (to == null) {
            throw new ServletException("PixelServlet is not initialized; register it with a servlet container");
        }
        to.serve(request, response);
    }
}
