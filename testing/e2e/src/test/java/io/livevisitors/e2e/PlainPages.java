package io.livevisitors.e2e;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A page for every name, with links, and with what a host pastes into it: the pixel as a rule, from here or elsewhere. */
final class PlainPages extends HttpServlet {

    static final String ROOT = "/pages/";

    private static final long serialVersionUID = 1L;

    private static final String PAGE = """
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <title>Page %1$s</title>
            <link rel="icon" href="data:,">
            %2$s
            <a href="one">one</a> <a href="two">two</a> <a href="three">three</a>
            """;

    private final String pasted;

    /** By name, the pages that are not answered yet. */
    private final transient Map<String, CountDownLatch> held = new ConcurrentHashMap<>();

    /** @param pasted part of every page */
    PlainPages(String pasted) {
        this.pasted = pasted;
    }

    /** The pixel, and its image for browsers without script. {@code collector} is an origin, empty for the page's own. */
    static String pixelFrom(String collector) {
        return """
                <script defer src="%1$s/livevisitors/pixel.js" data-pixel="%2$s"></script>
                <noscript><img src="%1$s/livevisitors/pixel.gif?pixel_id=%2$s" alt=""></noscript>""".formatted(collector, Site.PIXEL);
    }

    /** Leaves every request for a page unanswered, as a slow server would, until {@link #release}. */
    void hold(String name) {
        held.put(name, new CountDownLatch(1));
    }

    void release(String name) {
        held.getOrDefault(name, new CountDownLatch(0)).countDown();
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String name = request.getPathInfo().substring(1);
        if (!name.matches("[a-z]+") || !isReleased(name)) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        response.setContentType("text/html;charset=utf-8");
        response.getWriter().write(PAGE.formatted(name, pasted));
    }

    private boolean isReleased(String name) throws IOException {
        try {
            return held.getOrDefault(name, new CountDownLatch(0)).await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the server stops", e);
        }
    }
}
