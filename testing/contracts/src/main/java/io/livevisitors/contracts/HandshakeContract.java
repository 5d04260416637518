package io.livevisitors.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.livevisitors.contracts.ApiClient.Answer;
import io.livevisitors.contracts.RawClient.Event;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From the request to the first frame (WIRE.md, section 4): who is let in, and how the others hear why not. */
public class HandshakeContract {

    private static final byte[] NO_BODY = {};

    @RegisterExtension
    static final Host host = Host.plain();

    // ---------------------------------------------------------------- let in

    @Test
    void answersTheUpgradeAsRfc6455Says() {
        RawClient client = host.handshake(Host.TARGET);

        assertThat(client.status()).isEqualTo(101);
        assertThat(client.headers().get("upgrade")).isEqualToIgnoringCase("websocket");
        assertThat(client.headers().get("connection")).containsIgnoringCase("upgrade");
        assertThat(client.headers()).containsEntry("sec-websocket-accept", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }

    @Test
    void greetsWithOneFrameWhoseDataIsAJsonString() {
        RawClient client = host.handshake(Host.TARGET);

        assertThat(client.frame().text())
                .matches("\\{\"event\":\"pusher:connection_established\","
                        + "\"data\":\"\\{\\\\\"socket_id\\\\\":\\\\\"[0-9]+\\.[0-9]+\\\\\","
                        + "\\\\\"activity_timeout\\\\\":30\\}\"\\}");
        client.hearsNothing();
    }

    @Test
    void namesNoChannelInTheGreeting() {
        assertThat(host.handshake(Host.TARGET).event().frame().has("channel")).isFalse();
    }

    @Test
    void givesEveryConnectionAnotherSocketId() {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            ids.add(host.connect().socketId());
        }
        assertThat(ids).hasSize(50).allMatch(id -> id.matches("[1-9][0-9]*\\.[1-9][0-9]*"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/livevisitors/app/app-key", "/app/app-key"})
    void opensWhereverTheServletIsMapped(String path) {
        host.handshake(path + "?protocol=7").established();
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "6", "7", "07", "%37"})
    void speaksTheVersionsFiveToSeven(String version) {
        host.handshake("/app/app-key?protocol=" + version).established();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "&client=js",
                "&client=java-client&version=2.4.4",
                "&client=%F0%9F%98%80&version=%00",
                "&client=a&client=b",
                "&client%5B%5D=a&a=b/c?d:e@f!$'()*,;",
                "&flash=true",
                "&unknown"
            })
    void asksNothingOfWhatAClientSaysOfItself(String more) {
        host.handshake("/app/app-key?protocol=7" + more).established();
    }

    @Test
    void findsTheVersionWhereverItStandsInTheQuery() {
        host.handshake("/app/app-key?client=js&version=8.4.0&flash=false&protocol=7")
                .established();
    }

    @Test
    void takesTheHeadersOfTheUpgradeInAnyCaseAndCompany() {
        host.handshake(Map.of("Upgrade", "WebSocket", "Connection", "keep-alive, Upgrade"))
                .established();
    }

    @Test
    void takesAFrameThatComesTogetherWithTheRequest() {
        String request = RawClient.request(host.port(), Host.TARGET, Map.of());
        String ping = "\u0081\u0097\0\0\0\0{\"event\":\"pusher:ping\"}";
        RawClient client = host.exchange(request + ping).established();

        assertThat(client.event().event()).isEqualTo(RawClient.PONG_EVENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"permessage-deflate", "permessage-deflate; client_max_window_bits", "x-webkit-deflate-frame"})
    void negotiatesNoExtension(String extension) {
        RawClient client = host.handshake(Map.of("Sec-WebSocket-Extensions", extension));

        assertThat(client.status()).isEqualTo(101);
        assertThat(client.headers()).doesNotContainKey("sec-websocket-extensions");
        client.established();
    }

    @ParameterizedTest
    @ValueSource(strings = {"graphql-ws", "pusher", "a, b"})
    void negotiatesNoSubprotocol(String protocol) {
        RawClient client = host.handshake(Map.of("Sec-WebSocket-Protocol", protocol));

        assertThat(client.status()).isEqualTo(101);
        assertThat(client.headers()).doesNotContainKey("sec-websocket-protocol");
        client.established();
    }

    // ---------------------------------------------------------------- refused after the upgrade

    @ParameterizedTest
    @CsvSource({
        "/app/other-key?protocol=7, 4001",
        "/app/APP-KEY?protocol=7, 4001",
        "/app/app-key1?protocol=7, 4001",
        "/app/app-id?protocol=7, 4001",
        "/app/other-key, 4001",
        "/livevisitors/app/other-key?protocol=7, 4001",
        "/app/app-key?protocol=seven, 4006",
        "/app/app-key?protocol=7.0, 4006",
        "/app/app-key?protocol=-7, 4006",
        "/app/app-key?protocol=7%20, 4006",
        "/app/app-key?protocol=0x7, 4006",
        "/app/app-key?protocol=99999999999999999999, 4006",
        "/app/app-key?protocol=0, 4007",
        "/app/app-key?protocol=4, 4007",
        "/app/app-key?protocol=8, 4007",
        "/app/app-key?protocol=70, 4007",
        "/app/app-key?protocol=, 4008",
        "/app/app-key?protocol, 4008",
        "/app/app-key?Protocol=7, 4008",
        "/app/app-key, 4008"
    })
    void refusesAfterTheUpgradeWithAnErrorAndThenTheCloseCode(String target, int code) {
        RawClient client = host.handshake(target);

        assertThat(client.status()).isEqualTo(101);
        Event error = client.next(RawClient.ERROR);
        assertThat(error.code()).isEqualTo(code);
        assertThat(error.data().path("message").asText()).isNotEmpty();
        assertThat(error.frame().has("channel")).isFalse();
        assertThat(client.frame().closeCode()).as("right after the error").isEqualTo(code);
    }

    @Test
    void saysNothingMoreToARefusedClientThatGoesOnTalking() {
        RawClient client = host.handshake("/app/other-key?protocol=7");
        client.send(RawClient.PING_EVENT, "{}");
        client.subscribe(host.channel(""));

        client.next(RawClient.ERROR);
        assertThat(client.frame().closeCode()).isEqualTo(4001);
    }

    @Test
    void endsTheConnectionOfARefusedClientThatSaysGoodbye() {
        RawClient client = host.handshake("/app/other-key?protocol=7");
        assertThat(client.closeCode()).isEqualTo(4001);
        client.sayGoodbye(4001);

        client.awaitEnd();
    }

    // ---------------------------------------------------------------- refused before the upgrade

    @ParameterizedTest
    @ValueSource(strings = {"/livevisitors/app/app-key", "/app/app-key", "/app/other-key?protocol=7"})
    void tellsAPlainRequestToUpgrade(String target) {
        Answer answer = host.api().sendAsIs("GET", target, NO_BODY);

        assertThat(answer.status()).isEqualTo(426);
        assertThat(answer.response().headers().firstValue("Upgrade")).hasValue("websocket");
        assertThat(answer.json().path("error").asText()).isEqualTo("upgrade_required");
    }

    @Test
    void tellsARequestForAnotherProtocolToUpgradeToThisOne() {
        assertThat(host.handshake(Map.of("Upgrade", "TLS/1.3")).status()).isEqualTo(426);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS"})
    void refusesOtherMethods(String method) {
        Answer answer = host.api().sendAsIs(method, "/livevisitors/app/app-key?protocol=7", NO_BODY);

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.response().headers().firstValue("Allow")).hasValue("GET");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/app?protocol=7",
                "/app/?protocol=7",
                "/app/app-key/?protocol=7",
                "/app/app-key/more?protocol=7",
                "/app/app%20key?protocol=7",
                "/app/app%3Ckey%3E?protocol=7",
                "/app/caf%C3%A9?protocol=7"
            })
    void refusesAMalformedPathBeforeTheUpgrade(String target) {
        RawClient client = host.handshake(target);

        assertThat(client.status()).isEqualTo(403);
        assertThat(client.body()).contains("\"error\":\"malformed_path\"");
    }

