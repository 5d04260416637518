package io.livevisitors.servlet;

import io.livevisitors.model.PageView;
import io.livevisitors.web.ClientRequest;
import io.livevisitors.web.Gateway;
import io.livevisitors.web.WithoutMessage;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decides which answers of the host are page views, and counts them; asks in them for hints on the device. Thread-safe;
 * nothing here throws.
 */
final class ServedPages {

    private static final Logger LOG = System.getLogger(ServedPages.class.getPackageName());

    /** The dashboard's own page is no page of the site. */
    private static final String DASHBOARD_PACKAGE = "io.livevisitors.dashboard.";

    private static final Pattern PATH_PARAMETERS = Pattern.compile(";[^/]*");

    private final Gateway gateway;
    private final String pixelId;
    private final List<String> leftOutRoles;
    private final PathPatterns excluded;
    private final ClientHints hints;
    private final String marker;
    private final FirstTime failures = new FirstTime();

    ServedPages(Gateway gateway, String pixelId, List<String> leftOutRoles, PathPatterns excluded, ClientHints hints) {
        this.gateway = gateway;
        this.pixelId = pixelId;
        this.leftOutRoles = leftOutRoles;
        this.excluded = excluded;
        this.hints = hints;
        this.marker = ServedPages.class.getName() + '.' + pixelId;
        if (!gateway.isPixel(pixelId)) {
            LOG.log(
                    Level.WARNING,
                    "LiveVisitorsFilter counts for the pixel \"{0}\", which does not exist; add it with"
                            + " LiveVisitors.builder().pixel(\"{0}\"), or correct the filter''s init parameter pixelId",
                    pixelId);
        }
    }

    /** Asks for hints, if the answer will be a document of the site. To be called before the page is served. */
    void askForHints(HttpServletRequest request, HttpServletResponse response) {
        try {
            if (hints.concern(request) && !isExcluded(request)) {
                hints.ask(response);
            }
        } catch (RuntimeException | LinkageError e) {
            failed(e);
        }
    }

    /** The page's URL if the request may become a page view, else null. Ask before the page is served: once. */
    @Nullable String candidate(HttpServletRequest request) {
        try {
            if (!asksForPage(request) || isExcluded(request) || request.getAttribute(marker) != null) {
                return null;
            }
            request.setAttribute(marker, true);
            return pageUrl(request);
        } catch (RuntimeException | LinkageError e) {
            failed(e);
            return null;
        }
    }

    /** Counts a page that was served, or that will be when its asynchronous answer is complete. */
    void served(HttpServletRequest request, HttpServletResponse response, String pageUrl) {
        try {
            if (!request.isAsyncStarted()) {
                if (isPage(response) && !isLeftOut(request)) {
                    count(Requests.toClientRequest(request, request.getServletPath()), pageUrl);
                }
            } else if (!isLeftOut(request)) {
                ClientRequest copy = Requests.toDetachedClientRequest(request, request.getServletPath());
                request.getAsyncContext().addListener(new OnComplete(response, copy, pageUrl));
            }
        } catch (RuntimeException | LinkageError e) {
            failed(e);
        }
    }

    private void count(ClientRequest client, String pageUrl) {
        PageView pageView = PageView.of(pixelId, pageUrl).withReferrer(client.header("Referer"));
        gateway.collector().pageView(client, pageView, hints.source(client));
    }

    private static boolean asksForPage(HttpServletRequest request) {
        String destination = request.getHeader("Sec-Fetch-Dest");
        return request.getMethod().equals("GET")
                && !Requests.isUpgrade(request)
                && (destination == null || destination.equals("document"))
                && !"XMLHttpRequest".equals(request.getHeader("X-Requested-With"));
    }

    private boolean isExcluded(HttpServletRequest request) {
        String info = request.getPathInfo();
        return excluded.match(request.getServletPath() + (info == null ? "" : info)) || isDashboard(request);
    }

    private static boolean isDashboard(HttpServletRequest request) {
        ServletRegistration servlet = request.getServletContext()
                .getServletRegistration(request.getHttpServletMapping().getServletName());
        return servlet != null
                && servlet.getClassName() != null
                && servlet.getClassName().startsWith(DASHBOARD_PACKAGE);
    }

    private boolean isLeftOut(HttpServletRequest request) {
        return leftOutRoles.stream().anyMatch(request::isUserInRole)
                || gateway.isLeftOut(Requests.toClientRequest(request, request.getServletPath()));
    }

    private static boolean isPage(HttpServletResponse response) {
        int status = response.getStatus();
        return status >= 200
                && status < 300
                && Requests.mediaType(response.getContentType()).equals("text/html");
    }

    /** As asked for, without path parameters: {@code ;jsessionid=…} would be a key to somebody's session. */
    private static String pageUrl(HttpServletRequest request) {
        StringBuffer url = request.getRequestURL();
        String page = url.indexOf(";") < 0
                ? url.toString()
                : PATH_PARAMETERS.matcher(url).replaceAll("");
        String query = request.getQueryString();
        return query == null ? page : page + '?' + query;
    }

    private void failed(Throwable e) {
        try {
            gateway.count("filter_failed");
        } catch (RuntimeException ignored) {
            // counting a failure must not become one of the host's
        }
        if (failures.of("failed")) {
            LOG.log(
                    Level.WARNING,
                    "LiveVisitorsFilter could not count a page view or ask for hints; the page is served all the same. Further failures"
                            + " are counted as filter_failed and not logged",
                    WithoutMessage.of(e));
        }
    }

    /** Waits for an asynchronous answer. The request is gone by then, the response may still be asked for its status. */
    private final class OnComplete implements AsyncListener {

        private final HttpServletResponse response;
        private final ClientRequest client;
        private final String pageUrl;
        private volatile boolean broken;

        OnComplete(HttpServletResponse response, ClientRequest client, String pageUrl) {
            this.response = response;
            this.client = client;
            this.pageUrl = pageUrl;
        }

        @Override
        public void onComplete(AsyncEvent event) {
            try {
                if (!broken && isPage(response)) {
                    count(client, pageUrl);
                }
            } catch (RuntimeException | LinkageError e) {
                failed(e);
            }
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            // whoever handles the timeout says by the status what came of it
        }

        @Override
        public void onError(AsyncEvent event) {
            broken = true;
        }

        /** The page was dispatched and went asynchronous again, which forgets the listeners. */
        @Override
        public void onStartAsync(AsyncEvent event) {
            event.getAsyncContext().addListener(this);
        }
    }
}
