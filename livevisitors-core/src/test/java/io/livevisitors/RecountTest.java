package io.livevisitors;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.model.LiveSnapshot;
import io.livevisitors.model.MinuteCount;
import io.livevisitors.model.Totals;
import io.livevisitors.model.Visitor;
import io.livevisitors.model.VisitorState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The totals, kept as counts, are at every moment what counting the visitors one by one gives, from the request on:
 * devices are told by headers, countries by clocks. What the registry makes of them is {@code ModelTest}'s.
 */
class RecountTest {

    private static final int STEPS = 1_000;

    private static final List<String> EVENTS = List.of(
            "page_view",
            "page_view",
            "page_view",
            "heartbeat",
            "heartbeat",
            "visibility",
            "page_leave",
            "engagement",
            "custom",
            "opt_out");

    private static final List<String> USER_AGENTS = List.of(
            Browser.CHROME,
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Mobile/15E148 Safari/604.1",
            "Googlebot/2.1 (+http://www.google.com/bot.html)");

    @Test
    void totalsEqualARecount() {
        Random random = new Random(1);
        ManualTime time = new ManualTime();
        Set<String> names = new TreeSet<>();
        try (LiveVisitors live = time.builder()
                .pixel("shop")
                .limit(Limit.VISITORS_PER_PIXEL, 40)
                .limit(Limit.NAMES_PER_PIXEL, 1_000)
                .limit(Limit.TABS_PER_VISITOR, 3)
                .build()) {
            List<Browser> browsers = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                browsers.add(new Browser(live, "10.0." + i % 50 + "." + i)
                        .with("User-Agent", USER_AGENTS.get(i % 7 == 0 ? 2 : i % 2))
                        .tab(i % 5 == 0 ? null : "tab-" + i));
            }
            for (int step = 0; step < STEPS; step++) {
                act(random, browsers.get(random.nextInt(browsers.size())));
                if (random.nextInt(4) == 0) {
                    time.advance(Duration.ofMillis(random.nextInt(random.nextInt(50) == 0 ? 120_000 : 4_000)));
                }
                LiveSnapshot snapshot = live.snapshot("shop");
                check(snapshot, "step " + step);
                names.addAll(snapshot.totals().byDevice().keySet());
                names.addAll(snapshot.totals().byBrowser().keySet());
                names.addAll(snapshot.totals().byOs().keySet());
                names.addAll(snapshot.totals().byCountry().keySet());
            }
            assertThat(names).contains("desktop", "mobile", "Chrome", "Windows", "iOS", "PL");
        }
    }

    /** One random event; what is over a limit is refused, which is part of the game. */
    private static void act(Random random, Browser browser) {
        String type = EVENTS.get(random.nextInt(EVENTS.size()));
        if (type.equals("opt_out") && random.nextInt(20) != 0) {
            type = "page_view";
        }
        Map<String, Object> more = new HashMap<>();
        more.put("page_url", "https://shop.example/" + random.nextInt(12));
        more.put("hidden", random.nextBoolean());
        more.put("timezone", random.nextBoolean() ? "Europe/Warsaw" : "UTC");
        if (random.nextInt(3) == 0) {
            more.put("referrer", "https://r" + random.nextInt(5) + ".example/");
        }
        if (random.nextInt(10) == 0) {
            more.put("seq", Math.max(0, browser.seq() - random.nextInt(4)));
        }
        assertThat(browser.post(browser.fields(type, more)).status()).isIn(204, 429);
    }

    private static void check(LiveSnapshot snapshot, String when) {
        Totals totals = snapshot.totals();
        List<Visitor> visitors = snapshot.visitors();
        assertThat(totals.count()).as(when).isEqualTo(visitors.size()).isLessThanOrEqualTo(40);
        assertThat(totals.active()).as(when).isEqualTo(in(visitors, VisitorState.ACTIVE));
        assertThat(totals.idle()).as(when).isEqualTo(in(visitors, VisitorState.IDLE));
        assertThat(totals.leaving()).as(when).isEqualTo(in(visitors, VisitorState.LEAVING));
        assertThat(totals.tabs())
                .as(when)
                .isEqualTo(visitors.stream().mapToInt(Visitor::tabs).sum());
        assertThat(totals.pages()).as(when).isEqualTo(by(visitors, Visitor::pageUrl));
        assertThat(totals.entryPages()).as(when).isEqualTo(by(visitors, Visitor::entryPage));
        assertThat(totals.referrers()).as(when).isEqualTo(by(visitors, Visitor::referrer));
        assertThat(totals.byCountry()).as(when).isEqualTo(by(visitors, Visitor::country));
        assertThat(totals.byBrowser())
                .as(when)
                .isEqualTo(by(visitors, v -> v.device().browser()));
        assertThat(totals.byOs())
                .as(when)
                .isEqualTo(by(visitors, v -> v.device().os()));
        assertThat(totals.byDevice())
                .as(when)
                .isEqualTo(by(visitors, v -> v.device().type().wireName()));
        assertThat(totals.series())
                .as(when)
                .hasSize(30)
                .extracting(MinuteCount::visitors)
                .allMatch(n -> n >= 0);
        assertThat(totals.series().get(29).visitors()).as(when).isGreaterThanOrEqualTo(totals.count());
        assertThat(visitors).as(when).allMatch(v -> (v.tabs() == 0) || v.state() != VisitorState.LEAVING);
    }

    private static int in(List<Visitor> visitors, VisitorState state) {
        return (int)
                visitors.stream().filter(visitor -> visitor.state() == state).count();
    }

    private static Map<String, Integer> by(List<Visitor> visitors, Function<Visitor, @Nullable String> name) {
        Map<String, Integer> counts = new HashMap<>();
        for (Visitor visitor : visitors) {
            String value = name.apply(visitor);
            if (value != null) {
                counts.merge(value, 1, Integer::sum);
            }
        }
        return counts;
    }
}
