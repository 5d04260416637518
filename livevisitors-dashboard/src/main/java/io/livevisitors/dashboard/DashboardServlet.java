package io.livevisitors.dashboard;

import io.livevisitors.LiveVisitors;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Serves the dashboard, the page that shows who is here. Map it to {@code dashboard/*} below the same base as the other
 * servlets, since the page looks for them beside itself:
 *
 * <pre>{@code
 * context.addServlet("livevisitors-dashboard", new DashboardServlet(live)).addMapping("/livevisitors/dashboard/*");
 * }</pre>
 *
 * <p>The host's {@code DashboardAuthorizer} decides about every path below, the page's script and style included; it
 * denies everybody until the host sets one. A refusal tells nothing: whoever may not see a pixel gets the same answer
 * for one that exists and one that does not. All addresses that the page uses are relative, so neither a context path
 * nor a proxy's prefix is a setting.
 *
 * <p>In a {@code web.xml} the servlet is created without arguments and finds its {@link LiveVisitors} in the servlet
 * context, under {@link LiveVisitors#CONTEXT_ATTRIBUTE}. It is thread-safe, creates no session, and does not close the
 * {@link LiveVisitors}, which belongs to the host.
 */
public final class DashboardServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private transient @Nullable LiveVisitors live;
    private transient @Nullable Dashboard dashboard;

    /** For {@code web.xml}: finds its {@link LiveVisitors} in the servlet context. */
    public DashboardServlet() {}

    /** Shows the visitors of this instance, which the caller keeps and closes. */
    public DashboardServlet(LiveVisitors live) {
        this.live = live;
    }

    /**
     * Finds its {@link LiveVisitors} and reads the page's files.
     *
     * @throws ServletException if there is none in the servlet context and none was given
     */
    @Override
    public void init() throws ServletException {
        dashboard = new Dashboard(liveVisitors().gateway());
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        Dashboard to = dashboard;
        if (to == null) {
            throw new ServletException("DashboardServlet is not initialized; register it with a servlet container");
        }
        to.serve(request, response);
    }

    private LiveVisitors liveVisitors() throws ServletException {
        if (live != null) {
            return live;
        }
        Object value = getServletContext().getAttribute(LiveVisitors.CONTEXT_ATTRIBUTE);
        if (value instanceof LiveVisitors found) {
            return found;
        }
        throw new ServletException("servlet context attribute \"" + LiveVisitors.CONTEXT_ATTRIBUTE + "\" "
                + (value == null ? "is not set" : "holds a " + value.getClass().getName())
                + "; set it in a ServletContextListener's contextInitialized, or pass the LiveVisitors to the"
                + " constructor");
    }
}
