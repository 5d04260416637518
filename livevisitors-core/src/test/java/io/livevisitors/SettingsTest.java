package io.livevisitors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.livevisitors.model.SnapshotQuery;
import io.livevisitors.web.DashboardAuthorizer;
import java.time.Duration;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A setting that will not do is refused at once, by name, with its value and the remedy. */
class SettingsTest {

    static Stream<Arguments> wrongSettings() {
        return Stream.of(
                wrong("pixels", "dashboard", () -> builder().pixel("dashboard")),
                wrong("pixels", "with space", () -> builder().pixel("with space")),
                wrong("pixels", "", () -> builder().pixel("")),
                wrong("pixel.k", "0", () -> Pixel.of("shop").withPublicCount(0)),
                wrong("pixel.k", "-1", () -> Pixel.of("shop").withK(-1)),
                wrong(
                        "pixel",
                        "shop",
                        () -> builder()
                                .pixel("shop")
                                .pixel("shop")
                                .keys("a", "k", "s")
                                .build()),
                wrong("pixels", "", () -> builder().keys("a", "k", "s").build()),
                wrong("app_id", "", () -> builder().pixel("shop").build()),
                wrong("app_key", "a b", () -> builder().keys("app", "a b", "secret")),
                wrong("app_id", "", () -> builder().keys("", "key", "secret")),
                wrong("app_secret", "a value of 1 characters", () -> builder().keys("app", "key", " ")),
                wrong("keys", "given twice", () -> builder().keys("a", "k", "s").keys("a", "k", "s")),
                wrong(
                        "authorizer",
                        "given twice",
                        () -> builder().authorizer(request -> true).authorizer(request -> true)),
                wrong("allowed_origins", "ftp://x", () -> builder().allowedOrigins("ftp://x")),
                wrong(
                        "allowed_origins",
                        "https://a.b/path",
                        () -> Pixel.of("shop").withAllowedOrigins("https://a.b/path")),
                wrong("allowed_origins", "http://a:99999", () -> builder().allowedOrigins("http://a:99999")),
                wrong("trusted_proxies", "10.0.0.0/33", () -> builder().trustedProxies("10.0.0.0/33")),
                wrong("trusted_proxies", "proxy.local", () -> builder().trustedProxies("proxy.local")),
                wrong("country_header", "", () -> builder().countryHeader("")),
                wrong("country_header", "CF IPCountry", () -> builder().countryHeader("CF IPCountry")),
                wrong("country_header", "CF-IPCountry:", () -> builder().countryHeader("CF-IPCountry:")),
                wrong("country_header", "CF-IP\r\nCountry", () -> builder().countryHeader("CF-IP\r\nCountry")),
                wrong("country_header", "CF-\u0130PCountry", () -> builder().countryHeader("CF-\u0130PCountry")),
                wrong(
                        "country_header",
                        "given twice",
                        () -> builder().countryHeader("CF-IPCountry").countryHeader("CF-IPCountry")),
                wrong(
                        "country_header",
                        "CF-IPCountry",
                        () -> builder()
                                .pixel("shop")
                                .keys("app", "key", "secret")
                                .countryHeader("CF-IPCountry")
                                .build()),
                wrong("active_window", "0 ms", () -> builder().activeWindow(Duration.ZERO)),
                wrong("grace_period", "1 h", () -> builder().gracePeriod(Duration.ofHours(1))),
                wrong(
                        "grace_period",
                        "5 s",
                        () -> builder()
                                .pixel("shop")
                                .keys("app", "key", "secret")
                                .activeWindow(Duration.ofSeconds(1))
                                .gracePeriod(Duration.ofSeconds(5))
                                .build()),
                wrong(
                        "public_url",
                        "given twice",
                        () -> builder().publicUrl("https://a.example").publicUrl("https://b.example")),
                wrong("app_secret", "a value of 257 characters", () -> builder().keys("app", "key", "x".repeat(257))),
                wrong("tab_timeout", "PT-1S", () -> builder().tabTimeout(Duration.ofSeconds(-1))),
                wrong("activity_timeout", "500 ms", () -> builder().activityTimeout(Duration.ofMillis(500))),
                wrong("pong_timeout", "2 h", () -> builder().pongTimeout(Duration.ofHours(2))),
                wrong("send_timeout", "0 ms", () -> builder().sendTimeout(Duration.ZERO)),
                wrong("max_outbox_age", "0 ms", () -> builder().maxOutboxAge(Duration.ZERO)),
                wrong("activity_timeout", "1500 ms", () -> builder().activityTimeout(Duration.ofMillis(1_500))),
                wrong("ping_interval", "0 ms", () -> builder().pingInterval(Duration.ZERO)),
                wrong("subscription_timeout", "25 h", () -> builder().subscriptionTimeout(Duration.ofHours(25))),
                wrong("message_window", "99 ms", () -> builder().messageWindow(Duration.ofMillis(99))),
                wrong("spam_referrers", "spam", () -> builder().spamReferrers("spam")),
                wrong(
                        "spam_referrers",
                        "https://spam.example/",
                        () -> builder().spamReferrers("https://spam.example/")),
                wrong("spam_referrers", "192.0.2.1", () -> builder().spamReferrers("", "192.0.2.1")),
                wrong("public_url", "shop.example", () -> builder().publicUrl("shop.example")),
                wrong(
                        "public_url",
                        "https://shop.example/?x=1",
                        () -> builder().publicUrl("https://shop.example/?x=1")));
    }

