package io.livevisitors.e2e;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The requests that a server got, in order, with their headers as they came off the wire. */
final class RequestLog implements Filter {

    /** Headers go by name, whatever its case. */
    record Entry(String path, Map<String, String> headers) {}

    private final List<Entry> entries = new CopyOnWriteArrayList<>();

    List<Entry> entries(String path) {
        return entries.stream().filter(entry -> entry.path().equals(path)).toList();
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest http = (HttpServletRequest) request;
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String name : Collections.list(http.getHeaderNames())) {
            headers.put(name, http.getHeader(name));
        }
        entries.add(new Entry(http.getRequestURI(), headers));
        chain.doFilter(request, response);
    }
}
