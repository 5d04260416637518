package io.livevisitors.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.LiveVisitors;
import io.livevisitors.LiveVisitorsBuilder;
import io.livevisitors.Pixel;
import io.livevisitors.model.LiveSnapshot;
import io.livevisitors.model.MinuteCount;
import io.livevisitors.model.Totals;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.security.Principal;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** A site on a free port of the loopback interface that runs the library. Closes both. */
final class Site implements AutoCloseable {

    static final String PIXEL = "shop";
    static final String BASE = "/livevisitors";
    static final String CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)"
            + " Chrome/140.0.0.0 Safari/537.36";

    /** The header by which a test signs in, as {@code user:role}. */
    static final String SIGNED_IN = "X-Test-Signed-In";

    private final Server server;
    private final LiveVisitors live;

    private Site(LiveVisitors live, Server server) {
        this.live = live;
        this.server = server;
    }

    static LiveVisitorsBuilder settings() {
        return settings(Pixel.of(PIXEL));
    }

    static LiveVisitorsBuilder settings(Pixel pixel) {
        return LiveVisitors.builder()
                .pixel(pixel)
                .keys("app", "key", "secret")
                .authorizer(request -> request.hasRole("analyst"));
    }

    /** A site with the servlet at its base and nothing else. */
    static Site start(LiveVisitorsBuilder settings) {
        return start(
                settings,
                (context, live) -> context.addServlet(new ServletHolder(new PixelServlet(live)), BASE + "/*"));
    }

    /** A site with what the test registers. */
    static Site start(LiveVisitorsBuilder settings, Registrations registrations) {
        LiveVisitors live = settings.build();
        ServletContextHandler context = new ServletContextHandler("/", ServletContextHandler.SESSIONS);
        context.addFilter(new FilterHolder(signIn()), "/*", null);
        context.getServletHandler().getFilters()[0].setAsyncSupported(true);
        registrations.register(context, live);
        return new Site(live, started(context));
    }

    /** What a test puts into the context. */
    interface Registrations {
        void register(ServletContextHandler context, LiveVisitors live);
    }

    static Server started(Handler handler) {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(handler);
        try {
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return server;
    }

    LiveVisitors live() {
        return live;
    }

    int port() {
        return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    }

    /** A request below the base. */
    Call call(String method, String path) {
        return page(method, BASE + path);
    }

    /** A request to any path of the site. */
    Call page(String method, String path) {
        return new Call(port(), method, path).header("User-Agent", CHROME);
    }

    Call event(String json) {
        return call("POST", "/event").body("application/json", json);
    }

    Totals totals() {
        return snapshot().totals();
    }

    LiveSnapshot snapshot() {
        return live.snapshot(PIXEL);
    }

    int pageViews() {
        return totals().series().stream().mapToInt(MinuteCount::pageViews).sum();
    }

    void assertNothingRecorded() {
        assertNothingRecorded(live, PIXEL);
    }

    static void assertNothingRecorded(LiveVisitors live, String pixelId) {
        LiveSnapshot snapshot = live.snapshot(pixelId);
        Totals totals = snapshot.totals();
        assertThat(snapshot.visitors()).isEmpty();
        assertThat(new int[] {
                    totals.count(),
                    totals.active(),
                    totals.idle(),
                    totals.leaving(),
                    totals.tabs(),
                    totals.automated(),
                    totals.robots()
                })
                .containsOnly(0);
        assertThat(totals.pages()).isEmpty();
        assertThat(totals.events()).isEmpty();
        assertThat(totals.series()).allSatisfy(minute -> {
            assertThat(minute.pageViews()).isZero();
            assertThat(minute.visitors()).isZero();
        });
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            live.close();
        }
    }

    /** Stands for the host's own sign-in. */
    private static Filter signIn() {
        return (request, response, chain) -> {
            String value = ((HttpServletRequest) request).getHeader(SIGNED_IN);
            chain.doFilter(value == null ? request : signedIn((HttpServletRequest) request, value), response);
        };
    }

    private static HttpServletRequest signedIn(HttpServletRequest request, String userAndRole) {
        int colon = userAndRole.indexOf(':');
        return new HttpServletRequestWrapper(request) {
            @Override
            public Principal getUserPrincipal() {
                return () -> userAndRole.substring(0, colon);
            }

            @Override
            public boolean isUserInRole(String role) {
                return userAndRole.substring(colon + 1).equals(role);
            }
        };
    }
}
