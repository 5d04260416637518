package io.livevisitors.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.livevisitors.LiveVisitorsBuilder;
import io.livevisitors.dashboard.StandInServlet;
import io.livevisitors.servlet.Call.Answer;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.security.Principal;
import java.util.EnumSet;
import java.util.Map;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LiveVisitorsFilterTest {

    private static Site site(Map<String, String> parameters) {
        return site(Site.settings(), parameters);
    }

    private static Site site(LiveVisitorsBuilder settings, Map<String, String> parameters) {
        return Site.start(settings, (context, live) -> {
            context.addServlet(new ServletHolder(new PixelServlet(live)), Site.BASE + "/*");
            filter(context, new LiveVisitorsFilter(live, Site.PIXEL), parameters);
        });
    }

    private static void filter(
            ServletContextHandler context, LiveVisitorsFilter filter, Map<String, String> parameters) {
        FilterHolder holder = new FilterHolder(filter);
        holder.setInitParameters(parameters);
        holder.setAsyncSupported(true);
        context.addFilter(holder, "/*", EnumSet.allOf(DispatcherType.class));
        HostPages.addTo(context);
    }

    @Test
    void renderedPageIsCountedUnderItsUrl() {
        try (Site site = site(Map.of())) {
            Answer answer = site.page("GET", "/page/shoes?utm_source=letter")
                    .header("Referer", "https://search.example/find?q=secret")
                    .send();

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).isEqualTo(HostPages.HTML);
            assertThat(site.snapshot().visitors()).singleElement().satisfies(visitor -> {
                assertThat(visitor.pageUrl()).startsWith("http://127.0.0.1:" + site.port() + "/page/shoes");
                assertThat(visitor.utmSource()).isEqualTo("letter");
                assertThat(visitor.referrer()).isEqualTo("search.example/find");
                assertThat(visitor.tabs()).isZero();
            });
        }
    }

    @Test
    void sessionIdInAPathIsNotKept() {
        try (Site site = site(Map.of())) {
            site.page("GET", "/page/shoes;jsessionid=0123456789").send();

            assertThat(site.totals().pages()).containsOnlyKeys("http://127.0.0.1:" + site.port() + "/page/shoes");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "200,text/html,true",
        "200,text/html;charset=UTF-8,true",
        "200,Text/HTML; charset=iso-8859-1,true",
        "203,text/html,true",
        "200,text/html-sandboxed,false",
        "200,text/plain,false",
        "200,application/json,false",
        "200,image/png,false",
        "301,text/html,false",
        "302,text/html,false",
        "400,text/html,false",
        "404,text/html,false",
        "500,text/html,false"
    })
    void onlyPagesThatWereFoundCount(int status, String contentType, boolean counted) {
        try (Site site = site(Map.of())) {
            Answer answer = site.page("GET", "/answer?status=" + status + "&type=" + contentType.replace(" ", "%20"))
                    .send();

            assertThat(answer.status()).isEqualTo(status);
            assertCounted(site, counted);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEAD", "POST", "PUT", "DELETE", "OPTIONS"})
    void onlyGetCounts(String method) {
        try (Site site = site(Map.of())) {
            assertThat(site.page(method, "/page").send().status()).isEqualTo(200);
            site.assertNothingRecorded();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Sec-Fetch-Dest, document, true",
        "Sec-Fetch-Dest, iframe,   false",
        "Sec-Fetch-Dest, empty,    false",
        "Sec-Fetch-Dest, image,    false",
        "X-Requested-With, XMLHttpRequest, false",
        "X-Requested-With, com.example.app, true",
        "Sec-Purpose, prefetch, false",
        "Sec-Purpose, prefetch;prerender, false",
        "Purpose, prefetch, false",
        "X-Moz, prefetch, false",
        "DNT, 1, false",
        "Sec-GPC, 1, false"
    })
    void onlyWhatSomebodyOpensCounts(String header, String value, boolean counted) {
        try (Site site = site(Map.of())) {
            assertThat(site.page("GET", "/page").header(header, value).send().text())
                    .isEqualTo(HostPages.HTML);
            assertCounted(site, counted);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/forward", "/include", "/answer?status=200&type=text/html"})
    void onePageIsOnePageViewHoweverItIsPutTogether(String path) {
        try (Site site = site(Map.of())) {
            assertThat(site.page("GET", path).send().status()).isEqualTo(200);

            assertCounted(site, true);
            assertThat(site.totals().pages()).hasSize(1);
        }
    }

    @Test
    void filterMappedTwiceCountsOnce() {
        try (Site site = Site.start(Site.settings(), (context, live) -> {
            filter(context, new LiveVisitorsFilter(live, Site.PIXEL), Map.of());
            context.addFilter(
                    new FilterHolder(new LiveVisitorsFilter(live, Site.PIXEL)),
                    "/*",
                    EnumSet.of(DispatcherType.REQUEST));
        })) {
            site.page("GET", "/page").send();
            assertThat(site.pageViews()).isEqualTo(1);
        }
    }

    @Test
    void filterAndPixelTogetherAreOnePageView() {
        try (Site site = site(Map.of())) {
            site.page("GET", "/page").send();
            String url = "http://127.0.0.1:" + site.port() + "/page";
            site.event(Events.pageViewWith(",\"tab_id\":\"t\",\"seq\":1").replace(Events.PAGE, url))
                    .send();

            assertThat(site.pageViews()).isEqualTo(1);
            assertThat(site.totals().count()).isEqualTo(1);
        }
    }

    @Test
    void whatThePageThrowsIsThrownOnAndNotCounted() {
        try (Site site = site(Map.of())) {
            Answer answer = site.page("GET", "/throw").send();

            assertThat(answer.status()).isEqualTo(500);
            site.assertNothingRecorded();
        }
    }

    @Test
    void upgradePassesThrough() {
        try (Site site = site(Map.of())) {
            String answer = RawCall.send(
                    site,
                    "GET /page",
                    "",
                    "Connection: Upgrade, close",
                    "Upgrade: websocket",
                    "Sec-WebSocket-Version: 13",
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");

            assertThat(answer).startsWith("HTTP/1.1 200 ").contains(HostPages.HTML);
            site.assertNothingRecorded();
        }
    }

    @Test
    void responseReachesThePageUnwrapped() {
        try (Site site = site(Map.of())) {
            assertThat(site.page("GET", "/classes").send().text())
                    .isEqualTo("org.eclipse.jetty.ee10.servlet.ServletApiRequest"
                            + " org.eclipse.jetty.ee10.servlet.ServletApiResponse");
        }
    }

    @Test
    void staffIsLeftOutByTheFiltersRoles() {
        try (Site site = site(Map.of(LiveVisitorsFilter.LEAVE_OUT_ROLES, "editor, analyst"))) {
            site.page("GET", "/page").header(Site.SIGNED_IN, "ann:analyst").send();
            site.page("GET", "/page").header(Site.SIGNED_IN, "ed:editor").send();
            site.assertNothingRecorded();

            site.page("GET", "/page").header(Site.SIGNED_IN, "carl:customer").send();
            assertThat(site.pageViews()).isEqualTo(1);
        }
    }

    @Test
    void staffIsLeftOutByTheBuildersRoles() {
        try (Site site = site(Site.settings().leaveOutRoles("analyst"), Map.of())) {
            site.page("GET", "/page").header(Site.SIGNED_IN, "ann:analyst").send();
            site.assertNothingRecorded();
        }
    }

    @ParameterizedTest
    @CsvSource({"/page/admin,false", "/page/admin/x,false", "/page/administrator,true", "/page,false", "/page/x,true"})
    void pathsAreLeftOut(String path, boolean counted) {
        try (Site site = site(Map.of(LiveVisitorsFilter.EXCLUDE, "/page/admin/*, /page"))) {
            assertThat(site.page("GET", path).send().status()).isEqualTo(200);
            assertCounted(site, counted);
        }
    }

    @Test
    void dashboardIsNoPageOfTheSite() {
        try (Site site = Site.start(Site.settings(), (context, live) -> {
            filter(context, new LiveVisitorsFilter(live, Site.PIXEL), Map.of());
            context.addServlet(new ServletHolder(new StandInServlet()), "/livevisitors/dashboard/*");
        })) {
            assertThat(site.page("GET", "/livevisitors/dashboard/").send().text())
                    .isEqualTo(HostPages.HTML);
            site.assertNothingRecorded();
        }
    }

    @Test
    void failureOfCountingIsKeptFromThePageAndLoggedOnce() {
        try (Log log = new Log();
                Site site = Site.start(Site.settings(), (context, live) -> {
                    context.addFilter(
                            new FilterHolder((request, response, chain) ->
                                    chain.doFilter(withBrokenPrincipal((HttpServletRequest) request), response)),
                            "/*",
                            EnumSet.of(DispatcherType.REQUEST));
                    filter(context, new LiveVisitorsFilter(live, Site.PIXEL), Map.of());
                })) {
            for (int i = 0; i < 3; i++) {
                Answer answer = site.page("GET", "/page").send();
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.text()).isEqualTo(HostPages.HTML);
            }

            site.assertNothingRecorded();
            assertThat(log.warnings()).singleElement().asString().contains("filter_failed");
        }
    }

    private static HttpServletRequest withBrokenPrincipal(HttpServletRequest request) {
        return new HttpServletRequestWrapper(request) {
            @Override
            public Principal getUserPrincipal() {
                throw new IllegalStateException("the directory of users is down");
            }
        };
    }

    @Test
    void unknownPixelIsWarnedAboutAtTheStart() {
        try (Log log = new Log();
                Site site = Site.start(
                        Site.settings(),
                        (context, live) -> filter(context, new LiveVisitorsFilter(live, "shopp"), Map.of()))) {
            assertThat(site.page("GET", "/page").send().status()).isEqualTo(200);
            assertThat(log.warnings()).first().asString().contains("\"shopp\"", "pixelId");
            site.assertNothingRecorded();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"admin", "/a*b", "*.html", "/*/x"})
    void malformedPathIsRefusedAtTheStart(String pattern) {
        assertThatThrownBy(() -> PathPatterns.parse(LiveVisitorsFilter.EXCLUDE, "/ok, " + pattern))
                .isInstanceOf(ServletException.class)
                .hasMessageContaining("exclude: \"" + pattern + "\"");
    }

    private static void assertCounted(Site site, boolean counted) {
        if (counted) {
            // a page that was forwarded to is complete for the client before it is for the filter
            await().untilAsserted(() -> assertThat(site.pageViews()).isEqualTo(1));
        } else {
            site.assertNothingRecorded();
        }
    }
}
