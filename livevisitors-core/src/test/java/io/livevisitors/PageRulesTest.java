package io.livevisitors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.livevisitors.model.PageView;
import io.livevisitors.model.Visitor;
import io.livevisitors.model.VisitorEvent;
import io.livevisitors.privacy.Anonymizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the host has shown instead of pages: routes, nothing, or what its own code answers. */
class PageRulesTest {

    private static final String SHOP = "https://shop.example";

    private final ManualTime time = new ManualTime();
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    // ---------------------------------------------------------------- routes

    @ParameterizedTest
    @CsvSource({
        "/order/{id}, /order/123, /order/{id}",
        "/order/{id}, /order/123/, /order/{id}",
        "/order/{id}, /order/123?ref=anna&utm_source=mail#paid, /order/{id}",
        "/order/{id}, /order/123;jsessionid=1A2B, /order/{id}",
        "/order/{id}, /order//123, /order/{id}",
        "/order/{id}, /%6Frder/123, /order/{id}",
        "/order/{id}, /order/anna%40mail.example, /order/{id}",
        "/order/{id}, /order/a%2Fb, /order/{id}",
        "/order/{id}, /order\\123, /order/{id}",
        "/order/{id}, /order, /order",
        "/order/{id}, /order/123/items, /order/123/items",
        "/order/{id}, /Order/123, /Order/123",
        "/u/{user}/o/{order_id}, /u/anna/o/7, /u/{user}/o/{order_id}",
        "/files/**, /files/2024/tax-of-anna.pdf, /files/**",
        "/files/**, /files, /files/**",
        "/docs/letter-*, /docs/letter-anna, /docs/letter-*",
        "/9f86d081884c7d659a2feaa0c55ad015/{id}, /9f86d081884c7d659a2feaa0c55ad015/7, /9f86d081884c7d659a2feaa0c55ad015/{id}",
        "/über/{id}, /%C3%BCber/7, /über/{id}",
        "/, /?ref=a, /",
        "/app#/order/{id}, /app#/order/7?x=1, /app#/order/{id}",
        "https://shop.example/order/{id}, /order/123, /order/{id}",
        "https://*.example/order/{id}, /order/123, /order/{id}",
        "https://other.example/order/{id}, /order/123, /order/123",
    })
    void aPageIsShownAsItsRoute(String route, String page, String shown) {
        LiveVisitors live = live(builder().routes(route));
        new Browser(live, "192.0.2.1").views(page);
        assertThat(visitor(live).pageUrl()).isEqualTo(SHOP + shown);
        assertThat(visitor(live).entryPage()).isEqualTo(SHOP + shown);
        assertThat(live.snapshot("shop").totals().pages()).containsOnlyKeys(SHOP + shown);
    }

    @Test
    void theFirstRouteThatMeansThePageCounts() {
        LiveVisitors live = live(builder().routes("/order/new", "/order/{id}").routes("/order/{other}", "/**"));
        assertThat(shown(live, "/order/new")).isEqualTo(SHOP + "/order/new");
        assertThat(shown(live, "/order/7")).isEqualTo(SHOP + "/order/{id}");
        assertThat(shown(live, "/else/where")).isEqualTo(SHOP + "/**");
    }

    @Test
    void aRouteKeepsTheCampaignAndTheHostWithItsPort() {
        LiveVisitors live = live(builder().routes("/order/{id}"));
        new Browser(live, "192.0.2.1")
                .send(
                        "page_view",
                        Map.of("page_url", "https://Anna:x@Shop.example:8443/order/7?utm_source=mail&utm_medium=a"));
        assertThat(visitor(live).pageUrl()).isEqualTo("https://shop.example:8443/order/{id}");
        assertThat(visitor(live).utmSource()).isEqualTo("mail");
        assertThat(visitor(live).utmMedium()).isEqualTo("a");
    }

    @Test
    void aRouteHidesTheTitleUnlessTheHostSaysOtherwise() {
        Map<String, String> page =
                Map.of("page_url", SHOP + "/order/7", "page_title", "Order 7 of Anna, anna@mail.example");
        LiveVisitors hiding = live(builder().routes("/order/{id}"));
        new Browser(hiding, "192.0.2.1").send("page_view", page);
        assertThat(visitor(hiding).pageTitle()).isNull();

        LiveVisitors showing = live(builder().routes("/order/{id}").mappedTitles(true));
        new Browser(showing, "192.0.2.1").send("page_view", page);
        assertThat(visitor(showing).pageTitle()).isEqualTo("Order 7 of Anna, {email}");
    }

