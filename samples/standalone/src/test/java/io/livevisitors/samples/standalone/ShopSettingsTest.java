package io.livevisitors.samples.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShopSettingsTest {

    private static final String TOKEN = "0123456789abcdef";

    @Test
    void startsOnThisMachineAloneWithoutAnySetting() {
        ShopSettings settings = from(Map.of());

        assertThat(settings.host()).isEqualTo("127.0.0.1");
        assertThat(settings.port()).isEqualTo(8085);
        assertThat(settings.visitors()).isZero();
        assertThat(settings.appId()).isEqualTo("livevisitors-demo");
        assertThat(settings.appKey()).isEqualTo("livevisitors-demo");
        assertThat(settings.pixels()).containsExactly("shop");
        assertThat(settings.allowedOrigins()).isEmpty();
        assertThat(settings.trustedProxies()).isEmpty();
    }

    @Test
    void makesNewSecretsAtEachStart() {
        ShopSettings one = from(Map.of());
        ShopSettings other = from(Map.of());

        assertThat(one.appSecret()).hasSize(32).isNotEqualTo(other.appSecret()).isNotEqualTo(one.dashboardToken());
        assertThat(one.dashboardToken()).hasSize(32).isNotEqualTo(other.dashboardToken());
    }

    @Test
    void takesEverySettingOfTheEnvironment() {
        ShopSettings settings = from(Map.of(
                "REVERB_SERVER_HOST", "0.0.0.0",
                "REVERB_SERVER_PORT", "9000",
                "REVERB_APP_ID", "744402",
                "REVERB_APP_KEY", "key-1",
                "REVERB_APP_SECRET", "s3cret",
                "LIVEVISITORS_PIXELS", "shop, blog",
                "LIVEVISITORS_ALLOWED_ORIGINS", "https://shop.example,https://*.shop.example",
                "LIVEVISITORS_TRUSTED_PROXIES", "127.0.0.1, 10.0.0.0/8",
                "LIVEVISITORS_DASHBOARD_TOKEN", TOKEN));

        assertThat(settings)
                .isEqualTo(new ShopSettings(
                        "0.0.0.0",
                        9000,
                        0,
                        "744402",
                        "key-1",
                        "s3cret",
                        List.of("shop", "blog"),
                        List.of("https://shop.example", "https://*.shop.example"),
                        List.of("127.0.0.1", "10.0.0.0/8"),
                        TOKEN));
    }

    @Test
    void theCommandLineBeatsTheEnvironment() {
        Map<String, String> environment = Map.of("REVERB_SERVER_PORT", "not read");

        assertThat(from(environment, "--port", "18080", "--visitors", "12"))
                .extracting(ShopSettings::port, ShopSettings::visitors)
                .containsExactly(18080, 12);
        assertThat(from(environment, "--port=0").port()).isZero();
    }

    @Test
    void takesAnEmptyVariableForNone() {
        ShopSettings settings = from(Map.of(
                "REVERB_SERVER_PORT",
                "",
                "LIVEVISITORS_PIXELS",
                " ",
                "LIVEVISITORS_DASHBOARD_TOKEN",
                "",
                "REDIS_URL",
                ""));

        assertThat(settings.port()).isEqualTo(8085);
        assertThat(settings.pixels()).containsExactly("shop");
        assertThat(settings.dashboardToken()).hasSize(32);
    }

    @Test
    void allowsAllOriginsByAStar() {
        assertThat(from(Map.of("LIVEVISITORS_ALLOWED_ORIGINS", "*")).allowedOrigins())
                .containsExactly("*");
    }

    @ParameterizedTest
    @CsvSource({
        "REVERB_SERVER_PORT, 70000, whole number from 0 to 65535",
        "REVERB_SERVER_PORT, http, whole number from 0 to 65535",
        "REVERB_SERVER_HOST, http://localhost, without scheme",
        "REVERB_APP_ID, a/b, 1 to 64 of",
        "REVERB_APP_KEY, a b, 1 to 64 of",
        "LIVEVISITORS_PIXELS, dashboard, none of",
        "LIVEVISITORS_PIXELS, sh op, 1 to 64 of",
        "'LIVEVISITORS_PIXELS', 'shop,', between the commas",
        "'LIVEVISITORS_PIXELS', 'shop,shop', once",
        "'LIVEVISITORS_ALLOWED_ORIGINS', 'https://shop.example,', between the commas",
        "LIVEVISITORS_ALLOWED_ORIGINS, https://shop.example/path, https",
        "LIVEVISITORS_TRUSTED_PROXIES, proxy.example, 10.0.0.0/8",
        "LIVEVISITORS_TRUSTED_PROXIES, 10.0.0.0/99, 10.0.0.0/8",
        "'LIVEVISITORS_TRUSTED_PROXIES', '127.0.0.1,', between the commas",
    })
    void refusesAVariableByNameValueAndRemedy(String name, String value, String remedy) {
        WrongSettingException refusal = refusal(Map.of(name, value));

        assertThat(refusal.setting()).isEqualTo(name);
        assertThat(refusal.value()).contains(value.split(",", -1)[0].strip());
        assertThat(refusal.remedy()).contains(remedy).isNotEmpty();
        assertThat(refusal).hasMessageContainingAll(name, refusal.value(), refusal.remedy());
    }

    @ParameterizedTest
    @ValueSource(strings = {"REVERB_APP_SECRET", "LIVEVISITORS_DASHBOARD_TOKEN"})
    void refusesASecretWithoutShowingIt(String name) {
        WrongSettingException refusal = refusal(Map.of(name, "only me"));

        assertThat(refusal.setting()).isEqualTo(name);
        assertThat(refusal).hasMessageContaining("7 characters").hasMessageNotContaining("only");
    }

    @Test
    void refusesATokenThatCouldBeGuessed() {
        assertThat(refusal(Map.of("LIVEVISITORS_DASHBOARD_TOKEN", "letmein"))).hasMessageContaining("16 to 256");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"", "\\", ",", ";", "\u007f", "\u00e9"})
    void refusesATokenThatNoCookieCanHold(String character) {
        assertThat(refusal(Map.of("LIVEVISITORS_DASHBOARD_TOKEN", TOKEN + character + TOKEN)))
                .hasMessage("LIVEVISITORS_DASHBOARD_TOKEN is a value of 33 characters: use 16 to 256 visible ASCII"
                        + " characters without \" , ; and \\, or unset it for a random one");
    }

    @Test
    void takesATokenOfSixteenToTwoHundredAndFiftySixCharacters() {
        assertThat(from(Map.of("LIVEVISITORS_DASHBOARD_TOKEN", TOKEN)).dashboardToken())
                .isEqualTo(TOKEN);
        assertThat(from(Map.of("LIVEVISITORS_DASHBOARD_TOKEN", "x".repeat(256))).dashboardToken())
                .hasSize(256);
        assertThat(refusal(Map.of("LIVEVISITORS_DASHBOARD_TOKEN", "x".repeat(257))))
                .hasMessageContainingAll("257 characters", "16 to 256");
    }

    @Test
    void refusesRedisSoThatNobodyTakesOneNodeForACluster() {
        assertThat(refusal(Map.of("REDIS_URL", "redis://user:secret@cache:6379")))
                .hasMessageContainingAll("REDIS_URL", "unset it")
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @CsvSource({
        "--prot 1, --prot",
        "8080, 8080",
        "--port, --port",
        "--port ten, --port",
        "--port -1, --port",
        "--port 65536, --port",
        "--port 1 --port 2, --port",
        "--visitors -1, --visitors",
        "--visitors 501, --visitors",
        "--visitors=, --visitors",
    })
    void refusesACommandLineByTheNameOfTheOption(String line, String setting) {
        WrongSettingException refusal = refusal(Map.of(), line.split(" ", -1));

        assertThat(refusal.setting()).isEqualTo(setting);
        assertThat(refusal.remedy()).isNotEmpty();
    }

    @Test
    void itsTextShowsNoSecret() {
        ShopSettings settings = from(Map.of("REVERB_APP_SECRET", "hush-hush", "LIVEVISITORS_DASHBOARD_TOKEN", TOKEN));

        assertThat(settings.toString()).contains("8085").doesNotContain("hush-hush", TOKEN);
    }

    private static ShopSettings from(Map<String, String> environment, String... args) {
        return ShopSettings.from(args, environment);
    }

    private static WrongSettingException refusal(Map<String, String> environment, String... args) {
        return catchThrowableOfType(WrongSettingException.class, () -> ShopSettings.from(args, environment));
    }
}
