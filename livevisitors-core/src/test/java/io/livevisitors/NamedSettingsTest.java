package io.livevisitors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.livevisitors.web.DashboardAuthorizer;
import io.livevisitors.web.SocketLimits;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings by name: from properties, and from the environment as the library and Reverb's operators name them. */
class NamedSettingsTest {

    private static final Map<String, String> KEYS =
            Map.of("REVERB_APP_ID", "744402", "REVERB_APP_KEY", "key-1", "REVERB_APP_SECRET", "hush");

    /** Of each setting a value that will not do. */
    private static final Map<String, String> WRONG = Map.ofEntries(
            Map.entry("app_id", "a/b"),
            Map.entry("app_key", "a b"),
            Map.entry("app_secret", "with space"),
            Map.entry("pixels", "shop,shop"),
            Map.entry("dashboard_token", "letmein"),
            Map.entry("allowed_origins", "ftp://x"),
            Map.entry("trusted_proxies", "10.0.0.0/33"),
            Map.entry("country_header", "CF IPCountry"),
            Map.entry("leave_out_roles", "staff,,admin"),
            Map.entry("query_keys", "category,a=b"),
            Map.entry("routes", "/order/{id,/tea"),
            Map.entry("dropped_pages", "account/**"),
            Map.entry("public_url", "shop.example"));

    static Stream<Arguments> everyName() {
        return NamedSetting.ALL.stream().flatMap(setting -> {
            Stream<String> names = setting.reverb() == null
                    ? Stream.of(setting.variable())
                    : Stream.of(setting.variable(), setting.reverb());
            return names.map(name -> Arguments.of(setting, name));
        });
    }

