package io.livevisitors.samples.standalone;

import io.livevisitors.LiveVisitors;
import io.livevisitors.LiveVisitorsBuilder;
import io.livevisitors.dashboard.DashboardServlet;
import io.livevisitors.jakarta.LiveSocketServlet;
import io.livevisitors.servlet.PixelServlet;
import io.livevisitors.web.DashboardAuthorizer;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.ee11.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * The shop, its pixel and its dashboard on one embedded Jetty. Thread-safe; whoever starts one closes it.
 *
 * <p>{@link #mount} is what a host application does to be counted; the rest is what any embedded server needs.
 */
public final class ShopServer implements AutoCloseable {

    private static final Set<String> EVERY_ADDRESS = Set.of("0.0.0.0", "::", "[::]", "0:0:0:0:0:0:0:0");
    private static final Duration IDLE = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(3);

    private final ShopSettings settings;
    private final LiveVisitors live;
    private final Server server;
    private final ServerConnector connector;
    private @Nullable Shoppers shoppers;

    private ShopServer(ShopSettings settings, LiveVisitors live, ShopPages pages) {
        this.settings = settings;
        this.live = live;
        QueuedThreadPool threads = new QueuedThreadPool();
        threads.setName("shop");
        threads.setDaemon(false);
        server = new Server(threads);
        connector = connector(server, settings);
        server.addConnector(connector);
        server.setHandler(mount(live, pages));
        server.setErrorHandler(new PlainErrors());
        server.setStopTimeout(STOP.toMillis());
    }

    /**
     * Opens the shop.
     *
     * @throws CannotStartException if the port is taken or the host is not this machine's
     */
    public static ShopServer start(ShopSettings settings) {
        ShopPages pages = new ShopPages(settings.pixels().get(0));
        ShopServer shop = new ShopServer(settings, live(settings), pages);
        try {
            shop.open();
            if (settings.visitors() > 0) {
                shop.shoppers =
                        Shoppers.start(shop.shopUrl(), settings.pixels().get(0), settings.visitors(), pages.titles());
            }
            return shop;
        } catch (CannotStartException e) {
            shop.close();
            throw e;
        }
    }

    /** The port it listens on. */
    public int port() {
        return connector.getLocalPort();
    }

    /** Address of the home page, with a slash at its end. */
    public String shopUrl() {
        String host = settings.host();
        String shown = EVERY_ADDRESS.contains(host) ? "127.0.0.1" : host;
        String literal = shown.indexOf(':') >= 0 && !shown.startsWith("[") ? "[" + shown + "]" : shown;
        return "http://" + literal + ":" + port() + "/";
    }

    /** Address that opens the dashboard, its token included. */
    public String dashboardUrl() {
        return shopUrl() + "livevisitors/dashboard/?token="
                + URLEncoder.encode(settings.dashboardToken(), StandardCharsets.UTF_8);
    }

    /** What counts the visitors. */
    public LiveVisitors live() {
        return live;
    }

    /** Sends the shoppers home, closes the sockets and frees the port. Idempotent. */
    @Override
    public void close() {
        if (shoppers != null) {
            shoppers.close();
        }
        try {
            server.getHandler().stop(); // while the connector still carries the sockets' farewell
            server.stop();
        } catch (Exception e) {
            System.getLogger(ShopServer.class.getName())
                    .log(System.Logger.Level.WARNING, "The shop closed untidily", e);
        }
        live.close();
    }

    private static LiveVisitors live(ShopSettings settings) {
        LiveVisitorsBuilder builder = LiveVisitors.builder()
                .keys(settings.appId(), settings.appKey(), settings.appSecret())
                .authorizer(DashboardAuthorizer.token(settings.dashboardToken()))
                .allowedOrigins(settings.allowedOrigins().toArray(String[]::new))
                .trustedProxies(settings.trustedProxies().toArray(String[]::new))
                .countAutomated(true); // so that a browser test sees itself
        settings.pixels().forEach(builder::pixel);
        Shoppers.raiseLimits(builder, settings.visitors());
        return builder.build();
    }

    /** Everything a host registers. The paths at the root are those of Laravel Reverb and of NetSendo's pixel. */
    private static ServletContextHandler mount(LiveVisitors live, ShopPages pages) {
        ServletContextHandler context = new ServletContextHandler("/", ServletContextHandler.NO_SESSIONS);
        JakartaWebSocketServletContainerInitializer.configure(context, null);
        add(context, new PixelServlet(live), "/livevisitors/*", "/t/pixel/*", "/up");
        add(context, new LiveSocketServlet(live), "/livevisitors/app/*", "/livevisitors/apps/*", "/app/*", "/apps/*");
        add(context, new DashboardServlet(live), "/livevisitors/dashboard/*");
        add(context, new ShopServlet(pages), "/");
        context.setErrorHandler(new PlainErrors());
        return context;
    }

    private static void add(ServletContextHandler context, Servlet servlet, String... paths) {
        ServletHolder holder = new ServletHolder(servlet.getClass().getSimpleName(), servlet);
        holder.setAsyncSupported(true);
        holder.setInitOrder(1);
        for (String path : paths) {
            context.addServlet(holder, path);
        }
    }

    private static ServerConnector connector(Server server, ShopSettings settings) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(settings.host());
        connector.setPort(settings.port());
        connector.setIdleTimeout(IDLE.toMillis());
        return connector;
    }

    private void open() {
        try {
            server.start();
        } catch (IOException e) {
            String host = settings.host();
            throw new CannotStartException(
                    isThisMachine(host)
                            ? "cannot listen on port " + settings.port() + " (" + reason(e)
                                    + "): stop what holds it, or choose another with --port N (0 for any free one)"
                            : "REVERB_SERVER_HOST is \"" + host
                                    + "\": that is no address of this machine; use 127.0.0.1, or 0.0.0.0 for all of them",
                    e);
        } catch (Exception e) {
            throw new CannotStartException("cannot start: " + e, e);
        }
    }

    private static boolean isThisMachine(String host) {
        try {
            InetAddress address = InetAddress.getByName(host);
            return address.isAnyLocalAddress() || NetworkInterface.getByInetAddress(address) != null;
        } catch (IOException e) {
            return false;
        }
    }

    private static String reason(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }
}
