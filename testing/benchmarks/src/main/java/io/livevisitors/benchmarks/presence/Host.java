package io.livevisitors.benchmarks.presence;

import io.livevisitors.Limit;
import io.livevisitors.LiveVisitors;
import io.livevisitors.jakarta.LiveSocketServlet;
import io.livevisitors.servlet.PixelServlet;
import io.livevisitors.web.DashboardAuthorizer;
import jakarta.servlet.Servlet;
import java.net.URI;
import java.time.Duration;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.ee11.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * A host application on a loopback port with the pixel and the socket, behind a proxy that it trusts: this machine. Its
 * limits let through what so many browsers of one machine send.
 */
final class Host implements AutoCloseable {

    static final String PIXEL = "shop";
    static final String KEY = "benchmark-key";
    static final String SECRET = "benchmark-secret-0123456789";
    static final String TOKEN = "benchmark-token-0123456789";

    /** With the one dashboard, which is in this process: what holds up the one may hold up the other. */
    private static final Duration READER_PATIENCE = Duration.ofMinutes(1);

    private static final String LOOPBACK = "127.0.0.1";

    private final LiveVisitors live;
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);

    private Host(LiveVisitors live) {
        this.live = live;
        connector.setHost(LOOPBACK);
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler("/", ServletContextHandler.NO_SESSIONS);
        JakartaWebSocketServletContainerInitializer.configure(context, null);
        add(context, new PixelServlet(live), "/livevisitors/*");
        add(context, new LiveSocketServlet(live), "/livevisitors/app/*");
        server.setHandler(context);
    }

    /** Opens it. */
    static Host open(Plan plan) throws Exception {
        Host host = new Host(LiveVisitors.builder()
                .pixel(PIXEL)
                .keys("benchmark", KEY, SECRET)
                .authorizer(DashboardAuthorizer.token(TOKEN))
                .trustedProxies(LOOPBACK)
                .tabTimeout(plan.tabTimeout())
                .activeWindow(plan.activeWindow())
                .gracePeriod(plan.grace())
                .maxOutboxAge(READER_PATIENCE)
                .sendTimeout(READER_PATIENCE)
                .limit(Limit.EVENTS_PER_ADDRESS, 100_000)
                .limit(Limit.EVENTS_PER_TAB, 100_000)
                .limit(Limit.ADDRESSES_PER_NETWORK, 10_000)
                .limit(Limit.NEW_VISITORS_PER_NETWORK, 1_000_000)
                .limit(Limit.FEED_EVENTS_PER_SECOND, 100_000)
                .build());
        host.server.start();
        return host;
    }

    /** Address of a path below the base path, without a slash at its beginning. */
    URI http(String path) {
        return URI.create("http://" + LOOPBACK + ":" + connector.getLocalPort() + "/livevisitors/" + path);
    }

    /** Address that a dashboard's socket connects to. */
    URI socket() {
        return URI.create("ws://" + LOOPBACK + ":" + connector.getLocalPort() + "/livevisitors/app/" + KEY
                + "?protocol=7&client=benchmark&version=1.0");
    }

    @Override
    public void close() throws Exception {
        server.stop();
        live.close();
    }

    private static void add(ServletContextHandler context, Servlet servlet, String path) {
        ServletHolder holder = new ServletHolder(servlet);
        holder.setAsyncSupported(true);
        holder.setInitOrder(1);
        context.addServlet(holder, path);
    }
}
