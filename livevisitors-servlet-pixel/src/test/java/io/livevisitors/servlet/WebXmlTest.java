package io.livevisitors.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.livevisitors.LiveVisitors;
import io.livevisitors.model.MinuteCount;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.ee10.webapp.WebAppContext;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servlet and filter without a line of code in the host, but for the listener that builds the instance. */
class WebXmlTest {

    @TempDir
    Path directory;

    /** What a host writes. */
    public static final class Startup implements ServletContextListener {

        @Override
        public void contextInitialized(ServletContextEvent event) {
            event.getServletContext()
                    .setAttribute(
                            LiveVisitors.CONTEXT_ATTRIBUTE, Site.settings().build());
        }

        @Override
        public void contextDestroyed(ServletContextEvent event) {
            ((LiveVisitors) event.getServletContext().getAttribute(LiveVisitors.CONTEXT_ATTRIBUTE)).close();
        }
    }

    @Test
    void servletAndFilterStart() throws Exception {
        WebAppContext context = webApp("webapp");
        Server server = Site.started(context);
        try {
            int port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
            LiveVisitors live = (LiveVisitors) context.getServletContext().getAttribute(LiveVisitors.CONTEXT_ATTRIBUTE);

            assertThat(new Call(port, "GET", "/livevisitors/hello.js").send().status())
                    .isEqualTo(200);
            assertThat(new Call(port, "GET", "/t/pixel/shop").send().status()).isEqualTo(200);
            assertThat(get(port, "/health.html")).contains("Shop");
            Site.assertNothingRecorded(live, Site.PIXEL);

            assertThat(get(port, "/index.html")).contains("Shop");
            await().untilAsserted(
                            () -> assertThat(live.snapshot(Site.PIXEL).totals().pages())
                                    .containsOnlyKeys("http://127.0.0.1:" + port + "/index.html"));

            assertThat(new Call(port, "POST", "/livevisitors/event")
                            .header("User-Agent", Site.CHROME)
                            .body("application/json", Events.pageView())
                            .send()
                            .status())
                    .isEqualTo(204);
            assertThat(live.snapshot(Site.PIXEL).totals().series().stream()
                            .mapToInt(MinuteCount::pageViews)
                            .sum())
                    .isEqualTo(2);
        } finally {
            server.stop();
        }
    }

    private static String get(int port, String path) {
        return new Call(port, "GET", path)
                .header("User-Agent", Site.CHROME)
                .send()
                .text();
    }

    @Test
    void withoutTheAttributeTheServletSaysWhatToDo() throws Exception {
        assertThatThrownBy(() -> Site.started(webApp("webapp-without-context")))
                .hasStackTraceContaining("ServletException")
                .hasStackTraceContaining("\"io.livevisitors.LiveVisitors\" is not set")
                .hasStackTraceContaining("setAttribute(LiveVisitors.CONTEXT_ATTRIBUTE");
    }

    @Test
    void attributeOfAnotherTypeIsNamed() {
        ServletContextHandler context = new ServletContextHandler();
        context.setAttribute(LiveVisitors.CONTEXT_ATTRIBUTE, "live");

        assertThatThrownBy(() -> HostContext.liveVisitors(context.getServletContext()))
                .isInstanceOf(ServletException.class)
                .hasMessageContaining("holds a java.lang.String");
    }

    @Test
    void filterWithoutAPixelSaysWhatToSet() {
        ServletContextHandler context = new ServletContextHandler();
        try (LiveVisitors live = Site.settings().build()) {
            context.setAttribute(LiveVisitors.CONTEXT_ATTRIBUTE, live);
            context.addFilter(new FilterHolder(LiveVisitorsFilter.class), "/*", null);

            assertThatThrownBy(() -> Site.started(context))
                    .hasStackTraceContaining("init parameter \"pixelId\" is not set");
        }
    }

    @Test
    void malformedPixelNameIsRefusedAtTheStart() {
        try (LiveVisitors live = Site.settings().build()) {
            ServletHolder holder = new ServletHolder(new PixelServlet(live));
            holder.setInitParameters(Map.of(PixelServlet.PIXEL_NAME, "../hello"));
            holder.setInitOrder(1);
            ServletContextHandler context = new ServletContextHandler();
            context.addServlet(holder, "/livevisitors/*");

            assertThatThrownBy(() -> Site.started(context))
                    .hasStackTraceContaining("pixelName: \"../hello\" will not do");
        }
    }

    private WebAppContext webApp(String name) throws URISyntaxException {
        URL root = Objects.requireNonNull(getClass().getResource("/" + name));
        WebAppContext context = new WebAppContext();
        context.setContextPath("/");
        context.setBaseResourceAsPath(Path.of(root.toURI()));
        context.setTempDirectory(directory.toFile());
        context.setThrowUnavailableOnStartupException(true);
        return context;
    }
}
