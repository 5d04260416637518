package io.livevisitors.e2e;

import io.livevisitors.LiveVisitors;
import io.livevisitors.LiveVisitorsBuilder;
import io.livevisitors.dashboard.DashboardServlet;
import io.livevisitors.jakarta.LiveSocketServlet;
import io.livevisitors.model.Visitor;
import io.livevisitors.servlet.LiveVisitorsFilter;
import io.livevisitors.servlet.PixelServlet;
import io.livevisitors.web.DashboardAuthorizer;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.eclipse.jetty.ee11.servlet.FilterHolder;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.ee11.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** The three servlets as a host mounts them, with settings that the sample does not offer, and a few plain pages. */
final class HostServer implements Site {

    private final LiveVisitors live;
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);
    private final RequestLog requests = new RequestLog();
    private final PlainPages pages;

    private HostServer(
            LiveVisitors live, int port, String pasted, BiConsumer<ServletContextHandler, LiveVisitors> more) {
        this.live = live;
        this.pages = new PlainPages(pasted);
        connector.setHost(HOST);
        connector.setPort(port);
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler("/", ServletContextHandler.NO_SESSIONS);
        JakartaWebSocketServletContainerInitializer.configure(context, null);
        addFilter(context, requests, Map.of());
        more.accept(context, live);
        add(context, new PixelServlet(live), "/livevisitors/*");
        add(context, new LiveSocketServlet(live), "/livevisitors/app/*", "/livevisitors/apps/*", "/app/*", "/apps/*");
        add(context, new DashboardServlet(live), "/livevisitors/dashboard/*");
        add(context, pages, PlainPages.ROOT + "*");
        server.setHandler(context);
    }

    /**
     * Opens it on a free port.
     *
     * @param settings adds to a builder that has keys, and an authorizer, which knows the token
     */
    static HostServer open(UnaryOperator<LiveVisitorsBuilder> settings) {
        return open(0, settings);
    }

    /** Opens it on a port, as another did before: it remembers nobody. */
    static HostServer open(int port, UnaryOperator<LiveVisitorsBuilder> settings) {
        return open(port, PlainPages.pixelFrom(""), (context, live) -> {}, settings);
    }

    /** Opens it on a port with a sign-in by cookie and endpoints of its own, each at a path. */
    static HostServer openWithPeople(
            int port, Map<String, Servlet> endpoints, UnaryOperator<LiveVisitorsBuilder> settings) {
        return open(
                port,
                PlainPages.pixelFrom(""),
                (context, live) -> {
                    addFilter(context, new CookieSignIn(), Map.of());
                    endpoints.forEach((path, servlet) -> add(context, servlet, path));
                },
                settings);
    }

    /**
     * Opens it on a free port with the filter that counts pages without script.
     *
     * @param filter the filter's init parameters
     * @param pasted what its pages carry, such as {@link PlainPages#pixelFrom}
     */
    static HostServer openWithFilter(
            Map<String, String> filter, String pasted, UnaryOperator<LiveVisitorsBuilder> settings) {
        return open(
                0,
                pasted,
                (context, live) -> addFilter(context, new LiveVisitorsFilter(live, PIXEL), filter),
                settings);
    }

    private static HostServer open(
            int port,
            String pasted,
            BiConsumer<ServletContextHandler, LiveVisitors> more,
            UnaryOperator<LiveVisitorsBuilder> settings) {
        LiveVisitorsBuilder builder = LiveVisitors.builder()
                .keys(APP_ID, KEY, SECRET)
                .authorizer(DashboardAuthorizer.token(TOKEN))
                .countAutomated(true);
        HostServer host = new HostServer(settings.apply(builder).build(), port, pasted, more);
        try {
            host.server.start();
        } catch (Exception e) {
            throw new IllegalStateException("the server did not start", e);
        }
        return host;
    }

    LiveVisitors live() {
        return live;
    }

    PlainPages pages() {
        return pages;
    }

    /** What browsers have asked it for. */
    RequestLog requests() {
        return requests;
    }

    /** Scheme, host and port, as browsers write them. */
    String origin() {
        return url("");
    }

    /** The address of a plain page. */
    String page(String name) {
        return url(PlainPages.ROOT + name);
    }

    /** Everyone who is here now, newest first, as the host asks for them. */
    List<Visitor> visitors() {
        return live.snapshot(PIXEL).visitors();
    }

    @Override
    public int port() {
        return connector.getLocalPort();
    }

    @Override
    public void close() {
        try {
            server.getHandler().stop(); // while the connector still carries the sockets' farewell
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the server did not stop", e);
        } finally {
            live.close();
        }
    }

    private static void addFilter(ServletContextHandler context, Filter filter, Map<String, String> parameters) {
        FilterHolder holder = new FilterHolder(filter);
        holder.setInitParameters(parameters);
        holder.setAsyncSupported(true);
        context.addFilter(holder, "/*", EnumSet.of(DispatcherType.REQUEST));
    }

    private static void add(ServletContextHandler context, Servlet servlet, String... paths) {
        ServletHolder holder = new ServletHolder(servlet);
        holder.setAsyncSupported(true);
        holder.setInitOrder(1);
        for (String path : paths) {
            context.addServlet(holder, path);
        }
    }
}
