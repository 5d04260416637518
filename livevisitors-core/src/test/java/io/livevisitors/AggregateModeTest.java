package io.livevisitors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.livevisitors.broadcast.Broadcaster;
import io.livevisitors.model.Mode;
import io.livevisitors.model.SnapshotQuery;
import io.livevisitors.model.Totals;
import io.livevisitors.model.TotalsChanged;
import io.livevisitors.model.VisitorEvent;
import io.livevisitors.web.FeedMessage;
import io.livevisitors.web.FeedSubscription;
import io.livevisitors.web.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In the mode aggregate totals are as exact as ever, and nothing of a single visitor comes out, by whichever way. */
class AggregateModeTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ManualTime time = new ManualTime();
    private final List<FeedMessage> messages = new ArrayList<>();
    /** Everything that host code was given, as text. */
    private final List<VisitorEvent> told = new ArrayList<>();

    private final MovingDirectory directory = new MovingDirectory(Pixel.of("shop"));
    private final LiveVisitors live = open(builder -> builder.pixel("shop").mode(Mode.AGGREGATE));

    @AfterEach
    void close() {
        live.close();
    }

    private LiveVisitors open(UnaryOperator<LiveVisitorsBuilder> settings) {
        return settings.apply(time.builder().authorizer(request -> true)).build();
    }

    @Test
    void dashboardsAreGivenTotalsAlone() {
        FeedSubscription feed = follow(live);
        Browser ann = somethingOfEverything(live);
        feed.requestSnapshot(messages::add);
        ann.leaves();
        time.advance(Duration.ofSeconds(10));

        assertThat(messages).extracting(FeedMessage::event).containsOnly("visitors.stats", "visitors.snapshot");
        assertThat(messages).extracting(FeedMessage::json).noneMatch(json -> json.contains("visitor_token"));
        JsonNode snapshot = json(last("visitors.snapshot").json());
        assertThat(snapshot.get("visitors")).isEmpty();
        assertThat(snapshot.get("mode").asText()).isEqualTo("aggregate");
        assertThat(snapshot.get("count").asInt()).isEqualTo(6);
        JsonNode stats = json(last("visitors.stats").json());
        assertThat(stats.get("mode").asText()).isEqualTo("aggregate");
        assertThat(stats.get("count").asInt()).isEqualTo(5);
    }

    @Test
    void theApiAnswersWithTotalsAndAnEmptyList() {
        somethingOfEverything(live);

        for (String more : List.of("", "automated", "device")) {
            Reply reply = live.gateway()
                    .visitors(request(
                            live, more.isEmpty() ? Map.of() : Map.of(more, more.equals("device") ? "bot" : "1")));
            JsonNode answer = json(Objects.requireNonNull(reply.body()));
            assertThat(reply.status()).isEqualTo(200);
            assertThat(answer.get("visitors")).isEmpty();
            assertThat(answer.get("next_cursor").isNull()).isTrue();
            assertThat(answer.get("mode").asText()).isEqualTo("aggregate");
            assertThat(answer.get("count").asInt()).isEqualTo(6);
            assertThat(answer.get("active").asInt()).isEqualTo(6);
            assertThat(answer.get("robots").asInt()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"AAAAAAAAAAAAAAAAAAAAAA", "''"})
    void theApiRefusesAJourneyAndNamesTheMode(String token) {
        somethingOfEverything(live);

        Reply reply = live.gateway().journey(request(live, Map.of("visitor_token", token)));
        assertThat(reply.status()).isEqualTo(403);
        assertThat(json(Objects.requireNonNull(reply.body())).get("error").asText())
                .isEqualTo("aggregate_mode");
        assertThat(reply.body()).contains("mode aggregate");
    }

    @Test
    void hostCodeIsGivenTotalsAlone() {
        LiveVisitors hosted =
                open(builder -> builder.pixel("shop").mode(Mode.AGGREGATE).broadcaster(new Broadcaster() {
                    @Override
                    public void broadcast(VisitorEvent event) {
                        told.add(event);
                    }
                }));
        try (hosted) {
            var unused = List.of(
                    hosted.onVisitorActive(told::add),
                    hosted.onVisitorLeft(told::add),
                    hosted.onCustomEvent(told::add),
                    hosted.onPage("/**", told::add),
                    hosted.onTotals(told::add));
            hosted.events().subscribe(new Everything(told));
            somethingOfEverything(hosted).leaves();
            time.advance(Duration.ofSeconds(10));

            assertThat(told).hasSizeGreaterThanOrEqualTo(3).hasOnlyElementsOfType(TotalsChanged.class);
            assertThat(hosted.snapshot("shop").visitors()).isEmpty();
            assertThat(hosted.snapshot(SnapshotQuery.of("shop").withLimit(5)).visitors())
                    .isEmpty();
            assertThat(hosted.snapshot("shop").totals().count()).isEqualTo(5);
        }
    }

    @Test
    void alertsGoOn() {
        List<Alert> alerts = new ArrayList<>();
        var unused = live.alert("shop").whenAbove(3).thenBelow(2).subscribe(alerts::add);
        somethingOfEverything(live);
        time.run();
        assertThat(alerts).hasSize(1);
    }

    @Test
    void namesOfFewerThanKAreSummedAndTheirSumIsExact() {
        try (LiveVisitors shop =
                open(builder -> builder.pixel(Pixel.of("shop").withK(3).withMode(Mode.AGGREGATE)))) {
            for (int i = 0; i < 6; i++) {
                Browser visitor = new Browser(shop, "10.0." + i + ".1").tab("tab-" + i);
                visitor.send(
                        "page_view", Map.of("page_url", "https://shop.example/" + i / 3 % 2 * i, "language", "de"));
            }
            // three are on the front page, the others on pages of their own
            Totals totals = shop.snapshot("shop").totals();
            assertThat(totals.mode()).isEqualTo(Mode.AGGREGATE);
            assertThat(totals.pages()).isEqualTo(Map.of("https://shop.example/0", 3, Totals.OTHER, 3));
            assertThat(totals.entryPages()).isEqualTo(Map.of("https://shop.example/0", 3, Totals.OTHER, 3));
            assertThat(totals.byLanguage()).isEqualTo(Map.of("de", 6));
            assertThat(totals.byDevice()).isEqualTo(Map.of("desktop", 6));
            assertThat(totals.count()).isEqualTo(6);
        }
    }

    @Test
    void everyKindOfNameIsFolded() {
        somethingOfEverything(live);

        Totals totals = live.snapshot("shop").totals();
        for (Map<String, Integer> names : List.of(
                totals.byCountry(),
                totals.byLanguage(),
                totals.pages(),
                totals.entryPages(),
                totals.referrers(),
                totals.utmSources(),
                totals.events())) {
            assertThat(names).containsOnlyKeys(Totals.OTHER);
        }
        assertThat(totals.byDevice()).as("six are no small group").isEqualTo(Map.of("desktop", 6));
        assertThat(totals.byBrowser()).isEqualTo(Map.of("Chrome", 6));
        assertThat(totals.byOs()).isEqualTo(Map.of("Windows", 6));
        assertThat(json(totals.toJson()).get("pages").toString()).isEqualTo("{\"(other)\":6}");
    }

    @Test
    void aPixelIsAsStrictAsItselfOrTheLibrary() {
        try (LiveVisitors mixed = open(builder ->
                builder.pixel(Pixel.of("shop").withMode(Mode.AGGREGATE)).pixel("blog"))) {
            assertThat(mixed.snapshot("shop").totals().mode()).isEqualTo(Mode.AGGREGATE);
            assertThat(mixed.snapshot("blog").totals().mode()).isEqualTo(Mode.FULL);
        }
        try (LiveVisitors strict = open(
                builder -> builder.pixel(Pixel.of("shop").withMode(Mode.FULL)).mode(Mode.AGGREGATE))) {
            assertThat(strict.snapshot("shop").totals().mode()).isEqualTo(Mode.AGGREGATE);
        }
    }

    @Test
    void theModeIsSetByName() {
        try (LiveVisitors named =
                open(builder -> builder.pixel("shop").environment(Map.of("LIVEVISITORS_MODE", "Aggregate")))) {
            assertThat(named.snapshot("shop").totals().mode()).isEqualTo(Mode.AGGREGATE);
        }
    }

    @Test
    void aPixelMadeStricterTakesTheListBackAtOnce() {
        try (LiveVisitors moving = open(builder -> builder.pixels(directory))) {
            var unused = moving.onVisitorActive(told::add);
            follow(moving);
            Browser ann = new Browser(moving, "192.0.2.1").tab("ann");
            ann.views("/");
            time.run();
            assertThat(messages).extracting(FeedMessage::event).contains("visitor.active");
            assertThat(told).hasSize(1);
            messages.clear();

            ann.views("/tea"); // waits in the stream while the mode changes
            directory.pixel = Pixel.of("shop").withMode(Mode.AGGREGATE);
            ann.views("/cups");
            time.advance(Duration.ofSeconds(1));

            assertThat(messages).extracting(FeedMessage::event).containsOnly("visitors.snapshot", "visitors.stats");
            assertThat(json(last("visitors.snapshot").json()).get("visitors")).isEmpty();
            assertThat(told).hasSize(1);

            messages.clear();
            directory.pixel = Pixel.of("shop");
            ann.views("/");
            time.run();
            assertThat(json(last("visitors.snapshot").json()).get("visitors")).hasSize(1);
        }
    }

    @Test
    void aPixelThatIsTakenOutOfTheDirectoryStaysAsStrictAsItWas() {
        directory.pixel = Pixel.of("shop").withMode(Mode.AGGREGATE);
        try (LiveVisitors moving = open(builder -> builder.pixels(directory))) {
            follow(moving);
            Browser ann = new Browser(moving, "192.0.2.1").tab("ann");
            ann.views("/");
            directory.pixel = null;
            assertThat(ann.post(ann.fields("page_view", Map.of())).status()).isEqualTo(404);
            time.advance(Duration.ofMinutes(10));
            assertThat(messages).isNotEmpty().extracting(FeedMessage::event).containsOnly("visitors.stats");
        }
    }

    @Test
    void somebodyIsForgottenWithoutBeingNamed() {
        String token;
        try (LiveVisitors moving = open(builder -> builder.pixels(directory))) {
            new Browser(moving, "192.0.2.1").tab("ann").views("/");
            token = moving.snapshot("shop").visitors().get(0).visitorToken();
            directory.pixel = Pixel.of("shop").withMode(Mode.AGGREGATE);
            follow(moving);
            assertThat(moving.journey("shop", token)).isEmpty();

            assertThat(moving.forget("shop", token)).isTrue();
            time.advance(Duration.ofSeconds(1));
            assertThat(moving.snapshot("shop").totals().count()).isZero();
            assertThat(messages).extracting(FeedMessage::json).noneMatch(json -> json.contains(token));
        }
    }

    // ---------------------------------------------------------------- the scene

    /** Five people on pages of their own, Ann, who did all there is to do, and a robot. */
    private static Browser somethingOfEverything(LiveVisitors on) {
        for (int i = 0; i < 5; i++) {
            new Browser(on, "10.0." + i + ".1")
                    .tab("tab-" + i)
                    .send("page_view", Map.of("page_url", "https://shop.example/" + i));
        }
        new Browser(on, "10.1.0.1")
                .with("User-Agent", "Googlebot/2.1 (+http://www.google.com/bot.html)")
                .tab("robot")
                .views("/");
        Browser ann = new Browser(on, "192.0.2.1").tab("ann");
        ann.send(
                "page_view",
                Map.of(
                        "page_url",
                        "https://shop.example/ann?utm_source=letter",
                        "referrer",
                        "https://friend.example/",
                        "language",
                        "pl",
                        "timezone",
                        "Europe/Warsaw"));
        ann.send("signup", Map.of("custom_data", Map.of("plan", "free")));
        ann.hides(true);
        ann.hides(false);
        return ann;
    }

    private FeedSubscription follow(LiveVisitors on) {
        return on.gateway().feed("shop").orElseThrow().subscribe(messages::add);
    }

    private static io.livevisitors.web.ClientRequest request(LiveVisitors on, Map<String, String> more) {
        Map<String, String> parameters = new LinkedHashMap<>(more);
        parameters.put("pixel_id", "shop");
        return new Browser(on, "192.0.2.9").request("GET", "/api", parameters);
    }

    private FeedMessage last(String event) {
        List<FeedMessage> all =
                messages.stream().filter(m -> m.event().equals(event)).toList();
        return all.get(all.size() - 1);
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    /** One pixel, which the host changes while it is watched. */
    private static final class MovingDirectory implements PixelDirectory {

        private @Nullable Pixel pixel;

        MovingDirectory(Pixel pixel) {
            this.pixel = pixel;
        }

        @Override
        public @Nullable Pixel find(String id) {
            return id.equals("shop") ? pixel : null;
        }

        @Override
        public Collection<Pixel> all() {
            return pixel == null ? List.of() : List.of(pixel);
        }
    }

    private record Everything(List<VisitorEvent> told) implements Flow.Subscriber<VisitorEvent> {

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(VisitorEvent event) {
            told.add(event);
        }

        @Override
        public void onError(Throwable failure) {
            throw new AssertionError(failure);
        }

        @Override
        public void onComplete() {}
    }
}
