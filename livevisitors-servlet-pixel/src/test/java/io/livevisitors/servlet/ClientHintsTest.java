package io.livevisitors.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.livevisitors.LiveVisitors;
import io.livevisitors.dashboard.StandInServlet;
import io.livevisitors.servlet.Call.Answer;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the filter adds to pages so that Chromium tells the model and the form factor of its device. */
class ClientHintsTest {

    private static final String HINTS = "Sec-CH-UA-Model, Sec-CH-UA-Form-Factors";
    private static final String COLLECTOR = "https://collector.example";
    private static final String POLICY =
            "ch-ua-model=(self \"https://collector.example\"), ch-ua-form-factors=(self \"https://collector.example\")";

    private static final Map<String, String> ON = Map.of(LiveVisitorsFilter.CLIENT_HINTS, "on");
    private static final Map<String, String> ALL =
            Map.of(LiveVisitorsFilter.CLIENT_HINTS, "critical", LiveVisitorsFilter.CLIENT_HINT_ORIGINS, COLLECTOR);

    /** A site whose host does something of its own in front of the library's filter. */
    private static Site site(Filter host, Map<String, String> parameters) {
        return Site.start(Site.settings(), (context, live) -> {
            FilterHolder inFront = new FilterHolder(host);
            inFront.setAsyncSupported(true);
            context.addFilter(inFront, "/*", EnumSet.of(DispatcherType.REQUEST));
            addFilter(context, live, parameters);
            context.addServlet(new ServletHolder(new PixelServlet(live)), Site.BASE + "/*");
            context.addServlet(new ServletHolder(new StandInServlet()), "/livevisitors/dashboard/*");
            HostPages.addTo(context);
        });
    }

    private static Site site(Map<String, String> parameters) {
        return site((request, response, chain) -> chain.doFilter(request, response), parameters);
    }

    private static void addFilter(ServletContextHandler context, LiveVisitors live, Map<String, String> parameters) {
        FilterHolder holder = new FilterHolder(new LiveVisitorsFilter(live, Site.PIXEL));
        holder.setInitParameters(parameters);
        holder.setAsyncSupported(true);
        context.addFilter(holder, "/*", EnumSet.allOf(DispatcherType.class));
    }

    private static Call document(Site site, String path) {
        return site.page("GET", path).header("Sec-Fetch-Dest", "document");
    }

