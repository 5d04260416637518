package io.livevisitors;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.model.Visitor;
import io.livevisitors.privacy.Anonymizer;
import io.livevisitors.web.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is let in, and what is not, however it is wrapped. */
class AdmissionTest {

    private final AtomicInteger classified = new AtomicInteger();
    private final ManualTime time = new ManualTime();
    private final LiveVisitors live = time.builder()
            .pixel(Pixel.of("shop").withAllowedOrigins("https://shop.example"))
            .limit(Limit.VISITORS_PER_PIXEL, 10)
            .limit(Limit.EVENTS_PER_ADDRESS, 100)
            .classifier(hints -> {
                classified.incrementAndGet();
                return io.livevisitors.device.Device.UNKNOWN;
            })
            .build();
    private final Browser ann = new Browser(live, "192.0.2.1").tab("ann-1");

    @AfterEach
    void close() {
        live.close();
    }

    @Test
    void aBatchIsOfOneVisitor() {
        List<Map<String, Object>> events = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            events.add(
                    Map.of("event_type", "page_view", "page_url", "https://shop.example/", "visitor_token", "v" + i));
        }
        Reply reply = batch(Map.of("pixel_id", "shop", "events", events));
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).contains("\"field\":\"visitor_token\"");
        assertThat(count()).isZero();
    }

    @Test
    void batchesStayWithinTheBoundOfVisitors() {
        for (int i = 0; i < 30; i++) {
            List<Map<String, Object>> events = new ArrayList<>();
            for (int tab = 0; tab < 5; tab++) {
                events.add(Map.of("event_type", "page_view", "tab_id", "t" + i + "-" + tab));
                events.add(Map.of("event_type", "opt_out", "tab_id", "t" + i + "-" + tab));
            }
            events.add(Map.of("event_type", "page_view", "tab_id", "last-" + i));
            String json =
                    Replies.text(Map.of("pixel_id", "shop", "page_url", "https://shop.example/", "events", events));
            Browser browser = new Browser(live, "10." + i + ".0.1");
            live.gateway().collector().batch(browser.request("POST", "/batch"), json.getBytes(StandardCharsets.UTF_8));
            assertThat(count()).isLessThanOrEqualTo(10);
        }
    }

    @Test
    void aBatchThatBringsNobodyEvictsNobody() {
        for (int i = 0; i < 10; i++) {
            new Browser(live, "10." + i + ".0.1").tab("tab-" + i).views("/");
        }
        Map<String, Object> leave = Map.of("event_type", "page_leave", "tab_id", "z", "seq", 5);
        Map<String, Object> view = Map.of("event_type", "page_view", "tab_id", "z", "seq", 4);
        String json = Replies.text(
                Map.of("pixel_id", "shop", "page_url", "https://shop.example/", "events", List.of(leave, view)));
        Browser late = new Browser(live, "10.99.0.1");
        live.gateway().collector().batch(late.request("POST", "/batch"), json.getBytes(StandardCharsets.UTF_8));

        assertThat(count()).isEqualTo(10);
        assertThat(live.snapshot("shop").totals().limits().evicted()).isZero();
    }

    @Test
    void whatIsOverARateIsNotEvenRecognised() {
        for (int i = 0; i < 100; i++) {
            ann.views("/" + i);
        }
        int before = classified.get();
        assertThat(ann.post(ann.fields("page_view", Map.of())).status()).isEqualTo(429);
        assertThat(classified).hasValue(before);
        assertThat(live.snapshot("shop").totals().limits().refused()).isEqualTo(1);
    }

    @Test
    void theTextsOfWhatIsOverARateAreNotLookedAt() {
        AtomicInteger scrubbed = new AtomicInteger();
        Anonymizer builtIn = Anonymizer.builtIn();
        try (LiveVisitors counting = time.builder()
                .pixel("shop")
                .limit(Limit.EVENTS_PER_ADDRESS, 10)
                .anonymizer(visit -> {
                    scrubbed.addAndGet(visit.pageUrl() == null ? 0 : 1);
                    return builtIn.anonymize(visit);
                })
                .build()) {
            Browser here = new Browser(counting, "192.0.2.1").tab("here");
            for (int i = 0; i < 8; i++) {
                here.views("/" + i);
            }
            assertThat(scrubbed).hasValue(8);
            // three more do not fit, whether they show pages or only say that an unknown tab lives
            for (String type : List.of("page_view", "heartbeat", "add_to_cart")) {
                assertThat(batchOf(counting, type, "elsewhere", 3).status())
                        .as(type)
                        .isEqualTo(429);
            }
            assertThat(scrubbed).hasValue(8);
            assertThat(counting.snapshot("shop").totals().limits().refused()).isEqualTo(9);

            assertThat(batchOf(counting, "heartbeat", "here", 3).status()).isEqualTo(204);
            assertThat(batchOf(counting, "page_view", "here", 2).status()).isEqualTo(204);
            assertThat(scrubbed).hasValue(13);
        }
    }

    private static Reply batchOf(LiveVisitors live, String type, String tab, int events) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            all.add(Map.of("event_type", type, "seq", 100 + i));
        }
        String json = Replies.text(
                Map.of("pixel_id", "shop", "tab_id", tab, "page_url", "https://shop.example/" + type, "events", all));
        Browser sender = new Browser(live, "192.0.2.1");
        return live.gateway()
                .collector()
                .batch(sender.request("POST", "/batch"), json.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"DNT", "Sec-GPC"})
    void whoDoesNotWantToBeCountedMayStillHaveTheKnownErased(String header) {
        ann.views("/");
        ann.with(header, "1").views("/tea");
        assertThat(only().pageViews()).isEqualTo(1);
        ann.send("opt_out", Map.of());
        assertThat(count()).isZero();
    }

    @Test
    void aNamedVisitorWhoOptedOutIsNotCountedInANewTab() {
        ann.send("page_view", Map.of("visitor_token", "me"));
        ann.send("opt_out", Map.of("visitor_token", "me"));
        new Browser(live, "192.0.2.99").tab("ann-2").send("page_view", Map.of("visitor_token", "me"));
        assertThat(count()).isZero();
    }

    @Test
    void unknownFieldsAreIgnoredWhateverTheyHold() {
        String view = "{\"pixel_id\":\"shop\",\"event_type\":\"page_view\",\"page_url\":\"https://shop.example/\",";
        assertThat(ann.post(view + "\"x\":" + "[".repeat(3_000) + "]".repeat(3_000) + "}")
                        .status())
                .isEqualTo(204);
        assertThat(ann.post(view + "\"x\":" + "9".repeat(4_000) + "}").status()).isEqualTo(204);
        assertThat(ann.post(view + "\"" + "n".repeat(4_000) + "\":1}").status()).isEqualTo(204);
        assertThat(ann.post(view + "\"seq\":" + "9".repeat(400) + "}").body()).contains("\"field\":\"seq\"");
    }

    @Test
    void aTitleIsCutBetweenCharacters() {
        ann.send("page_view", Map.of("page_title", "x".repeat(254) + "\uD83C\uDF3F"));
        assertThat(only().pageTitle()).isEqualTo("x".repeat(254));
    }

    @Test
    void timeOnPageNeverRunsOver() {
        ann.send("page_view", Map.of("time_on_page", Integer.MAX_VALUE));
        time.advance(java.time.Duration.ofSeconds(2));
        assertThat(only().timeOnPage()).isEqualTo(86_402);
    }

    @Test
    void aRefusedOriginReadsNothingAndAnHonestPreflightWarnsNobody() {
        Browser evil = new Browser(live, "192.0.2.6").with("Origin", "https://evil.example");
        assertThat(live.gateway()
                        .collector()
                        .identify(evil.request("POST", "/identify"))
                        .status())
                .isEqualTo(403);
        assertThat(evil.post("{").headers()).doesNotContainKey("Access-Control-Allow-Origin");
        assertThat(evil.post(evil.fields("page_view", Map.of())).status()).isEqualTo(403);
        Browser good = new Browser(live, "192.0.2.7").with("Origin", "https://shop.example");
        assertThat(good.post("{").headers()).containsEntry("Access-Control-Allow-Origin", "https://shop.example");
        assertThat(live.gateway()
                        .collector()
                        .preflight(good.request("OPTIONS", "/event"))
                        .status())
                .isEqualTo(204);
        assertThat(count()).isZero();
    }

    @Test
    void anOriginOfEightThousandCharactersIsRefusedLikeAnyOther() {
        Browser evil = new Browser(live, "192.0.2.6").with("Origin", "http://a" + ".a".repeat(4_000));
        assertThat(evil.post(evil.fields("page_view", Map.of())).status()).isEqualTo(403);
        assertThat(live.gateway().isSocketOriginAllowed(evil.request("GET", "/app/key")))
                .isFalse();
    }

    @Test
    void aDirectoryThatThrowsHasNoPixels() {
        PixelDirectory broken = new PixelDirectory() {
            @Override
            public Pixel find(String id) {
                throw new IllegalStateException("down");
            }

            @Override
            public java.util.Collection<Pixel> all() {
                throw new IllegalStateException("down");
            }
        };
        try (LiveVisitors other = time.builder().pixels(broken).build()) {
            Browser browser = new Browser(other, "192.0.2.1").with("Origin", "https://shop.example");
            assertThat(browser.post(browser.fields("page_view", Map.of())).status())
                    .isEqualTo(404);
            assertThat(other.gateway()
                            .collector()
                            .preflight(browser.request("OPTIONS", "/event"))
                            .status())
                    .isEqualTo(403);
            assertThat(other.gateway().visiblePixels(browser.request("GET", "/")))
                    .isEmpty();
            assertThat(other.gateway().publicCount("shop")).isEmpty();
            assertThat(other.counters()).containsKey("directory_failed");
        }
    }

    @Test
    void theAuthorizerIsAskedForAsManyPixelsAsAreRead() {
        AtomicInteger asked = new AtomicInteger();
        try (LiveVisitors other = time.builder()
                .pixel("first")
                .pixel("second")
                .pixel("third")
                .authorizer(request -> {
                    asked.incrementAndGet();
                    return !request.pixelId().equals("first");
                })
                .build()) {
            var request = new Browser(other, "192.0.2.1").request("GET", "/");
            assertThat(other.gateway().visiblePixels(request).findFirst()).hasValue("second");
            assertThat(asked).hasValue(2);
            assertThat(other.gateway().visiblePixels(request)).containsExactly("second", "third");
        }
    }

    private Reply batch(Map<String, ?> fields) {
        return live.gateway()
                .collector()
                .batch(ann.request("POST", "/batch"), Replies.text(fields).getBytes(StandardCharsets.UTF_8));
    }

    private int count() {
        return live.snapshot("shop").totals().count();
    }

    private Visitor only() {
        List<Visitor> visitors = live.snapshot("shop").visitors();
        assertThat(visitors).hasSize(1);
        return visitors.get(0);
    }
}
