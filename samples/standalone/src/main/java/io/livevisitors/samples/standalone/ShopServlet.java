package io.livevisitors.samples.standalone;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** The host application: serves the shop. It knows nothing of Live Visitors but the script tag in its pages. */
final class ShopServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private final ShopPages pages;

    ShopServlet(ShopPages pages) {
        this.pages = pages;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getServletPath() + (request.getPathInfo() == null ? "" : request.getPathInfo());
        Page page = pages.find(path);
        if (page == null && pages.find(path + "/") != null) {
            response.setStatus(HttpServletResponse.SC_MOVED_PERMANENTLY);
            // Relative, as all of the shop's links: it may stand below a path that a proxy takes away.
            response.setHeader("Location", path.substring(path.lastIndexOf('/') + 1) + "/");
            return;
        }
        secure(response);
        if (page == null) {
            response.setStatus(HttpServletResponse.SC_NOT_FOUND);
            page = pages.missing(path);
        } else {
            response.setHeader("ETag", page.etag());
            if (page.etag().equals(request.getHeader("If-None-Match"))) {
                response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
                return;
            }
        }
        response.setContentType(page.contentType());
        response.setContentLength(page.body().length);
        response.getOutputStream().write(page.body());
    }

    /** Not echoed: the request's headers are nobody's business. */
    @Override
    protected void doTrace(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
    }

    private static void secure(HttpServletResponse response) {
        response.setHeader("Content-Security-Policy", ShopPages.CONTENT_SECURITY_POLICY);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "strict-origin-when-cross-origin");
        response.setHeader("Cache-Control", "no-cache");
    }
}
