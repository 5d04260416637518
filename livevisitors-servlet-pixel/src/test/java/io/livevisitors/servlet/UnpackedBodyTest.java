package io.livevisitors.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A filter of the host's unpacks bodies: they are longer than the length that was declared of them, which stays. */
class UnpackedBodyTest {

    private static final int EVENT_BYTES = 8 * 1024;
    private static final String EVENT = Events.pageView();

    private volatile long declared;

    private final Site site = Site.start(Site.settings(), (context, live) -> {
        context.addFilter(new FilterHolder(declaring()), "/*", null);
        context.addServlet(new ServletHolder(new PixelServlet(live)), Site.BASE + "/*");
    });

    @AfterEach
    void stop() {
        site.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 17, EVENT_BYTES - 1, EVENT_BYTES})
    void isTakenWhole(int length) {
        declared = length;
        assertThat(site.event(EVENT).send().status()).isEqualTo(204);
        assertThat(site.event(Events.paddedTo(EVENT_BYTES, EVENT)).send().status())
                .isEqualTo(204);
        assertThat(site.pageViews()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 17, EVENT_BYTES - 1, EVENT_BYTES})
    void isBoundedAllTheSame(int length) {
        declared = length;
        assertThat(site.event(Events.paddedTo(EVENT_BYTES + 1, EVENT)).send().status())
                .isEqualTo(413);
        site.assertNothingRecorded();
    }

    @Test
    void isNotReadWhereMoreIsDeclared() {
        declared = EVENT_BYTES + 1;
        assertThat(site.event(EVENT).send().status()).isEqualTo(413);
        site.assertNothingRecorded();
    }

    private Filter declaring() {
        return (request, response, chain) -> chain.doFilter(
                new HttpServletRequestWrapper((HttpServletRequest) request) {
                    @Override
                    public long getContentLengthLong() {
                        return declared;
                    }
                },
                response);
    }
}
