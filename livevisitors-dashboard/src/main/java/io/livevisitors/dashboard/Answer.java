package io.livevisitors.dashboard;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Writes one answer. Nothing of the request ever stands in a body. */
final class Answer {

    private final HttpServletRequest request;
    private final HttpServletResponse response;

    Answer(HttpServletRequest request, HttpServletResponse response) {
        this.request = request;
        this.response = response;
    }

    /**
     * A file of the page, or 304 if the browser has it (RFC 9110, section 13.1.2). It is the same for everybody and tells of
     * nobody, so the browser may keep it, if it asks before each use.
     */
    void asset(Asset asset) throws IOException {
        response.setHeader("Cache-Control", "private, no-cache");
        response.setHeader("ETag", asset.etag());
        response.setHeader("Vary", "Accept-Encoding");
        String known = request.getHeader("If-None-Match");
        if (known != null && known.contains(asset.etag())) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        boolean gzip = acceptsGzip(request.getHeader("Accept-Encoding"));
        if (gzip) {
            response.setHeader("Content-Encoding", "gzip");
        }
        write(200, asset.contentType(), gzip ? asset.gzipped() : asset.plain());
    }

    void json(String body) throws IOException {
        write(200, "application/json;charset=utf-8", body.getBytes(StandardCharsets.UTF_8));
    }

    /** A page: kept by nobody, so that going back after signing out does not show it again. */
    void html(String page) throws IOException {
        html(page.getBytes(StandardCharsets.UTF_8));
    }

    /** A page, in UTF-8. */
    void html(byte[] page) throws IOException {
        write(200, "text/html;charset=utf-8", page);
    }

    /** A {@code Set-Cookie} line for the answer that follows. */
    void cookie(String line) {
        response.addHeader("Set-Cookie", line);
    }

    /** 303 to a relative address: the container would make it absolute, with a host that only it may know. */
    void redirect(String location) {
        response.setHeader("Location", location);
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
    }

    void refuse(int status) throws IOException {
        if (status == HttpServletResponse.SC_UNAUTHORIZED) {
            response.setHeader("WWW-Authenticate", "Bearer realm=\"Live Visitors\"");
        }
        // The link matters after a sign-in link was followed from another site: the browser holds back a strict cookie
        // until the person moves within this one.
        String page = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Live visitors</title><h1>"
                + sentence(status) + "</h1><p><a href=\"./\">Open the dashboard</a></p></html>";
        write(status, "text/html;charset=utf-8", page.getBytes(StandardCharsets.UTF_8));
    }

    private void write(int status, String contentType, byte[] body) throws IOException {
        response.setStatus(status);
        response.setContentType(contentType);
        response.setContentLength(body.length);
        if (!request.getMethod().equals("HEAD")) {
            response.getOutputStream().write(body);
        }
    }

    private static boolean acceptsGzip(@Nullable String header) {
        return header != null && header.contains("gzip") && !header.matches(".*gzip\\s*;\\s*q=0(\\.0*)?\\s*(,.*)?");
    }

    private static String sentence(int status) {
        return switch (status) {
            case 401 -> "You are not signed in.";
            case 403 -> "You may not see this.";
            case 405 -> "This address is only for looking.";
            default -> "There is nothing here.";
        };
    }
}