    @Test
    void aPageWithoutARouteKeepsItsTitle() {
        LiveVisitors live = live(builder().routes("/order/{id}").pageMapper(page -> page));
        new Browser(live, "192.0.2.1").send("page_view", Map.of("page_url", SHOP + "/tea", "page_title", "Tea"));
        assertThat(visitor(live).pageTitle()).isEqualTo("Tea");
    }

    @Test
    void theJourneyNamesRoutes() {
        LiveVisitors live = live(builder().routes("/order/{id}"));
        Browser anna = new Browser(live, "192.0.2.1").tab("a");
        anna.views("/tea");
        anna.views("/order/7");
        assertThat(live.journey("shop", visitor(live).visitorToken())
                        .orElseThrow()
                        .toString())
                .contains("/order/{id}")
                .doesNotContain("/order/7");
    }

    @Test
    void twoPagesOfOneRouteThatFilterAndPixelSeeAreTwoPageViews() {
        LiveVisitors live = live(builder().routes("/order/{id}"));
        Browser anna = new Browser(live, "192.0.2.1").tab("a");
        for (String page : List.of("/order/1", "/order/2")) {
            live.track(PageView.of("shop", SHOP + page), anna.request("GET", page));
            anna.views(page);
        }
        assertThat(visitor(live).pageViews()).isEqualTo(2);
    }

