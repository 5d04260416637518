package io.livevisitors.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.Limit;
import io.livevisitors.LiveVisitorsBuilder;
import io.livevisitors.abuse.Wire.Answer;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Too many events, too many visitors, and pixels that there are none of. */
class RateAbuseTest {

    private static final String HONEST = "127.50.0.1";

    private final AtomicLong passed = new AtomicLong();

    private Site site(Container container) {
        return Site.with(container, this::limits);
    }

    private LiveVisitorsBuilder limits(LiveVisitorsBuilder builder) {
        return builder.limit(Limit.EVENTS_PER_ADDRESS, 5)
                .limit(Limit.ADDRESSES_PER_NETWORK, 2)
                .limit(Limit.NEW_VISITORS_PER_NETWORK, 3)
                .trustedProxies("127.0.0.1")
                .ticker(() -> System.nanoTime() + passed.get());
    }

    @ParameterizedTest
    @EnumSource(Container.class)
    void anAddressIsHeldToItsMinute(Container container) throws IOException {
        try (Site site = site(container)) {
            for (int i = 0; i < 5; i++) {
                assertThat(from(site, "127.40.0.1", "")).isEqualTo(204);
            }
            Answer answer = site.postFrom("127.40.0.1", Site.pageView(""));
            assertThat(answer.status()).isEqualTo(429);
            assertThat(answer.body())
                    .startsWith("{\"error\":\"rate_limited\",\"message\":\"too many events; try again in ");
            assertThat(Integer.parseInt(answer.header("Retry-After"))).isBetween(1, 60);
            assertThat(site.live().snapshot("shop").totals().series().stream()
                            .mapToInt(minute -> minute.pageViews())
                            .sum())
                    .isEqualTo(5);
            assertThat(site.counted("rate_limited")).isEqualTo(1);
            assertThat(from(site, HONEST, "")).isEqualTo(204);
            passed.addAndGet(TimeUnit.SECONDS.toNanos(61));
            assertThat(from(site, "127.40.0.1", "")).isEqualTo(204);
        }
    }

    @ParameterizedTest
    @EnumSource(Container.class)
    void aNetworkIsHeldToSoManyAddresses(Container container) throws IOException {
        try (Site site = site(container)) {
            for (int i = 1; i <= 10; i++) {
                assertThat(from(site, "127.40.0." + i, ",\"visitor_token\":\"same\""))
                        .isEqualTo(204);
            }
            assertThat(from(site, "127.40.0.11", ",\"visitor_token\":\"same\"")).isEqualTo(429);
            assertThat(from(site, "127.40.1.11", ",\"visitor_token\":\"same\"")).isEqualTo(204);
            assertThat(from(site, HONEST, "")).isEqualTo(204);
            assertThat(site.count()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource(Container.class)
    void aNetworkShowsNoMoreThanSoManyNewVisitors(Container container) throws IOException {
        try (Site site = site(container)) {
            assertThat(from(site, HONEST, ",\"tab_id\":\"mine\"")).isEqualTo(204);
            for (int i = 1; i <= 9; i++) {
                int status = from(site, "127.40.0." + i, ",\"visitor_token\":\"v" + i + "\",\"tab_id\":\"t" + i + '"');
                assertThat(status).isEqualTo(i <= 3 ? 204 : 429);
            }
            assertThat(site.count()).isEqualTo(4);
            assertThat(site.live().snapshot("shop").totals().limits().refused()).isEqualTo(6);
            assertThat(site.counted("rate_limited")).isEqualTo(6);
            assertThat(from(site, HONEST, ",\"tab_id\":\"mine\",\"seq\":2")).isEqualTo(204);
            assertThat(site.count()).isEqualTo(4);
        }
    }

    @ParameterizedTest
    @EnumSource(Container.class)
    void anAddressOfIpv6IsA64AndItsNetworkA48(Container container) throws IOException {
        try (Site site = site(container)) {
            for (int i = 1; i <= 6; i++) {
                assertThat(forwarded(site, "2001:db8:1:1::" + i, "same")).isEqualTo(i <= 5 ? 204 : 429);
            }
            for (int i = 2; i <= 7; i++) {
                assertThat(forwarded(site, "2001:db8:1:" + i + "::1", "same")).isEqualTo(i <= 6 ? 204 : 429);
            }
            assertThat(forwarded(site, "2001:db8:2:1::1", "same")).isEqualTo(204);
        }
    }

    @ParameterizedTest
    @EnumSource(Container.class)
    void unknownPixelsLeaveANumber(Container container) throws IOException {
        try (Site site = site(container)) {
            for (int i = 0; i < 50; i++) {
                Answer answer = site.post(Site.pageView("").replace("\"shop\"", "\"p" + i + '"'));
                assertThat(answer.status()).isEqualTo(404);
                assertThat(answer.body()).startsWith("{\"error\":\"unknown_pixel\"");
            }
            for (String id :
                    new String[] {"../shop", "shop ", "shop/x", "s".repeat(65), "sh\\u0000op", "", "__proto__"}) {
                int status = site.post(Site.pageView("").replace("\"shop\"", '"' + id + '"'))
                        .status();
                assertThat(status).as(id).isEqualTo(id.equals("__proto__") ? 404 : 400);
            }
            site.assertNothingRecorded();
            assertThat(site.counted("unknown_pixel")).isEqualTo(51);
            assertThat(site.counted("invalid_event")).isEqualTo(6);
            assertThat(site.live().snapshot("p1").visitors()).isEmpty();
        }
    }

    private static int from(Site site, String address, String more) throws IOException {
        return site.postFrom(address, Site.pageView(more)).status();
    }

    private static int forwarded(Site site, String address, String token) throws IOException {
        String body = Site.pageView(",\"visitor_token\":\"" + token + '"');
        return site.post(body, "X-Forwarded-For: " + address).status();
    }
}
