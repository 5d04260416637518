package io.livevisitors.abuse;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/** Stands in front of the library and counts the bytes of bodies that it reads, and the requests that it is busy with. */
final class ReadBytes implements Filter {

    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong busy = new AtomicLong();
    private final AtomicLong begun = new AtomicLong();

    /** Bytes of bodies read since the start. */
    long bytes() {
        return bytes.get();
    }

    /** Requests that came in. */
    long begun() {
        return begun.get();
    }

    /** Requests that the library has not answered yet. */
    long busy() {
        return busy.get();
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        busy.incrementAndGet();
        begun.incrementAndGet();
        try {
            chain.doFilter(
                    new HttpServletRequestWrapper((HttpServletRequest) request) {
                        @Override
                        public ServletInputStream getInputStream() throws IOException {
                            return new Counting(super.getInputStream());
                        }
                    },
                    response);
        } finally {
            busy.decrementAndGet();
        }
    }

    private final class Counting extends ServletInputStream {

        private final ServletInputStream in;

        Counting(ServletInputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            int b = in.read();
            bytes.addAndGet(b < 0 ? 0 : 1);
            return b;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int n = in.read(buffer, offset, length);
            bytes.addAndGet(Math.max(0, n));
            return n;
        }

        @Override
        public boolean isFinished() {
            return in.isFinished();
        }

        @Override
        public boolean isReady() {
            return in.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            in.setReadListener(listener);
        }
    }
}
