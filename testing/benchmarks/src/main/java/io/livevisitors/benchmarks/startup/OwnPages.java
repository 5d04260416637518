package io.livevisitors.benchmarks.startup;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** The host application: a page, a text that is none, and something that takes posts and answers 204. */
final class OwnPages extends HttpServlet {

    static final String PAGE = "/page";
    static final String TEXT = "/text";
    static final String POSTS = "/posts";

    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getServletPath().equals(POSTS)) {
            byte[] unused = request.getInputStream().readAllBytes();
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        } else {
            response.setContentType(request.getServletPath().equals(PAGE) ? "text/html" : "text/plain");
            response.getWriter().print("<!doctype html><title>Tea</title>");
        }
    }
}
