package io.livevisitors.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.Limit;
import io.livevisitors.LiveVisitorsBuilder;
import io.livevisitors.servlet.Call.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RateLimitTest {

    private final Site site = Site.start(settings());

    /** The minute does not pass. */
    private static LiveVisitorsBuilder settings() {
        return Site.settings().trustedProxies("127.0.0.0/8").ticker(() -> 0);
    }

    @AfterEach
    void stop() {
        site.close();
    }

    @Test
    void addressMaySendTwoHundredPageViewsAMinute() {
        for (int i = 0; i < 200; i++) {
            assertThat(pageView("203.0.113.7", "v").status()).isEqualTo(204);
        }
        assertLimited(pageView("203.0.113.7", "v"));
        assertThat(site.pageViews()).isEqualTo(200);

        assertThat(pageView("203.0.113.8", "v").status()).isEqualTo(204);
        assertThat(site.pageViews()).isEqualTo(201);
    }

    @Test
    void customEventsShareTheLimitOfTheAddress() {
        for (int i = 0; i < 200; i++) {
            assertThat(send("203.0.113.7", Events.of("add_to_cart", ",\"visitor_token\":\"v\""))
                            .status())
                    .isEqualTo(204);
        }
        assertLimited(pageView("203.0.113.7", "v"));
        assertThat(site.totals().events()).containsEntry("add_to_cart", 200);
        assertThat(site.pageViews()).isZero();
    }

    @Test
    void batchIsTakenWholeOrNotAtAll() {
        for (int i = 0; i < 3; i++) {
            assertThat(batch(50).status()).isEqualTo(204);
        }
        assertThat(batch(49).status()).isEqualTo(204);
        assertThat(site.pageViews()).isEqualTo(199);

        assertLimited(batch(2));
        assertThat(site.pageViews()).isEqualTo(199);
        assertThat(batch(1).status()).isEqualTo(204);
    }

    private Answer batch(int events) {
        return site.call("POST", "/batch")
                .body("application/json", Events.batch(events))
                .header("X-Forwarded-For", "203.0.113.7")
                .send();
    }

    @Test
    void knownTabMayBeatSixtyTimesAMinute() {
        send("203.0.113.7", Events.of("page_view", ",\"tab_id\":\"t\",\"seq\":1"));
        for (int i = 0; i < 60; i++) {
            Answer answer = send("203.0.113.7", Events.of("heartbeat", ",\"tab_id\":\"t\",\"seq\":" + (i + 2)));
            assertThat(answer.status()).isEqualTo(204);
        }

        assertLimited(send("203.0.113.7", Events.of("heartbeat", ",\"tab_id\":\"t\",\"seq\":62")));
        assertLimited(send("203.0.113.7", Events.of("visibility", ",\"tab_id\":\"t\",\"seq\":63,\"hidden\":true")));
        assertThat(pageView("203.0.113.7", "v").status()).isEqualTo(204);
    }

    @Test
    void networkMayBringThreeHundredNewVisitorsAMinute() {
        for (int i = 0; i < 300; i++) {
            assertThat(pageView("203.0.113." + i % 250, "visitor" + i).status()).isEqualTo(204);
        }
        assertThat(site.totals().count()).isEqualTo(300);

        assertLimited(pageView("203.0.113.251", "one too many"));
        assertThat(site.totals().count()).isEqualTo(300);
        assertThat(pageView("203.0.113.7", "visitor7").status()).isEqualTo(204);
        assertThat(pageView("203.0.114.1", "next door").status()).isEqualTo(204);
        assertThat(site.totals().count()).isEqualTo(301);
    }

    @Test
    void networkOfIpv6IsItsForty8() {
        for (int i = 0; i < 300; i++) {
            assertThat(pageView("2001:db8:1:" + Integer.toHexString(i) + "::1", "visitor" + i)
                            .status())
                    .isEqualTo(204);
        }
        assertLimited(pageView("2001:db8:1:ffff::1", "one too many"));
        assertThat(pageView("2001:db8:2::1", "next door").status()).isEqualTo(204);
    }

    @Test
    void networkMaySendTwentyTimesWhatAnAddressMay() {
        try (Site small =
                Site.start(Site.settings().trustedProxies("127.0.0.0/8").limit(Limit.EVENTS_PER_ADDRESS, 2))) {
            for (int i = 0; i < 40; i++) {
                assertThat(pageView(small, "203.0.113." + i, "v").status()).isEqualTo(204);
            }
            assertLimited(pageView(small, "203.0.113.99", "v"));
            assertThat(pageView(small, "203.0.114.99", "v").status()).isEqualTo(204);
        }
    }

    private Answer pageView(String address, String visitor) {
        return pageView(site, address, visitor);
    }

    private static Answer pageView(Site site, String address, String visitor) {
        return send(site, address, Events.pageViewWith(",\"visitor_token\":\"" + visitor + "\""));
    }

    private Answer send(String address, String json) {
        return send(site, address, json);
    }

    private static Answer send(Site site, String address, String json) {
        return site.event(json).header("X-Forwarded-For", address).send();
    }

    private static void assertLimited(Answer answer) {
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.header("Retry-After")).matches("[1-9]|[1-5][0-9]|60");
        assertThat(answer.text())
                .isEqualTo("{\"error\":\"rate_limited\",\"message\":\"too many events; try again in "
                        + answer.header("Retry-After") + " s\"}");
    }
}
