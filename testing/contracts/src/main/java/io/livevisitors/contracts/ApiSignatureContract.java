package io.livevisitors.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.contracts.ApiClient.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may use the HTTP API: whoever signs with the secret (WIRE.md, section 5). */
public class ApiSignatureContract {

    private static final AtomicReference<Instant> NOW = new AtomicReference<>(Instant.EPOCH);
    private static final String EVENT = "{\"name\":\"order.paid\",\"channel\":\"orders\",\"data\":\"{}\"}";

    @RegisterExtension
    static final Host host = Host.with(builder -> builder.clock(NOW::get));

    @BeforeEach
    void setTheClock() {
        NOW.set(Instant.now());
    }

    // ---------------------------------------------------------------- taken

    @Test
    void takesARequestThatIsSigned() {
        assertThat(host.api().get("channels").status()).isEqualTo(200);
        assertThat(host.api().post("events", EVENT).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/livevisitors"})
    void signsThePathFromAppsOnWhereverTheServletIsMapped(String base) {
        assertThat(host.api().at(base).get("channels").status()).isEqualTo(200);
        assertThat(host.api().at(base).post("events", EVENT).status()).isEqualTo(200);
    }

    @Test
    void signsThePathFromAppsOnBelowAContextPath() {
        try (Host shop = Host.at("/my-shop").open()) {
            assertThat(shop.api().get("channels").status()).isEqualTo(200);
            assertThat(shop.api().post("events", EVENT).status()).isEqualTo(200);
            assertThat(shop.api().at("/my-shop").get("channels").status()).isEqualTo(200);
            assertThat(shop.api().signing("channels/other").get("channels").status())
                    .isEqualTo(401);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "presence-",
                "a b",
                "a+b",
                "a&b=c",
                "100%",
                "%41",
                "\u00e4\u4f60\ud83d\ude00",
                "a;b",
                "a/b?c#d",
                "",
                "=",
                "\"quoted\" <b>"
            })
    void signsParametersAsTheyAreMeantHoweverTheyAreEscaped(String value) {
        Answer answer = host.api().get("channels", Map.of("filter_by_prefix", value));

        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void signsParametersInTheOrderOfTheirNames() {
        Answer answer =
                host.api().get("channels", Map.of("zebra", "1", "aardvark", "2", "info", "user_count", "b", "3"));

        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void takesTheParametersInAnyOrder() {
        String query = host.api().signed("GET", "channels", Map.of("info", "user_count"), new byte[0]);
        String[] parts = query.split("\\?", 2);
        String[] parameters = parts[1].split("&", -1);
        StringBuilder reversed = new StringBuilder();
        for (int i = parameters.length - 1; i >= 0; i--) {
            reversed.append(parameters[i]).append(i == 0 ? "" : "&");
        }

        assertThat(host.api()
                        .sendAsIs("GET", parts[0] + "?" + reversed, new byte[0])
                        .status())
                .isEqualTo(200);
    }

    @Test
    void takesNamesWithCapitalsSignedAsTheyStandOrInLowerCaseAsPusherDoes() {
        ApiClient api = host.api();
        String inLowerCase = api.signed("GET", "channels", Map.of("trace_id", "A"), new byte[0]);

        assertThat(api.get("channels", Map.of("Trace_ID", "A")).status()).isEqualTo(200);
        assertThat(sent(api, inLowerCase.replace("trace_id", "Trace_ID"))).isEqualTo(200);
        assertThat(sent(api, inLowerCase.replace("trace_id=A", "Trace_ID=a"))).isEqualTo(401);
        assertThat(sent(api, inLowerCase.replace("trace_id", "Trace")))
                .as("another name")
                .isEqualTo(401);
    }

    private static int sent(ApiClient api, String pathAndQuery) {
        return api.sendAsIs("GET", pathAndQuery, new byte[0]).status();
    }

    @Test
    void takesABodyThatComesInChunks() {
        String channel = host.channel("");
        RawClient client = host.join(channel);
        Answer answer = host.api()
                .chunked()
                .post("events", "{\"name\":\"order.paid\",\"channel\":\"" + channel + "\",\"data\":\"{}\"}");

        assertThat(answer.status()).isEqualTo(200);
        client.next("order.paid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""})
    void readsTheBodyWhateverItsType(String type) {
        byte[] body = EVENT.getBytes(StandardCharsets.UTF_8);
        String head = "POST " + host.api().signed("POST", "events", Map.of(), body)
                + " HTTP/1.1\r\nHost: shop.example\r\n" + (type.isEmpty() ? "" : "Content-Type: " + type + "\r\n")
                + "Content-Length: " + body.length + "\r\n\r\n";

        assertThat(host.exchange(head + EVENT).status()).isEqualTo(200);
    }

    @Test
    void takesTheSameRequestAgainAsLongAsItsTimestampIsGood() {
        String channel = host.channel("");
        RawClient client = host.join(channel);
        byte[] body = ("{\"name\":\"order.paid\",\"channel\":\"" + channel + "\",\"data\":\"{}\"}")
                .getBytes(StandardCharsets.UTF_8);
        String request = host.api().signed("POST", "events", Map.of(), body);
        for (int i = 0; i < 3; i++) {
            assertThat(host.api().sendAsIs("POST", request, body).status()).isEqualTo(200);
            client.next("order.paid");
        }

        NOW.set(Instant.now().plusSeconds(700));
        assertThat(host.api().sendAsIs("POST", request, body).status()).isEqualTo(401);
        client.hearsNothing();
    }

    // ---------------------------------------------------------------- the clock

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, 300, -300, 590, -590})
    void toleratesAClockThatIsLessThanTenMinutesOff(long seconds) {
        NOW.set(Instant.now().plusSeconds(seconds));

        assertThat(host.api().get("channels").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(longs = {620, -620, 86_400, -86_400, 1_000_000_000})
    void refusesAClockThatIsMoreThanTenMinutesOffAndSaysSo(long seconds) {
        NOW.set(Instant.now().plusSeconds(seconds));
        long before = host.counted("api_clock_skew");
        Answer answer = host.api().get("channels");

        assertRefused(answer, "auth_timestamp");
        assertThat(answer.json().path("message").asText()).contains("expired");
        assertThat(host.counted("api_clock_skew")).isEqualTo(before + 1);
    }

    @Test
    void goesByTheClockThatTheHostSet() {
        NOW.set(Instant.EPOCH.plus(Duration.ofDays(1)));

        assertThat(host.api().get("channels").status()).isEqualTo(401);
        assertThat(host.api().with("auth_timestamp", "86400").get("channels").status())
                .isEqualTo(200);
    }

    @Test
    void tellsOfItsClockOnlyWhoKnowsTheSecret() {
        NOW.set(Instant.now().plusSeconds(86_400));

        assertRefused(host.api().with("secret", "another").get("channels"), "auth_signature");
    }

    // ---------------------------------------------------------------- refused

    static Stream<Arguments> breaches() {
        return Stream.of(
                breach("no key", "auth_key", api -> api.without("auth_key")),
                breach("another key", "auth_key", api -> api.with("auth_key", "other-key")),
                breach("an empty key", "auth_key", api -> api.with("auth_key", "")),
                breach("the key in capitals", "auth_key", api -> api.with("auth_key", "APP-KEY")),
                breach("no version", "auth_version", api -> api.without("auth_version")),
                breach("another version", "auth_version", api -> api.with("auth_version", "1.1")),
                breach("a version without its point", "auth_version", api -> api.with("auth_version", "1")),
                breach("no timestamp", "auth_timestamp", api -> api.without("auth_timestamp")),
                breach("an empty timestamp", "auth_timestamp", api -> api.with("auth_timestamp", "")),
                breach("a timestamp in words", "auth_timestamp", api -> api.with("auth_timestamp", "now")),
                breach("a timestamp below zero", "auth_timestamp", api -> api.with("auth_timestamp", "-1")),
                breach("a timestamp with a point", "auth_timestamp", api -> api.with("auth_timestamp", "1.5")),
                breach(
                        "a timestamp in milliseconds",
                        "auth_timestamp",
                        api -> api.with("auth_timestamp", "" + System.currentTimeMillis())),
                breach(
                        "a timestamp longer than any",
                        "auth_timestamp",
                        api -> api.with("auth_timestamp", "9".repeat(40))),
                breach("no signature", "auth_signature", api -> api.without("auth_signature")),
                breach("an empty signature", "auth_signature", api -> api.withUnsigned("auth_signature", "")),
                breach(
                        "a made-up signature",
                        "auth_signature",
                        api -> api.withUnsigned("auth_signature", "0".repeat(64))),
                breach("another secret", "auth_signature", api -> api.with("secret", "another secret")),
                breach("another path", "auth_signature", api -> api.signing("batch_events")),
                breach("a parameter added later", "auth_signature", api -> api.withUnsigned("info", "user_count")),
                breach(
                        "a timestamp set later",
                        "auth_signature",
                        api -> api.withUnsigned("auth_timestamp", "" + (System.currentTimeMillis() / 1000 + 1))),
                breach("no MD5", "body_md5", api -> api.without("body_md5")),
                breach("another MD5", "body_md5", api -> api.with("body_md5", "0".repeat(32))),
                breach("an empty MD5", "body_md5", api -> api.with("body_md5", "")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("breaches")
    void refusesAndNamesWhatIsWrong(String what, String field, UnaryOperator<ApiClient> breach) {
        String channel = host.channel("");
        RawClient client = host.join(channel);
        Answer answer = breach.apply(host.api()).publish(channel, "order.paid", "{}");

        assertRefused(answer, field);
        client.hearsNothing();
    }

    @Test
    void refusesAnUnsignedRequest() {
        assertRefused(host.api().sendAsIs("GET", "/apps/app-id/channels", new byte[0]), "auth_key");
    }

    @Test
    void refusesASignatureInCapitals() {
        String request = host.api().signed("GET", "channels", Map.of(), new byte[0]);
        int at = request.indexOf("auth_signature=") + "auth_signature=".length();
        String capitals = request.substring(at, at + 64).toUpperCase(Locale.ROOT);

        assertRefused(
                host.api()
                        .sendAsIs("GET", request.substring(0, at) + capitals + request.substring(at + 64), new byte[0]),
                "auth_signature");
    }

    @Test
    void refusesABodyThatWasChangedAfterItWasSigned() {
        byte[] body = EVENT.getBytes(StandardCharsets.UTF_8);
        String request = host.api().signed("POST", "events", Map.of(), body);

        assertRefused(
                host.api()
                        .sendAsIs("POST", request, EVENT.replace("paid", "sent").getBytes(StandardCharsets.UTF_8)),
                "body_md5");
    }

    @Test
    void refusesABodyThatWasTakenAwayAfterItWasSigned() {
        byte[] body = EVENT.getBytes(StandardCharsets.UTF_8);
        String request = host.api().signed("POST", "events", Map.of(), body);

        assertRefused(host.api().sendAsIs("POST", request, new byte[0]), "body_md5");
    }

    @Test
    void refusesTheSignatureOfAnotherMethod() {
        String request = host.api().signed("GET", "events", Map.of(), new byte[0]);

        assertRefused(host.api().sendAsIs("POST", request, new byte[0]), "auth_signature");
    }

    @ParameterizedTest
    @CsvSource({"order.paid, order.sent", "orders, others"})
    void refusesTheSignatureOfAnotherRequest(String written, String changed) {
        byte[] body = EVENT.getBytes(StandardCharsets.UTF_8);
        String request = host.api().signed("POST", "events", Map.of("note", written), body);

        assertRefused(host.api().sendAsIs("POST", request.replace(written, changed), body), "auth_signature");
    }

    private static void assertRefused(Answer answer, String field) {
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.json().path("error").asText()).isEqualTo("unauthorized");
        assertThat(answer.json().path("message").asText()).isNotEmpty();
        assertThat(answer.field()).isEqualTo(field);
    }

    private static Arguments breach(String name, String field, UnaryOperator<ApiClient> how) {
        return Arguments.of(name, field, how);
    }
}
