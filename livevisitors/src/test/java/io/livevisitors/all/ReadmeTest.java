package io.livevisitors.all;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.livevisitors.LiveVisitors;
import io.livevisitors.model.PageView;
import io.livevisitors.web.ClientRequest;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.ee11.webapp.WebAppContext;
import org.eclipse.jetty.ee11.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The steps a host takes, compiled and run from the README's own text. */
class ReadmeTest {

    private final Readme readme = new Readme();

    @TempDir
    Path folder;

    ReadmeTest() throws IOException {}

    @Test
    void theDependencyIsThisProjects() {
        assertThat(readme.block("xml", "<dependency>"))
                .contains("<groupId>io.livevisitors</groupId>")
                .contains("<artifactId>livevisitors</artifactId>")
                .contains("<version>" + System.getProperty("project.version") + "</version>");
    }

    @Test
    void theFourStepsMakeAVisitorSeen() throws Exception {
        try (Site site = Site.setUpAs(readme, folder)) {
            Matcher script = Pattern.compile("src=\"([^\"]+)\" data-pixel=\"([^\"]+)\"")
                    .matcher(readme.block("html", "<script"));
            assertThat(script.find()).isTrue();
            assertThat(site.get(script.group(1), null).body()).contains("page_view");

            String event = "{\"pixel_id\":\"" + script.group(2) + "\",\"event_type\":\"page_view\",\"page_url\":\""
                    + site.url("/tea") + "\",\"tab_id\":\"t\",\"seq\":1}";
            assertThat(site.post("/livevisitors/event", event).statusCode()).isEqualTo(204);

            assertThat(site.get("/livevisitors/dashboard/?pixel_id=shop", null).statusCode())
                    .isEqualTo(401);
            assertThat(site.get("/livevisitors/dashboard/?pixel_id=shop", "guest")
                            .statusCode())
                    .isEqualTo(403);
            HttpResponse<String> page = site.get("/livevisitors/dashboard/?pixel_id=shop", "analyst");
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .doesNotContain("unsafe");
            assertThat(site.get("/livevisitors/api/visitors?pixel_id=shop", "analyst")
                            .body())
                    .contains("\"count\":1", site.url("/tea") + "");
            assertThat(site.firstFrame("/livevisitors/app/my-key?protocol=7"))
                    .contains("pusher:connection_established");
        }
    }

    @Test
    void theWebXmlStartsServletsAndFilter() throws Exception {
        Path web = Files.createDirectories(folder.resolve("WEB-INF"));
        Files.writeString(
                web.resolve("web.xml"),
                """
                <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
                  <servlet>
                    <servlet-name>page</servlet-name>
                    <servlet-class>io.livevisitors.all.SomePage</servlet-class>
                  </servlet>
                  <servlet-mapping>
                    <servlet-name>page</servlet-name>
                    <url-pattern>/page</url-pattern>
                  </servlet-mapping>
                """ + readme.block("xml", "<servlet>") + readme.block("xml", "<filter>") + "</web-app>");
        LiveVisitors live = LiveVisitors.builder()
                .pixel("shop")
                .keys("my-app", "my-key", "secret")
                .authorizer(request -> true)
                .build();
        WebAppContext context = new WebAppContext();
        context.setContextPath("/");
        context.setBaseResourceAsPath(folder);
        context.setParentLoaderPriority(true);
        JakartaWebSocketServletContainerInitializer.configure(context, null);
        context.addEventListener(new ServletContextListener() {
            @Override
            public void contextInitialized(ServletContextEvent event) {
                event.getServletContext().setAttribute(LiveVisitors.CONTEXT_ATTRIBUTE, live);
            }
        });
        try (live;
                Site site = new Site(context)) {
            assertThat(site.get("/page", null).statusCode()).isEqualTo(200);
            await().until(() -> live.snapshot("shop").totals().count() == 1);
            assertThat(site.get("/livevisitors/pixel.js", null).statusCode()).isEqualTo(200);
            assertThat(site.get("/livevisitors/dashboard/?pixel_id=shop", null).statusCode())
                    .isEqualTo(200);
            assertThat(site.firstFrame("/livevisitors/app/my-key?protocol=7"))
                    .contains("pusher:connection_established");
        }
    }

