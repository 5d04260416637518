package io.livevisitors.servlet;

import io.livevisitors.LiveVisitors;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts the pages that the server renders, without any script in them: GET, answered with 2xx and {@code text/html}.
 *
 * <pre>{@code
 * FilterRegistration.Dynamic filter = context.addFilter("livevisitors", new LiveVisitorsFilter(live, "shop"));
 * filter.setAsyncSupported(true);
 * filter.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
 * }</pre>
 *
 * <p>Put it behind the filter that signs people in, or it cannot know whom to leave out. Without
 * {@code asyncSupported} no page behind it may answer asynchronously; with it, such a page counts when it is complete.
 * Map the filter to dispatches of type {@code REQUEST}; others pass through uncounted, so that a forward or an error page
 * is not a second page view.
 *
 * <p>Not counted: prefetches, frames and fragments (a {@code Sec-Fetch-Dest} that is not {@code document}, or
 * {@code X-Requested-With: XMLHttpRequest}), who asks not to be tracked, requests to upgrade to another protocol, the
 * library's own dashboard, and the paths and roles that the init parameters name. Where the pixel is in the page too, the
 * two together are one page view.
 *
 * <p>Request and response are passed on as they are, never wrapped. Whatever fails in counting is logged once and kept
 * from the page; what the page throws is thrown on, and not counted.
 *
 * <p>Init parameters, for {@code web.xml} and programmatic registrations alike:
 *
 * <ul>
 *   <li>{@value #PIXEL_ID}: the pixel to count for; required unless given to the constructor
 *   <li>{@value #LEAVE_OUT_ROLES}: roles whose page views are not counted, separated by commas, beside those that the
 *       builder leaves out; none by default
 *   <li>{@value #EXCLUDE}: paths within the context that are not counted, separated by commas, either exact as
 *       {@code /health} or with everything below as {@code /admin/*}; none by default
 *   <li>{@value #CLIENT_HINTS}: whether pages ask Chromium for the model and the form factor of the device, which tell
 *       tablets and the like from computers: {@code on} does so with {@code Accept-CH}, {@code critical} with {@code
 *       Critical-CH} too, at which Chromium repeats the first request of a session; {@code off} by default
 *   <li>{@value #CLIENT_HINT_ORIGINS}: origins such as {@code https://collector.example}, separated by commas, that are
 *       given these hints beside the page's own, by {@code Permissions-Policy}: for a collector on another origin; none
 *       by default
 * </ul>
 *
 * <p>Hints are asked for before the page is served, when its content type is not known: in answers to GET and HEAD whose
 * {@code Sec-Fetch-Dest} is a document or a frame, whatever comes of them, a download or an error page as well. Browsers
 * send that header over TLS, also where a proxy ends it, and to {@code localhost}; over other plain HTTP there are no
 * hints, and none are asked for. A request without the header is asked if it is {@linkplain HttpServletRequest#isSecure()
 * secure} and accepts {@code text/html}. Not asked: who asks not to be tracked, and below the excluded paths.
 *
 * <p>These headers are added to those that filters in front have set, and what they say of the same hints stands. A page
 * that sets one of them itself replaces what was added, and resetting the response removes it. {@code Vary} is left
 * alone, as no answer depends on the hints: a page that varies by them has to say so.
 */
public final class LiveVisitorsFilter extends HttpFilter {

    /** Name of the init parameter that says which pixel to count for. */
    public static final String PIXEL_ID = "pixelId";

    /** Name of the init parameter with the roles that are left out. */
    public static final String LEAVE_OUT_ROLES = "leaveOutRoles";

    /** Name of the init parameter with the paths that are left out. */
    public static final String EXCLUDE = "exclude";

    /** Name of the init parameter that says whether browsers are asked for hints: off, on or critical. */
    public static final String CLIENT_HINTS = "clientHints";

    /** Name of the init parameter with the origins that are given the hints beside the page's own. */
    public static final String CLIENT_HINT_ORIGINS = "clientHintOrigins";

    private static final long serialVersionUID = 1L;

    private transient @Nullable LiveVisitors live;
    private @Nullable String pixelId;
    private transient @Nullable ServedPages pages;

    /** For {@code web.xml}: finds its {@link LiveVisitors} in the servlet context. */
    public LiveVisitorsFilter() {}

    /**
     * Counts for a pixel.
     *
     * @param live belongs to the caller, who closes it
     * @param pixelId a pixel of the directory; one that is not known yet is warned about and counts from when it is
     */
    public LiveVisitorsFilter(LiveVisitors live, String pixelId) {
        this.live = live;
        this.pixelId = pixelId;
    }

    /**
     * Reads the init parameters.
     *
     * @throws ServletException if there is no {@link LiveVisitors}, no pixel, or a malformed path, mode or origin
     */
    @Override
    public void init(FilterConfig config) throws ServletException {
        super.init(config);
        LiveVisitors found = live != null ? live : HostContext.liveVisitors(config.getServletContext());
        String configured = config.getInitParameter(PIXEL_ID);
        String pixel = pixelId != null ? pixelId : configured;
        if (pixel == null || pixel.isBlank()) {
            throw new ServletException("LiveVisitorsFilter: init parameter \"" + PIXEL_ID
                    + "\" is not set; set it to the ID of the pixel to count for");
        }
        List<String> roles = PathPatterns.items(config.getInitParameter(LEAVE_OUT_ROLES));
        PathPatterns excluded = PathPatterns.parse(EXCLUDE, config.getInitParameter(EXCLUDE));
        ClientHints hints =
                ClientHints.parse(config.getInitParameter(CLIENT_HINTS), config.getInitParameter(CLIENT_HINT_ORIGINS));
        pages = new ServedPages(found.gateway(), pixel.strip(), roles, excluded, hints);
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        ServedPages counting = pages;
        String pageUrl = null;
        if (counting != null && request.getDispatcherType() == DispatcherType.REQUEST) {
            counting.askForHints(request, response);
            pageUrl = counting.candidate(request);
        }
        chain.doFilter(request, response);
        if (counting != null && pageUrl != null) {
            counting.served(request, response, pageUrl);
        }
    }

    /** Passes on what is not HTTP too, where {@link HttpFilter} would refuse it. */
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request instanceof HttpServletRequest http && response instanceof HttpServletResponse httpResponse) {
            doFilter(http, httpResponse, chain);
        } else {
            chain.doFilter(request, response);
        }
    }
}