    // ---------------------------------------------------------------- dropped pages

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/account",
                "/account/",
                "/account/orders?ref=a",
                "/account;jsessionid=1/orders",
                "/%61ccount/orders",
                "//account/orders",
                "/account\\orders",
                "/account#top"
            })
    void nothingIsRecordedOfADroppedPage(String page) {
        LiveVisitors live = live(builder().droppedPages("/account/**"));
        List<VisitorEvent> told = new ArrayList<>();
        var unused = live.onVisitorActive(told::add);
        var unusedToo = live.onTotals(told::add);
        Browser anna = new Browser(live, "192.0.2.1").tab("a");
        anna.views(page);
        for (String type : List.of("heartbeat", "visibility", "engagement", "signup", "page_leave")) {
            anna.send(type, Map.of("page_url", SHOP + page));
        }
        assertThat(live.track(PageView.of("shop", SHOP + page), anna.request("GET", page)))
                .as("answered as taken")
                .isTrue();
        time.advance(Duration.ofSeconds(2));

        assertThat(told).isEmpty();
        assertThat(live.snapshot("shop").totals().count()).isZero();
        assertThat(live.snapshot("shop").totals().events()).isEmpty();
        assertThat(live.snapshot("shop").totals().series())
                .allSatisfy(minute -> assertThat(minute.pageViews()).isZero());
        assertThat(live.counters()).containsEntry("page_dropped", 7L);
    }

    @Test
    void aBatchLosesItsDroppedPagesAlone() {
        LiveVisitors live = live(builder().droppedPages("/account/**"));
        new Browser(live, "192.0.2.1")
                .tab("a")
                .sendsAtOnce(List.of(
                        Map.of("event_type", "page_view", "page_url", SHOP + "/account/1", "seq", 1),
                        Map.of("event_type", "page_view", "page_url", SHOP + "/tea", "seq", 2),
                        Map.of("event_type", "page_view", "page_url", SHOP + "/account/2", "seq", 3)));
        assertThat(visitor(live).pageUrl()).isEqualTo(SHOP + "/tea");
        assertThat(visitor(live).pageViews()).isEqualTo(1);
    }

    @Test
    void aTabThatGoesToADroppedPageEndsBySilence() {
        LiveVisitors live = live(builder().droppedPages("/account/**"));
        Browser anna = new Browser(live, "192.0.2.1").tab("a");
        anna.views("/tea");
        anna.views("/account");
        assertThat(visitor(live).pageUrl()).isEqualTo(SHOP + "/tea");
        for (int i = 0; i < 6; i++) {
            time.advance(Duration.ofSeconds(20));
            anna.send("heartbeat", Map.of("page_url", SHOP + "/account"));
        }
        assertThat(live.snapshot("shop").totals().count()).isZero();
    }

    @Test
    void whoeverLeavesFromADroppedPageLeaves() {
        LiveVisitors live = live(builder().droppedPages("/account/**"));
        Browser anna = new Browser(live, "192.0.2.1").tab("a");
        anna.views("/tea");
        anna.send("page_leave", Map.of("page_url", SHOP + "/account"));
        time.advance(Duration.ofSeconds(6));
        assertThat(live.snapshot("shop").totals().count()).isZero();
    }

    @Test
    void whoeverOptsOutOnADroppedPageIsErased() {
        LiveVisitors live = live(builder().droppedPages("/account/**"));
        Browser anna = new Browser(live, "192.0.2.1").tab("a");
        anna.views("/tea");
        anna.send("opt_out", Map.of("page_url", SHOP + "/account/privacy"));
        assertThat(live.snapshot("shop").totals().count()).isZero();
        anna.views("/tea");
        assertThat(live.snapshot("shop").totals().count()).isZero();
    }

    // ---------------------------------------------------------------- the host's own code

    @Test
    void theMapperSeesScrubbedPagesAndItsAnswerIsShown() {
        List<String> seen = new ArrayList<>();
        LiveVisitors live = live(builder().routes("/order/{id}").pageMapper(page -> {
            seen.add(page);
            return page.replace("/tea/green", "/tea/any");
        }));
        assertThat(shown(live, "/tea/green?id=7&ref=a")).isEqualTo(SHOP + "/tea/any?ref=a");
        assertThat(shown(live, "/u/anna@mail.example")).isEqualTo(SHOP + "/u/{email}");
        assertThat(shown(live, "/order/7")).isEqualTo(SHOP + "/order/{id}");
        assertThat(seen).containsExactly(SHOP + "/tea/green?ref=a", SHOP + "/u/{email}", SHOP + "/order/{id}");
    }

    @Test
    void whatTheMapperAnswersIsScrubbedAgainAndHasNoTitle() {
        LiveVisitors live = live(builder()
                .queryKeys("category")
                .pageMapper(page -> "https://Anna:secret@shop.example/u/anna@mail.example?id=7&category=tea#x"));
        new Browser(live, "192.0.2.1").send("page_view", Map.of("page_url", SHOP + "/x", "page_title", "Of Anna"));
        assertThat(visitor(live).pageUrl()).isEqualTo(SHOP + "/u/{email}?category=tea");
        assertThat(visitor(live).pageTitle()).isNull();
    }

    @Test
    void aMapperThatAnswersNothingDropsThePage() {
        LiveVisitors live = live(builder().pageMapper(page -> page.contains("/account") ? null : page));
        Browser anna = new Browser(live, "192.0.2.1").tab("a");
        anna.views("/account");
        assertThat(live.snapshot("shop").totals().count()).isZero();
        assertThat(live.counters()).containsEntry("page_dropped", 1L);
        anna.views("/tea");
        assertThat(visitor(live).pageUrl()).isEqualTo(SHOP + "/tea");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "/order", "order", "javascript:alert(1)", "ftp://shop.example/x", "https://", "too long"})
    void whatIsNoPageIsShownAsAPlaceholder(String answer) {
        LiveVisitors live =
                live(builder().pageMapper(page -> answer.equals("too long") ? SHOP + "/" + "a".repeat(2_048) : answer));
        new Browser(live, "192.0.2.1")
                .send("page_view", Map.of("page_url", SHOP + "/of/anna?ref=x", "page_title", "Of Anna"));
        assertThat(visitor(live).pageUrl()).isEqualTo(SHOP + "/{page}");
        assertThat(visitor(live).pageTitle()).isNull();
        assertThat(live.counters()).containsEntry("page_mapper_failed", 1L);
    }

    @Test
    void aMapperThatThrowsIsLoggedOnceAMinuteAndShowsAPlaceholder() {
        try (LogLines log = new LogLines(PageMapping.class)) {
            LiveVisitors live = live(builder().pageMapper(page -> {
                if (page.endsWith("/deep")) {
                    throw new StackOverflowError();
                }
                throw new IllegalStateException("on purpose");
            }));
            assertThat(shown(live, "/of/anna")).isEqualTo(SHOP + "/{page}");
            assertThat(shown(live, "/deep")).isEqualTo(SHOP + "/{page}");
            assertThat(live.counters()).containsEntry("page_mapper_failed", 2L);
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains("page mapper threw", "{page}")
                    .doesNotContain("anna");
        }
    }

    @Test
    void noLockIsHeldWhileTheMapperRuns() {
        LiveVisitors[] live = new LiveVisitors[1];
        List<Integer> counts = new ArrayList<>();
        live[0] = live(builder().pageMapper(page -> {
            // On another thread, which a lock of this one would keep out.
            counts.add(CompletableFuture.supplyAsync(
                            () -> live[0].snapshot("shop").totals().count())
                    .orTimeout(10, TimeUnit.SECONDS)
                    .join());
            return page;
        }));
        Browser anna = new Browser(live[0], "192.0.2.1").tab("a");
        anna.views("/a");
        anna.views("/b");
        assertThat(counts).containsExactly(0, 1);
        assertThat(live[0].counters()).doesNotContainKey("page_mapper_failed");
    }

    // ---------------------------------------------------------------- referrers

    @ParameterizedTest
    @CsvSource({
        "https://shop.example/order/7?x=1, shop.example/order/{id}",
        "http://shop.example:8080/order/7, shop.example:8080/order/{id}",
        "https://www.shop.example/order/7, www.shop.example/order/{id}",
        "https://shop.example/account/7, shop.example",
        "https://shop.example/broken/7, shop.example/{page}",
        "https://shop.example/hidden/7, shop.example",
        "https://shop.example/old/7, shop.example/new",
        "https://shop.example/root, shop.example",
        "https://shop.example/tea, shop.example/tea",
        "https://shop.example/, shop.example",
        "https://other.example/order/7, other.example/order/7",
        "https://othershop.example/order/7, othershop.example/order/7",
        "https://example/order/7, example/order/{id}",
        "android-app://com.example, ",
    })
    void aReferrerOfTheSameSiteIsShownAsThePageWouldBe(String referrer, @Nullable String shown) {
        LiveVisitors live =
                live(builder().routes("/order/{id}").droppedPages("/account/**").pageMapper(page -> {
                    if (page.contains("/broken")) {
                        throw new IllegalStateException("on purpose");
                    }
                    String answer = page.contains("/old/") ? SHOP + "/new?ref=a" : page;
                    return page.contains("/hidden") ? null : page.endsWith("/root") ? SHOP + "/" : answer;
                }));
        new Browser(live, "192.0.2.1").send("page_view", Map.of("page_url", SHOP + "/tea", "referrer", referrer));
        assertThat(visitor(live).referrer()).isEqualTo(shown);
        assertThat(visitor(live).pageUrl()).isEqualTo(SHOP + "/tea");
    }

    @Test
    void aReferrerOfARouteIsNoRawPageOfTheSite() {
        LiveVisitors live = live(builder().routes("/order/{id}"));
        new Browser(live, "192.0.2.1")
                .send("page_view", Map.of("page_url", SHOP + "/order/8", "referrer", SHOP + "/order/7"));
        assertThat(visitor(live).toJson()).doesNotContain("/order/7", "/order/8");
    }

    // ---------------------------------------------------------------- settings

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "order/{id} | begin with /",
                "/order/{id | {name}",
                "/order/id} | {name}",
                "/order/{} | {name}",
                "/order/a{id} | {name}",
                "/order/{id}.html | {name}",
                "/order/{the id} | %20",
                "/order/{id:[0-9]+} | {name}",
                "/order/{id}?x=1 | query",
                "/order/a** | **",
                "ftp://shop.example/{id} | begin with /",
                "https://{host}/x | {name}",
                "https:///x | begin with /"
            })
    void aRouteThatIsNoneStopsTheStart(String route, String remedy) {
        assertThatExceptionOfType(SettingException.class)
                .isThrownBy(() -> LiveVisitors.builder().routes(route))
                .satisfies(e -> {
                    assertThat(e.setting()).isEqualTo("routes");
                    assertThat(e.value()).isEqualTo(route);
                    assertThat(e.remedy()).contains(remedy);
                });
    }

    @Test
    void thePlacesOfRoutesAndKeysAreBounded() {
        String[] many = IntStream.rangeClosed(0, 1_000).mapToObj(i -> "/" + i).toArray(String[]::new);
        assertThatExceptionOfType(SettingException.class)
                .isThrownBy(() -> LiveVisitors.builder().routes(many))
                .withMessageContainingAll("routes", "1001", "at most 1000");
        assertThatExceptionOfType(SettingException.class)
                .isThrownBy(() -> LiveVisitors.builder().droppedPages(many))
                .withMessageContainingAll("dropped_pages", "1001", "at most 1000");
        assertThatExceptionOfType(SettingException.class)
                .isThrownBy(() -> LiveVisitors.builder().routes("/" + "a".repeat(256)))
                .withMessageContainingAll("routes", "256");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a=b", "a&b", "a%20b", "a\nb"})
    void aQueryKeyThatIsNoneStopsTheStart(String key) {
        assertThatExceptionOfType(SettingException.class)
                .isThrownBy(() -> LiveVisitors.builder().queryKeys("category", key))
                .satisfies(e -> {
                    assertThat(e.setting()).isEqualTo("query_keys");
                    assertThat(e.value()).isEqualTo(key);
                    assertThat(e.remedy()).contains("decoded");
                });
    }

    @Test
    void theHostsQueryKeysStayBesideTheOthersAndAreScrubbed() {
        LiveVisitors live = live(builder().queryKeys("category", "größe"));
        assertThat(shown(live, "/?category=anna%40mail.example&gr%C3%B6%C3%9Fe=m&id=7&ref=a&utm_term=b"))
                .isEqualTo(SHOP + "/?category={email}&gr%C3%B6%C3%9Fe=m&ref=a&utm_term=b");
    }

    @Test
    void queryKeysBesideAnAnonymizerOfTheHostsStopTheStart() {
        assertThatExceptionOfType(SettingException.class)
                .isThrownBy(() -> builder()
                        .pixel("shop")
                        .queryKeys("category")
                        .anonymizer(Anonymizer.builtIn())
                        .build())
                .withMessageContainingAll("query_keys", "category", "anonymizer(");
    }

    @Test
    void allOfItCanBeSetByName() {
        Properties properties = new Properties();
        properties.setProperty("livevisitors.routes", "/order/{id}, https://shop.example/u/{user}/**");
        properties.setProperty("livevisitors.dropped-pages", "/account/**,/admin");
        properties.setProperty("livevisitors.query_keys", "category,size");
        properties.setProperty("livevisitors.mapped_titles", "yes");
        LiveVisitors live = live(builder().properties(properties));
        assertThat(shown(live, "/u/anna/x/y")).isEqualTo(SHOP + "/u/{user}/**");
        assertThat(shown(live, "/tea?size=m&category=a&id=7")).isEqualTo(SHOP + "/tea?size=m&category=a");
        new Browser(live, "192.0.2.2").views("/admin");
        assertThat(live.counters()).containsEntry("page_dropped", 1L);
        new Browser(live, "192.0.2.1")
                .send("page_view", Map.of("page_url", SHOP + "/order/7", "page_title", "An order"));
        assertThat(visitor(live).pageTitle()).isEqualTo("An order");
    }

    @Test
    void anAnonymizerOfTheHostsIsHeldToTheRoutesAsWell() {
        Anonymizer builtIn = Anonymizer.builtIn();
        Anonymizer own = visit -> builtIn.anonymize(visit);
        LiveVisitors live = live(builder().anonymizer(own).routes("/order/{id}").pageMapper(page -> page + "?id=7"));
        assertThat(shown(live, "/order/7")).isEqualTo(SHOP + "/order/{id}");
    }

    private LiveVisitorsBuilder builder() {
        return time.builder();
    }

    private LiveVisitors live(LiveVisitorsBuilder builder) {
        LiveVisitors live = builder.pixel("shop").build();
        open.add(live);
        return live;
    }

    private static String shown(LiveVisitors live, String page) {
        new Browser(live, "192.0.2.1").views(page);
        return String.valueOf(visitor(live).pageUrl());
    }

    private static Visitor visitor(LiveVisitors live) {
        List<Visitor> visitors = live.snapshot("shop").visitors();
        assertThat(visitors).hasSize(1);
        return visitors.get(0);
    }
}
