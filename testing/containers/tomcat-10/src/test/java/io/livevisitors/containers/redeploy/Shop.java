package io.livevisitors.containers.redeploy;

import io.livevisitors.LiveVisitors;
import io.livevisitors.dashboard.DashboardServlet;
import io.livevisitors.jakarta.LiveSocketServlet;
import io.livevisitors.model.PageView;
import io.livevisitors.servlet.LiveVisitorsFilter;
import io.livevisitors.servlet.PixelServlet;
import io.livevisitors.web.DashboardAuthorizer;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.EnumSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The web application: the library as its README has it set up, with everything mapped, a listener, and pages of its own
 * below {@code /pages/}. The context's init parameter {@value #FAULT} has it leave something behind.
 */
public final class Shop implements ServletContextListener {

    static final String PIXEL = "shop";
    static final String APP_ID = "app-id";
    static final String KEY = "app-key";
    static final String SECRET = "app-secret-0123456789";
    static final String TOKEN = "token-0123456789abcdef";

    /** Name of the init parameter; the values are {@link #THREAD} and {@link #THREAD_LOCAL}. */
    static final String FAULT = "fault";

    /** A thread that goes on after the application. */
    static final String THREAD = "thread";

    /** A value of the application's in a thread of the container's. */
    static final String THREAD_LOCAL = "thread-local";

    /** Name of the thread that goes on. */
    static final String FORGOTTEN = "forgotten-by-the-shop";

    private static final ThreadLocal<Shop> LEFT_BEHIND = new ThreadLocal<>();

    private final AtomicInteger heard = new AtomicInteger();
    private @Nullable LiveVisitors live;

    /** For the container. */
    public Shop() {}

    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServletContext context = event.getServletContext();
        LiveVisitors made = LiveVisitors.builder()
                .pixel(PIXEL)
                .keys(APP_ID, KEY, SECRET)
                .authorizer(DashboardAuthorizer.token(TOKEN))
                .build();
        live = made;
        made.onVisitorActive(visitor -> heard.incrementAndGet());
        add(context, new PixelServlet(made), "/livevisitors/*");
        add(context, new LiveSocketServlet(made), "/livevisitors/app/*", "/livevisitors/apps/*");
        add(context, new DashboardServlet(made), "/livevisitors/dashboard/*");
        FilterRegistration.Dynamic filter = context.addFilter("livevisitors", new LiveVisitorsFilter(made, PIXEL));
        filter.setAsyncSupported(true);
        filter.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
        add(context, new Pages(this, context.getInitParameter(FAULT)), "/pages/*");
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        LiveVisitors open = live;
        if (open != null) {
            open.close();
        }
    }

    private static void add(ServletContext context, Servlet servlet, String... mappings) {
        ServletRegistration.Dynamic added =
                context.addServlet(servlet.getClass().getSimpleName(), servlet);
        added.setLoadOnStartup(1);
        added.setAsyncSupported(true);
        added.addMapping(mappings);
    }

    /**
     * The shop's own pages: {@code /pages/tea} is one that counts; {@code /pages/heard} says how often the listener was
     * called, in plain text, which counts for nobody; {@code /pages/loader} likewise, whether the library is this
     * application's own.
     */
    private static final class Pages extends HttpServlet {

        private static final long serialVersionUID = 1L;

        private final transient Shop shop;
        private final @Nullable String fault;

        Pages(Shop shop, @Nullable String fault) {
            this.shop = shop;
            this.fault = fault;
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            leaveBehind();
            String page = String.valueOf(request.getPathInfo());
            response.setContentType(page.equals("/tea") ? "text/html" : "text/plain");
            response.getWriter()
                    .print(
                            switch (page) {
                                case "/tea" -> "<!doctype html><title>Tea</title>";
                                case "/heard" -> shop.heard.toString();
                                case "/loader" ->
                                    PageView.class.getClassLoader() == Shop.class.getClassLoader() ? "own" : "shared";
                                default -> throw new IllegalArgumentException("no such page: " + page);
                            });
        }

        private void leaveBehind() {
            if (THREAD_LOCAL.equals(fault)) {
                LEFT_BEHIND.set(shop);
            } else if (THREAD.equals(fault)) {
                Thread forgotten = new Thread(Pages::waitForTheEnd, FORGOTTEN);
                forgotten.setDaemon(true);
                forgotten.start();
            }
        }

        private static void waitForTheEnd() {
            Object never = new Object();
            synchronized (never) {
                try {
                    while (!Thread.currentThread().isInterrupted()) {
                        never.wait();
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }
}