    /** The headers that ask, by name, each with its lines. */
    private static Map<String, List<String>> asking(Answer answer) {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String name : List.of("Accept-CH", "Critical-CH", "Permissions-Policy", "Vary")) {
            List<String> lines = answer.response().headers().allValues(name);
            if (!lines.isEmpty()) {
                headers.put(name, lines);
            }
        }
        return headers;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "off", " off "})
    void nothingIsAskedByDefault(String mode) {
        try (Site site = site(mode.isEmpty() ? Map.of() : Map.of(LiveVisitorsFilter.CLIENT_HINTS, mode))) {
            Answer answer = document(site, "/page").send();

            assertThat(answer.text()).isEqualTo(HostPages.HTML);
            assertThat(asking(answer)).isEmpty();
        }
    }

    @Test
    void pageAsksForModelAndFormFactors() {
        try (Site site = site(ON)) {
            Answer answer = document(site, "/page").send();

            assertThat(answer.text()).isEqualTo(HostPages.HTML);
            assertThat(asking(answer)).containsExactly(entry("Accept-CH", List.of(HINTS)));
            assertThat(site.pageViews()).isEqualTo(1);
        }
    }

    @Test
    void criticalPageAsksForTheFirstRequestToBeRepeated() {
        try (Site site = site(Map.of(LiveVisitorsFilter.CLIENT_HINTS, "critical"))) {
            assertThat(asking(document(site, "/page").send()))
                    .containsExactly(entry("Accept-CH", List.of(HINTS)), entry("Critical-CH", List.of(HINTS)));
        }
    }

    @ParameterizedTest
    @CsvSource({"critical,1", "on,2"})
    void repeatedRequestIsOnePageViewWhereItWasAskedFor(String mode, int pageViews) {
        try (Site site = site(Map.of(LiveVisitorsFilter.CLIENT_HINTS, mode))) {
            document(site, "/page").send();
            document(site, "/page")
                    .header("Sec-CH-UA-Model", "\"\"")
                    .header("Sec-CH-UA-Form-Factors", "\"Desktop\"")
                    .send();

            assertThat(site.pageViews()).isEqualTo(pageViews);
        }
    }

    @Test
    void collectorsOnOtherOriginsAreGivenTheHintsToo() {
        Map<String, String> parameters = Map.of(
                LiveVisitorsFilter.CLIENT_HINTS,
                "on",
                LiveVisitorsFilter.CLIENT_HINT_ORIGINS,
                "https://Collector.example, http://localhost:8080,https://collector.example,");
        try (Site site = site(parameters)) {
            assertThat(asking(document(site, "/page").send()))
                    .containsExactly(
                            entry("Accept-CH", List.of(HINTS)),
                            entry(
                                    "Permissions-Policy",
                                    List.of(
                                            "ch-ua-model=(self \"https://collector.example\" \"http://localhost:8080\"),"
                                                    + " ch-ua-form-factors=(self \"https://collector.example\""
                                                    + " \"http://localhost:8080\")")));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET,  Sec-Fetch-Dest, document, true",
        "HEAD, Sec-Fetch-Dest, document, true",
        "GET,  Sec-Fetch-Dest, iframe, true",
        "GET,  Sec-Fetch-Dest, frame, true",
        "POST, Sec-Fetch-Dest, document, false",
        "GET,  Sec-Fetch-Dest, empty, false",
        "GET,  Sec-Fetch-Dest, script, false",
        "GET,  Sec-Fetch-Dest, image, false",
        "GET,  Accept, 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.8', false",
    })
    void onlyWhatABrowserOpensAsADocumentAsks(String method, String header, String value, boolean asks) {
        try (Site site = site(ON)) {
            Answer answer = site.page(method, "/page").header(header, value).send();

            assertThat(answer.has("Accept-CH")).isEqualTo(asks);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Accept, 'application/xhtml+xml, Text/HTML;q=0.9,*/*;q=0.8', true",
        "Accept, */*, false",
        "Accept, 'image/avif,image/webp', false",
        "X-Requested-With, XMLHttpRequest, false",
        "Sec-Fetch-Dest, image, false",
    })
    void withoutTheBrowsersWordTheConnectionIsSecureAndHtmlIsWanted(String header, String value, boolean asks) {
        Filter tls = (request, response, chain) -> chain.doFilter(overTls((HttpServletRequest) request), response);
        try (Site site = site(tls, ON)) {
            Call call = site.page("GET", "/page");
            if (!header.equals("Accept")) {
                call.header("Accept", "text/html");
            }
            assertThat(call.header(header, value).send().has("Accept-CH")).isEqualTo(asks);
        }
    }

    private static HttpServletRequest overTls(HttpServletRequest request) {
        return new HttpServletRequestWrapper(request) {
            @Override
            public boolean isSecure() {
                return true;
            }
        };
    }

    @ParameterizedTest
    @CsvSource({"DNT,1,false", "Sec-GPC,1,false", "DNT,0,true"})
    void whoAsksNotToBeTrackedIsAskedNothing(String header, String value, boolean asks) {
        try (Site site = site(ALL)) {
            assertThat(asking(document(site, "/page").header(header, value).send())
                            .isEmpty())
                    .isEqualTo(!asks);
        }
    }

    @Test
    void excludedPathsAndTheDashboardAskNothing() {
        try (Site site = site(
                Map.of(LiveVisitorsFilter.CLIENT_HINTS, "on", LiveVisitorsFilter.EXCLUDE, "/page/admin/*, /health"))) {
            for (String path : List.of("/page/admin/x", "/health", "/livevisitors/dashboard/")) {
                assertThat(asking(document(site, path).send())).as(path).isEmpty();
            }
            assertThat(document(site, "/page/x").send().has("Accept-CH")).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/forward,200",
        "/include,200",
        "/async?status=200,200",
        "/async-dispatch,200",
        "/async-twice?x=1,200",
        "/answer?status=302&type=text/html,302",
        "/answer?status=404&type=text/html,404",
    })
    void pageAsksOnceHoweverItIsPutTogether(String path, int status) {
        try (Site site = site(ALL)) {
            Answer answer = document(site, path).send();

            assertThat(answer.status()).isEqualTo(status);
            assertThat(asking(answer))
                    .containsExactly(
                            entry("Accept-CH", List.of(HINTS)),
                            entry("Critical-CH", List.of(HINTS)),
                            entry("Permissions-Policy", List.of(POLICY)));
        }
    }

    @Test
    void errorPageAsksAtMostOnce() {
        try (Site site = site(ALL)) {
            Answer answer = document(site, "/throw").send();

            assertThat(answer.status()).isEqualTo(500);
            assertThat(asking(answer).values())
                    .allSatisfy(lines -> assertThat(lines).hasSize(1));
        }
    }

    @Test
    void filterMappedTwiceAsksOnce() {
        try (Site site = Site.start(Site.settings(), (context, live) -> {
            addFilter(context, live, ALL);
            addFilter(context, live, ALL);
            HostPages.addTo(context);
        })) {
            assertThat(asking(document(site, "/page").send()))
                    .containsExactly(
                            entry("Accept-CH", List.of(HINTS)),
                            entry("Critical-CH", List.of(HINTS)),
                            entry("Permissions-Policy", List.of(POLICY)));
        }
    }

    @Test
    void whatTheHostAsksForIsKeptAndCompleted() {
        Filter host = (request, response, chain) -> {
            HttpServletResponse http = (HttpServletResponse) response;
            http.setHeader("Accept-CH", "DPR, sec-ch-ua-model");
            http.setHeader("Critical-CH", "DPR");
            http.setHeader("Permissions-Policy", "geolocation=(self \"https://a.example\"), ch-dpr=*");
            http.setHeader("Vary", "DPR");
            chain.doFilter(request, response);
        };
        try (Site site = site(host, ALL)) {
            assertThat(asking(document(site, "/page").send()))
                    .containsExactly(
                            entry("Accept-CH", List.of("DPR, sec-ch-ua-model", "Sec-CH-UA-Form-Factors")),
                            entry("Critical-CH", List.of("DPR", HINTS)),
                            entry(
                                    "Permissions-Policy",
                                    List.of("geolocation=(self \"https://a.example\"), ch-dpr=*", POLICY)),
                            entry("Vary", List.of("DPR")));
        }
    }

    @Test
    void whatTheHostsPolicySaysOfTheHintsStands() {
        Filter host = (request, response, chain) -> {
            ((HttpServletResponse) response)
                    .setHeader("Permissions-Policy", "camera=(self \"https://a.example/,ch-x=()\"),ch-ua-model=()");
            ((HttpServletResponse) response).addHeader("Permissions-Policy", "ch-ua-form-factors");
            chain.doFilter(request, response);
        };
        try (Site site = site(host, ALL)) {
            assertThat(asking(document(site, "/page").send()).get("Permissions-Policy"))
                    .containsExactly(
                            "camera=(self \"https://a.example/,ch-x=()\"),ch-ua-model=()", "ch-ua-form-factors");
        }
    }

    @Test
    void whatThePageItselfSetsReplacesWhatWasAdded() {
        try (Site site = Site.start(Site.settings(), (context, live) -> {
            addFilter(context, live, ALL);
            context.addFilter(
                    new FilterHolder((request, response, chain) -> {
                        ((HttpServletResponse) response).setHeader("Accept-CH", "DPR");
                        chain.doFilter(request, response);
                    }),
                    "/*",
                    EnumSet.of(DispatcherType.REQUEST));
            HostPages.addTo(context);
        })) {
            assertThat(document(site, "/page").send().header("Accept-CH")).isEqualTo("DPR");
        }
    }

    @Test
    void failureOfAskingIsKeptFromThePage() {
        Filter host = (request, response, chain) -> chain.doFilter(
                new HttpServletRequestWrapper((HttpServletRequest) request) {
                    @Override
                    public String getHeader(String name) {
                        if (name.equals("Sec-Fetch-Dest")) {
                            throw new IllegalStateException("this host hides its headers");
                        }
                        return super.getHeader(name);
                    }
                },
                response);
        try (Log log = new Log();
                Site site = site(host, ON)) {
            assertThat(document(site, "/page").send().status()).isEqualTo(200);
            assertThat(log.warnings()).singleElement().asString().contains("filter_failed");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yes", "true", "ON", "Accept-CH"})
    void unknownModeIsRefusedAtTheStart(String mode) {
        assertRefused(
                Map.of(LiveVisitorsFilter.CLIENT_HINTS, mode),
                "clientHints: \"" + mode + "\" will not do; use on, critical, or off");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "collector.example",
                "https://collector.example/",
                "https://collector.example/livevisitors",
                "https://*.example",
                "https://collector.example:0",
                "https://collector.example:65536",
                "https://-collector.example",
                "https://collector..example",
                "https://",
                "https://colléctor.example",
                "https://ann@collector.example",
                "https://a.example\" *",
                "http://collector.example",
                "http://notlocalhost",
                "wss://collector.example",
                "self",
                "*"
            })
    void malformedOriginIsRefusedAtTheStart(String origin) {
        assertRefused(
                Map.of(
                        LiveVisitorsFilter.CLIENT_HINTS,
                        "on",
                        LiveVisitorsFilter.CLIENT_HINT_ORIGINS,
                        "https://fine.example, " + origin),
                "clientHintOrigins: \"" + origin + "\" will not do; use the collector's origin",
                "https://collector.example");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://collector.example",
                "https://xn--bcher-kva.example:8443",
                "https://10.0.0.7",
                "http://localhost",
                "http://shop.localhost:65535",
                "http://127.0.0.1:8080"
            })
    void originThatBrowsersTrustIsTaken(String origin) throws Exception {
        assertThat(ClientHints.parse("on", origin).origins()).containsExactly(origin);
    }

    @Test
    void originsWithoutHintsAreRefusedAtTheStart() {
        assertRefused(
                Map.of(LiveVisitorsFilter.CLIENT_HINT_ORIGINS, COLLECTOR),
                "clientHintOrigins: \"" + COLLECTOR + "\" has no effect",
                "set clientHints to on");
    }

    private static void assertRefused(Map<String, String> parameters, String... said) {
        try (LiveVisitors live = Site.settings().build()) {
            ServletContextHandler context = new ServletContextHandler();
            addFilter(context, live, parameters);

            assertThatThrownBy(() -> Site.started(context))
                    .satisfies(e -> assertThat(e).hasStackTraceContaining("ServletException"))
                    .satisfies(e -> assertThat(List.of(said))
                            .allSatisfy(text -> assertThat(e).hasStackTraceContaining(text)));
        }
    }
}
