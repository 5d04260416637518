package io.livevisitors.benchmarks.latency;

import jakarta.servlet.Servlet;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * Stands before another servlet, and notes when each page view came to it: the number of a page view is at the end of the
 * address of its page, which browsers name in the header {@code Referer} too. Thread-safe.
 */
final class Arrivals implements Servlet {

    private final Servlet servlet;

    /** By the number of the page view, by {@link System#nanoTime()}; 0 for those that have not come. */
    private final AtomicLongArray times;

    /** @param pageViews how many numbers there are */
    Arrivals(Servlet servlet, int pageViews) {
        this.servlet = servlet;
        this.times = new AtomicLongArray(pageViews);
    }

    /** Writes all times to a file, one after the other; how many page views have come. */
    long save(Path file) throws IOException {
        long arrived = 0;
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            for (int i = 0; i < times.length(); i++) {
                long time = times.get(i);
                arrived += time == 0 ? 0 : 1;
                out.writeLong(time);
            }
        }
        return arrived;
    }

    @Override
    public void service(ServletRequest request, ServletResponse response) throws ServletException, IOException {
        long now = System.nanoTime();
        String page = request instanceof HttpServletRequest http ? http.getHeader("Referer") : null;
        if (page != null) {
            times.set(PageViews.numberAtEnd(page), now);
        }
        servlet.service(request, response);
    }

    @Override
    public void init(ServletConfig config) throws ServletException {
        servlet.init(config);
    }

    @Override
    public @Nullable ServletConfig getServletConfig() {
        return servlet.getServletConfig();
    }

    @Override
    public @Nullable String getServletInfo() {
        return servlet.getServletInfo();
    }

    @Override
    public void destroy() {
        servlet.destroy();
    }
}