    @Test
    @SuppressWarnings("unchecked")
    void theListenersCompileAndAreCalled() throws Exception {
        String opening = """
                import io.livevisitors.LiveVisitors;
                import io.livevisitors.model.LiveSnapshot;
                import io.livevisitors.model.VisitorEvent;
                import java.util.Arrays;
                import java.util.List;
                import java.util.concurrent.Flow;

                public class Listeners implements java.util.function.BiConsumer<LiveVisitors, List<String>> {

                    interface Log {
                        void info(String text, Object... values);
                    }

                    public void accept(LiveVisitors live, List<String> lines) {
                        Log log = (text, values) -> lines.add(text + Arrays.asList(values));
                        Flow.Subscriber<VisitorEvent> flowSubscriber = new Flow.Subscriber<>() {
                            public void onSubscribe(Flow.Subscription s) {
                                s.request(Long.MAX_VALUE);
                            }

                            public void onNext(VisitorEvent event) {
                                lines.add(event.name());
                            }

                            public void onError(Throwable e) {}

                            public void onComplete() {}
                        };
                """;
        var listeners = (BiConsumer<LiveVisitors, List<String>>)
                Readme.compiled(opening + readme.block("java", "live.onPage(") + "}}", folder);
        List<String> lines = new CopyOnWriteArrayList<>();
        try (LiveVisitors live = LiveVisitors.builder()
                .pixel("shop")
                .keys("my-app", "my-key", "secret")
                .build()) {
            listeners.accept(live, lines);
            ClientRequest request = new ClientRequest(
                    "GET",
                    "/checkout/pay",
                    "192.0.2.1",
                    "shop.example",
                    true,
                    name -> null,
                    name -> null,
                    null,
                    role -> false);
            assertThat(live.track(PageView.of("shop", "https://shop.example/checkout/pay"), request))
                    .isTrue();
            await().untilAsserted(() -> assertThat(lines)
                    .contains("visitor.active")
                    .contains("somebody is about to pay on {}[https://shop.example/checkout/pay]"));
        }
    }

    @Test
    void theSettingsCompileAndAreTaken() throws Exception {
        String opening = """
                import io.livevisitors.Limit;
                import io.livevisitors.LiveVisitors;

                public class FromTheEnvironment implements java.util.function.Supplier<LiveVisitors> {
                    public LiveVisitors get() {
                """;
        String block = readme.block("java", ".environment(System.getenv())")
                .replace("System.getenv()", "io.livevisitors.all.SomeEnvironment.VARIABLES");
        @SuppressWarnings("unchecked")
        var supplier = (Supplier<LiveVisitors>) Readme.compiled(opening + block + "return live;}}", folder);
        try (LiveVisitors live = supplier.get()) {
            assertThat(live.gateway().appKey()).isEqualTo("key-of-the-environment");
            assertThat(live.gateway().socketLimits().quota().connections()).isEqualTo(20_000);
        }
    }

    @Test
    void thePolicyNamesWhatThePixelNeeds() {
        assertThat(readme.block("", "script-src 'self'").strip()).isEqualTo("script-src 'self'; connect-src 'self'");
    }

    @Test
    void everyFileLinkedToIsThere() {
        Path file = Path.of(Objects.requireNonNull(System.getProperty("readme")));
        Matcher links = Pattern.compile("]\\(([^)#:]+)\\)").matcher(readme.text());
        List<String> missing = links.results()
                .map(link -> link.group(1))
                .filter(link -> !Files.exists(file.resolveSibling(link)))
                .toList();
        assertThat(missing).isEmpty();
    }
}