    @ParameterizedTest
    @MethodSource("wrongSettings")
    void aWrongSettingIsNamedWithItsValueAndARemedy(String setting, String value, ThrowingCallable call) {
        assertThatExceptionOfType(SettingException.class).isThrownBy(call).satisfies(e -> {
            assertThat(e.setting()).isEqualTo(setting);
            assertThat(e.value()).isEqualTo(value);
            assertThat(e.remedy()).isNotBlank();
            assertThat(e).hasMessageContaining(setting).hasMessageContaining(e.remedy());
        });
    }

    static Stream<Arguments> wrongQueries() {
        String range = "use 0 to " + SnapshotQuery.MAX_LIMIT + " and page by cursor";
        String cursors = "use the next_cursor of the answer before";
        return Stream.of("shop", "unknown")
                .map(SnapshotQuery::of)
                .flatMap(query -> Stream.of(
                        Arguments.of(query.withLimit(-1), "limit", "-1", range),
                        Arguments.of(query.withLimit(1_000_000), "limit", "1000000", range),
                        Arguments.of(query.withCursor("x"), "cursor", "x", cursors),
                        Arguments.of(query.withCursor("1.x"), "cursor", "1.x", cursors)));
    }

    @ParameterizedTest
    @MethodSource("wrongQueries")
    void aWrongQueryIsRefusedAsAWrongSettingIs(SnapshotQuery query, String part, String value, String remedy) {
        try (LiveVisitors live =
                builder().pixel("shop").keys("app", "key", "secret").build()) {
            assertThatExceptionOfType(SettingException.class)
                    .isThrownBy(() -> live.snapshot(query))
                    .withMessage(part + ": \"" + value + "\" will not do; " + remedy)
                    .satisfies(e -> {
                        assertThat(e.setting()).isEqualTo(part);
                        assertThat(e.value()).isEqualTo(value);
                        assertThat(e.remedy()).isEqualTo(remedy);
                    });
        }
    }

    @ParameterizedTest
    @EnumSource(Limit.class)
    void everyLimitHasARangeAroundItsDefault(Limit limit) {
        assertThat(limit.defaultValue()).isBetween(limit.min(), limit.max());
        assertThatExceptionOfType(SettingException.class)
                .isThrownBy(() -> builder().limit(limit, limit.min() - 1))
                .withMessageContaining(limit.settingName())
                .withMessageContaining(String.valueOf(limit.min()));
        assertThat(limit.validated(limit.max())).isEqualTo(limit.max());
    }

    @Test
    void aShortDashboardTokenIsRefusedWithoutBeingShown() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> DashboardAuthorizer.token("hunter2"))
                .withMessageContaining("7 characters")
                .withMessageNotContaining("hunter2");
    }

    @Test
    void nothingShowsASecret() {
        try (LiveVisitors live =
                builder().pixel("shop").keys("app", "key", "top-secret").build()) {
            assertThat(live.gateway().signer().toString()).doesNotContain("top-secret");
            assertThat(DashboardAuthorizer.token("0123456789abcdef").toString()).doesNotContain("0123456789abcdef");
        }
    }

    private static LiveVisitorsBuilder builder() {
        return LiveVisitors.builder();
    }

    private static Arguments wrong(String setting, String value, ThrowingCallable call) {
        return Arguments.of(setting, value, call);
    }
}