    @Test
    void refusesAKeyThatIsLongerThanAnyBeforeTheUpgrade() {
        assertThat(host.handshake("/app/" + "k".repeat(129) + "?protocol=7").status())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=%zz", "a=%", "a=%f", "a=%ff", "a=%c3%28", "a=|", "a=\"<b>\"", "a={b}", "a=\\"})
    void refusesAMalformedQueryBeforeTheUpgrade(String query) {
        assertThat(host.handshake("/app/app-key?protocol=7&" + query).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop.example/../x", "shop example", "a,b", "shop.example:port", "shop.example:1:2", "<b>"})
    void refusesAMalformedHostBeforeTheUpgrade(String name) {
        assertThat(host.handshake(Map.of("Host", name)).status())
                .as("400 where the container itself says no")
                .isIn(400, 403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "shop.example", "shop.example:8080", "[::1]:8080"})
    void takesAnyWellFormedHost(String name) {
        host.handshake(Map.of("Host", name)).established();
    }

    @ParameterizedTest
    @CsvSource({
        "Sec-WebSocket-Version, 99",
        "Sec-WebSocket-Version, 12",
        "Sec-WebSocket-Version, ''",
        "Sec-WebSocket-Key, ''",
        "Connection, close"
    })
    void refusesAHandshakeThatIsNone(String header, String value) {
        assertThat(host.handshake(Map.of(header, value)).status()).isIn(400, 426);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /app/app-key HTTP/1.1", "POST /app/app-key HTTP/1.1", "GET /app/a/b HTTP/1.1"})
    void saysHowLongTheAnswerIs(String line) {
        RawClient client = host.exchange(line + "\r\nHost: shop.example\r\n\r\n");

        assertThat(client.headers()).containsKey("content-length");
        JsonNode answer = RawClient.json(client.body());
        assertThat(answer.path("error").asText()).isNotEmpty();
        assertThat(answer.path("message").asText()).isNotEmpty();
    }

    @Test
    void opensBelowAContextPath() {
        try (Host shop = Host.at("/shop").open()) {
            shop.handshake("/livevisitors/app/app-key?protocol=7").established();
            shop.handshake("/app/app-key?protocol=7").established();
            assertThat(shop.handshake("/app/other-key?protocol=7").closeCode()).isEqualTo(4001);
            assertThat(shop.handshake("/app/a/b?protocol=7").status()).isEqualTo(403);
        }
    }
}