    static Stream<NamedSetting> everySetting() {
        return NamedSetting.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("everyName")
    void aWrongVariableStopsTheStartByItsOwnNameWithWhatIsAllowed(NamedSetting setting, String variable) {
        String wrong = WRONG.getOrDefault(setting.name(), "perhaps");

        assertThatExceptionOfType(SettingException.class)
                .isThrownBy(() -> LiveVisitors.builder().environment(Map.of(variable, wrong)))
                .satisfies(e -> {
                    assertThat(e.setting()).isEqualTo(variable);
                    assertThat(e.remedy()).isNotBlank();
                    assertThat(e).hasMessageContainingAll(variable, e.value(), e.remedy());
                    assertThat(e.value()).isEqualTo(shown(setting, wrong));
                });
    }

    @ParameterizedTest
    @MethodSource("everySetting")
    void aWrongPropertyStopsTheStartByItsOwnNameWithWhatIsAllowed(NamedSetting setting) {
        String wrong = WRONG.getOrDefault(setting.name(), "perhaps");

        assertThatExceptionOfType(SettingException.class)
                .isThrownBy(() -> LiveVisitors.builder().properties(properties(setting.property(), wrong)))
                .satisfies(e -> {
                    assertThat(e.setting()).isEqualTo(setting.property());
                    assertThat(e.value()).isEqualTo(shown(setting, wrong));
                });
    }

    /** A secret is described, not shown. */
    private static String shown(NamedSetting setting, String value) {
        boolean secret = List.of("app_secret", "dashboard_token").contains(setting.name());
        return secret ? "a value of " + value.length() + " characters" : value;
    }

    @Test
    void everySettingCanBeSetByNameAlone() {
        Map<String, String> environment = new HashMap<>();
        environment.put("LIVEVISITORS_APP_ID", "app");
        environment.put("LIVEVISITORS_APP_KEY", "key");
        environment.put("LIVEVISITORS_APP_SECRET", "secret");
        environment.put("LIVEVISITORS_PIXELS", "shop, blog");
        environment.put("LIVEVISITORS_GRACE_PERIOD", "2s");
        environment.put("LIVEVISITORS_OUTBOX_BYTES", "70_000");

        try (LiveVisitors live = LiveVisitors.builder().environment(environment).build()) {
            assertThat(live.gateway().appId()).isEqualTo("app");
            assertThat(live.gateway().appKey()).isEqualTo("key");
            assertThat(live.gateway().isPixel("blog")).isTrue();
            assertThat(live.gateway().socketLimits().outbox().bytes()).isEqualTo(70_000);
        }
    }

    @Test
    void reverbsNamesMeanTheSame() {
        SocketLimits limits = limits(Map.of(
                "REVERB_APP_ACTIVITY_TIMEOUT", "20",
                "REVERB_APP_PING_INTERVAL", "45",
                "REVERB_APP_MAX_CONNECTIONS", "7",
                "REVERB_APP_MAX_MESSAGE_SIZE", "20000",
                "REVERB_APP_ACCEPT_CLIENT_EVENTS_FROM", "none",
                "REVERB_APP_RATE_LIMIT_TERMINATE", "true"));

        assertThat(limits.keepAlive().activityTimeout()).isEqualTo(Duration.ofSeconds(20));
        assertThat(limits.keepAlive().pingInterval()).isEqualTo(Duration.ofSeconds(45));
        assertThat(limits.quota().connections()).isEqualTo(7);
        assertThat(limits.messages().maxBytes()).isEqualTo(20_000);
        assertThat(limits.api().requestBytes())
                .as("as the messages, unless set")
                .isEqualTo(20_000);
        assertThat(limits.messages().clientEvents()).isFalse();
        assertThat(limits.messages().closeBeyondRate()).isTrue();
        assertThat(limits(Map.of("REVERB_MAX_REQUEST_SIZE", "30000")).api().requestBytes())
                .isEqualTo(30_000);
    }

    @Test
    void pingsAtTheActivityTimeoutUnlessToldOtherwise() {
        assertThat(limits(Map.of("REVERB_APP_ACTIVITY_TIMEOUT", "20"))
                        .keepAlive()
                        .pingInterval())
                .isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void reverbsRateLimitIsSixtyAMinuteOnceEnabled() {
        SocketLimits.Messages messages =
                limits(Map.of("REVERB_APP_RATE_LIMITING_ENABLED", "true")).messages();
        assertThat(messages.perWindow()).isEqualTo(60);
        assertThat(messages.window()).isEqualTo(Duration.ofMinutes(1));

        SocketLimits.Messages own = limits(Map.of(
                        "REVERB_APP_RATE_LIMITING_ENABLED", "(true)",
                        "REVERB_APP_RATE_LIMIT_MAX_ATTEMPTS", "5",
                        "REVERB_APP_RATE_LIMIT_DECAY_SECONDS", "10"))
                .messages();
        assertThat(own.perWindow()).isEqualTo(5);
        assertThat(own.window()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void reverbsRateLimitCanBeTurnedOff() {
        SocketLimits.Messages messages = limits(
                        Map.of("REVERB_APP_RATE_LIMITING_ENABLED", "false", "REVERB_APP_RATE_LIMIT_MAX_ATTEMPTS", "5"))
                .messages();

        assertThat(messages.perWindow()).isEqualTo(Limit.MESSAGES_PER_WINDOW.max());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "null", "(null)", "empty"})
    void aVariableThatIsNothingInLaravelIsNotSet(String nothing) {
        assertThat(limits(Map.of("REVERB_APP_MAX_CONNECTIONS", nothing)).quota().connections())
                .isEqualTo(Limit.CONNECTIONS.defaultValue());
    }

    @Test
    void theLibrarysOwnNameStandsBesideReverbs() {
        assertThat(limits(Map.of("REVERB_APP_MAX_CONNECTIONS", "7", "LIVEVISITORS_CONNECTIONS", "9"))
                        .quota()
                        .connections())
                .isEqualTo(9);
    }

    @ParameterizedTest
    @CsvSource({
        "REVERB_APP_ACCEPT_CLIENT_EVENTS_FROM, all, members or none",
        "REVERB_APP_RATE_LIMITING_ENABLED, maybe, true or false",
        "REVERB_SCALING_ENABLED, 2, true or false",
        "REVERB_PORT, 70000, port from 0 to 65535",
        "REVERB_SERVER_PORT, http, port from 0 to 65535",
        "VITE_REVERB_PORT, '', ",
        "REVERB_SCHEME, wss, http or https",
        "VITE_REVERB_SCHEME, tls, http or https",
    })
    void otherNamesOfReverbsAreCheckedToo(String name, String value, String remedy) {
        if (remedy == null) {
            assertThat(limits(Map.of(name, value))).isNotNull();
            return;
        }
        assertThatExceptionOfType(SettingException.class)
                .isThrownBy(() -> LiveVisitors.builder().environment(Map.of(name, value)))
                .satisfies(e -> {
                    assertThat(e.setting()).isEqualTo(name);
                    assertThat(e.value()).isEqualTo(value);
                    assertThat(e.remedy()).contains(remedy);
                });
    }

    @Test
    void aRedisUrlIsRefusedWithoutShowingItsPassword() {
        assertThatExceptionOfType(SettingException.class)
                .isThrownBy(() -> LiveVisitors.builder().environment(Map.of("REDIS_URL", "http://:hunter2@cache")))
                .withMessageContaining("redis://")
                .withMessageNotContaining("hunter2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://my_redis:6379",
                "rediss://cache",
                "tls://:hunter2@cache:6380",
                "tcp://10.0.0.7:6379",
                "unix:///run/redis.sock",
                "redis-sentinel://one,two/0#main"
            })
    void aRedisUrlMayBeWhateverAClientTakes(String url) {
        assertThat(limits(Map.of("REDIS_URL", url))).isNotNull();
    }

    /** What Kubernetes tells every pod beside a service called {@code reverb}, and Docker of a link. */
    @ParameterizedTest
    @ValueSource(strings = {"tcp://10.96.0.12:8080", "udp://10.96.0.12:53", "tcp://[fd00::1]:8080"})
    void theAddressOfAServiceCalledReverbIsNoPort(String address) {
        assertThat(limits(Map.of("REVERB_PORT", address, "REVERB_SERVER_PORT", address)))
                .isNotNull();
    }

    @Test
    void anEmptyVariableThatLooksLikeASettingIsNotSet() {
        assertThat(Surroundings.of(Map.of("LIVEVISITORS_COLOUR", "", "LIVEVISITORS_SIZE", "null"))
                        .unknown())
                .isEmpty();
    }

    @Test
    void variablesOfOthersAreIgnored() {
        assertThat(limits(Map.of("PATH", "/bin", "APP_KEY", "base64:x"))).isNotNull();
    }

    @Test
    void codeStandsOverPropertiesAndPropertiesOverTheEnvironment() {
        Map<String, String> environment = new HashMap<>(KEYS);
        environment.put("LIVEVISITORS_CONNECTIONS", "1");
        environment.put("LIVEVISITORS_PONG_TIMEOUT", "1s");
        environment.put("LIVEVISITORS_SEND_TIMEOUT", "1s");
        Properties properties = properties("livevisitors.connections", "2");
        properties.setProperty("livevisitors.pong-timeout", "2s");

        try (LiveVisitors live = LiveVisitors.builder()
                .limit(Limit.CONNECTIONS, 3)
                .environment(environment)
                .properties(properties)
                .pixel("shop")
                .build()) {
            SocketLimits limits = live.gateway().socketLimits();
            assertThat(limits.quota().connections()).isEqualTo(3);
            assertThat(limits.keepAlive().pongTimeout()).isEqualTo(Duration.ofSeconds(2));
            assertThat(limits.outbox().sendTimeout()).isEqualTo(Duration.ofSeconds(1));
        }
    }

    @Test
    void codeThatGivesPixelsReplacesThoseOfTheEnvironment() {
        Map<String, String> environment = new HashMap<>(KEYS);
        environment.put("LIVEVISITORS_PIXELS", "blog");

        try (LiveVisitors live =
                LiveVisitors.builder().environment(environment).pixel("shop").build()) {
            assertThat(live.gateway().isPixel("shop")).isTrue();
            assertThat(live.gateway().isPixel("blog")).isFalse();
        }
    }

    @Test
    void aPropertyThatIsSetTwiceIsRefused() {
        Properties properties = properties("livevisitors.app-id", "b");
        properties.setProperty("livevisitors.app_id", "a");

        assertThatExceptionOfType(SettingException.class)
                .isThrownBy(() -> LiveVisitors.builder().properties(properties))
                .withMessageContainingAll("livevisitors.app_id", "given twice", "livevisitors.app-id");
    }

    @Test
    void aPropertyThatIsNoTextIsRefused() {
        Properties properties = new Properties();
        properties.put("livevisitors.connections", 5);

        assertThatExceptionOfType(SettingException.class)
                .isThrownBy(() -> LiveVisitors.builder().properties(properties))
                .withMessageContainingAll("livevisitors.connections", "Integer", "as text");
    }

    /** A value may be a secret under a name that is nearly right. */
    @ParameterizedTest
    @ValueSource(strings = {"livevisitors.app_secrt", "livevisitors.dashboard_tokn", "livevisitors.colour"})
    void theValueOfAnUnknownPropertyIsNotShown(String name) {
        assertThatExceptionOfType(SettingException.class)
                .isThrownBy(() -> LiveVisitors.builder().properties(properties(name, "hunter2")))
                .withMessageContainingAll(name, "a value of 7 characters")
                .withMessageNotContaining("hunter2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://user:hunter2@shop.example", "https://hunter2@", "ftp://a:hunter2@b"})
    void thePasswordInAPublicUrlIsNotShown(String url) {
        assertThatExceptionOfType(SettingException.class)
                .isThrownBy(() -> LiveVisitors.builder().environment(Map.of("LIVEVISITORS_PUBLIC_URL", url)))
                .withMessageContaining("LIVEVISITORS_PUBLIC_URL")
                .withMessageNotContaining("hunter2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://shop.example:0/",
                "https://shop.example:99999/",
                "https://shop.example/#x",
                "https://a/?b"
            })
    void aPublicUrlIsOneThatASocketCanBeOpenedAt(String url) {
        assertThatExceptionOfType(SettingException.class)
                .isThrownBy(() -> LiveVisitors.builder().publicUrl(url))
                .withMessageContainingAll("public_url", url);
    }

    @ParameterizedTest
    @CsvSource({
        "LIVEVISITORS_CONNECTIONS, 9, REVERB_APP_MAX_CONNECTIONS, perhaps",
        "REVERB_APP_RATE_LIMITING_ENABLED, false, REVERB_APP_RATE_LIMIT_MAX_ATTEMPTS, abc",
        "REVERB_APP_RATE_LIMITING_ENABLED, false, REVERB_APP_RATE_LIMIT_DECAY_SECONDS, abc",
    })
    void aWrongValueStopsTheStartThoughAnotherOverrulesIt(String name, String value, String overruled, String wrong) {
        assertThatExceptionOfType(SettingException.class)
                .isThrownBy(() -> LiveVisitors.builder().environment(Map.of(name, value, overruled, wrong)))
                .satisfies(e -> assertThat(e.setting()).isEqualTo(overruled));
    }

    @Test
    void theGracePeriodIsNoLongerThanAShortActiveWindow() {
        assertThat(limits(Map.of("LIVEVISITORS_ACTIVE_WINDOW", "2s"))).isNotNull();
        assertThatExceptionOfType(SettingException.class)
                .isThrownBy(() -> limits(Map.of("LIVEVISITORS_ACTIVE_WINDOW", "2s", "LIVEVISITORS_GRACE_PERIOD", "3s")))
                .withMessageContainingAll("grace_period", "3 s", "active_window, which is 2 s");
    }

    @Test
    void aVariableThatIsNotSetIsNamedWhereCodeHandsItOn() {
        LiveVisitorsBuilder builder = LiveVisitors.builder();
        String unset = System.getenv("LIVEVISITORS_NO_SUCH_VARIABLE");
        assertThatExceptionOfType(SettingException.class)
                .isThrownBy(() -> builder.keys("app", "key", unset))
                .withMessageContainingAll("app_secret", "null", "System.getenv");
        assertThatExceptionOfType(SettingException.class)
                .isThrownBy(() -> builder.keys(unset, "key", "secret"))
                .withMessageContainingAll("app_id", "System.getenv");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> DashboardAuthorizer.token(unset))
                .withMessageContainingAll("dashboard_token", "not set");
    }

    @Test
    void anUnknownPropertyIsRefusedWithTheNearestName() {
        assertThatExceptionOfType(SettingException.class)
                .isThrownBy(() -> LiveVisitors.builder().properties(properties("livevisitors.actvity_timeout", "20")))
                .withMessageContainingAll("livevisitors.actvity_timeout", "did you mean activity_timeout?");
        assertThatExceptionOfType(SettingException.class)
                .isThrownBy(() -> LiveVisitors.builder().properties(properties("livevisitors.colour", "red")))
                .withMessageContaining("docs/settings.md");
    }

    @Test
    void propertiesOfOthersAreIgnored() {
        try (LiveVisitors live = LiveVisitors.builder()
                .pixel("shop")
                .keys("a", "k", "s")
                .properties(System.getProperties())
                .build()) {
            assertThat(live.gateway().isPixel("shop")).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "30, PT30S",
        "30s, PT30S",
        "250 ms, PT0.25S",
        "5m, PT5M",
        "5 min, PT5M",
        "30S, PT30S",
        "2h, PT2H",
        "PT1M30S, PT1M30S"
    })
    void timesAreWrittenAsPeopleWriteThem(String text, Duration time) {
        assertThat(Durations.parse(text)).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "-5", "5d", "1.5s", "12345678901"})
    void whatIsNoTimeIsNone(String text) {
        assertThat(Durations.parse(text)).isNull();
    }

    private static SocketLimits limits(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(KEYS);
        environment.putAll(more);
        try (LiveVisitors live =
                LiveVisitors.builder().pixel("shop").environment(environment).build()) {
            return live.gateway().socketLimits();
        }
    }

    private static Properties properties(String name, String value) {
        Properties properties = new Properties();
        properties.setProperty(name, value);
        return properties;
    }
}
