package io.livevisitors.servlet;

import io.livevisitors.LiveVisitors;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;

/** Finds what the host put into its servlet context. */
final class HostContext {

    private HostContext() {}

    /**
     * The host's instance, for servlets and filters that a {@code web.xml} names.
     *
     * @throws ServletException if it is not there; says what to do
     */
    static LiveVisitors liveVisitors(ServletContext context) throws ServletException {
        Object value = context.getAttribute(LiveVisitors.CONTEXT_ATTRIBUTE);
        if (value instanceof LiveVisitors live) {
            return live;
        }
        String found =
                value == null ? "is not set" : "holds a " + value.getClass().getName();
        throw new ServletException("servlet context attribute \"" + LiveVisitors.CONTEXT_ATTRIBUTE + "\" " + found
                + "; in a ServletContextListener's contextInitialized, call"
                + " event.getServletContext().setAttribute(LiveVisitors.CONTEXT_ATTRIBUTE, LiveVisitors.builder()"
                + "….build()), or pass the LiveVisitors to the constructor");
    }
}
