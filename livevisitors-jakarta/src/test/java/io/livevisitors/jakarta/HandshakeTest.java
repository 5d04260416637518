package io.livevisitors.jakarta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.livevisitors.jakarta.RawClient.Event;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeTest {

    private final List<RawClient> clients = new ArrayList<>();
    private TestServer server = TestServer.start();

    @AfterEach
    void stop() {
        clients.forEach(RawClient::close);
        server.close();
    }

    @Test
    void greetsWithASocketIdAndTheActivityTimeout() {
        Event event = client(TestServer.TARGET).event();

        assertThat(event.event()).isEqualTo("pusher:connection_established");
        assertThat(event.data().path("socket_id").asText()).matches("\\d+\\.\\d+");
        assertThat(event.data().path("activity_timeout").asInt()).isEqualTo(30);
    }

    @Test
    void givesEveryConnectionAnotherSocketId() {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            ids.add(client(TestServer.TARGET).established().socketId());
        }
        assertThat(ids).hasSize(20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/livevisitors/app/app-key", "/app/app-key"})
    void opensWhereverTheServletIsMapped(String path) {
        assertThat(client(path + "?protocol=7").event().event()).isEqualTo("pusher:connection_established");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "6", "7"})
    void speaksTheVersionsFiveToSeven(String version) {
        assertThat(client("/app/app-key?protocol=" + version).event().event())
                .isEqualTo("pusher:connection_established");
    }

    @ParameterizedTest
    @CsvSource({
        "/app/other-key?protocol=7, 4001",
        "/app/app-key?protocol=4, 4007",
        "/app/app-key?protocol=8, 4007",
        "/app/app-key?protocol=seven, 4006",
        "/app/app-key?protocol=, 4008",
        "/app/app-key, 4008"
    })
    void refusesAfterTheUpgradeWithAnErrorAndACloseCode(String target, int code) {
        RawClient client = client(target);

        assertThat(client.status).isEqualTo(101);
        Event error = client.event();
        assertThat(error.event()).isEqualTo("pusher:error");
        assertThat(error.data().path("code").asInt()).isEqualTo(code);
        assertThat(error.data().path("message").asText()).isNotEmpty();
        assertThat(client.closeCode()).isEqualTo(code);
        assertThat(server.servlet.connections()).isZero();
    }

    @Test
    void refusesAnOriginThatIsNotAllowed() {
        RawClient client = client(Map.of("Origin", "https://evil.example"));

        assertThat(client.event().data().path("code").asInt()).isEqualTo(4009);
        assertThat(client.closeCode()).isEqualTo(4009);
    }

    @Test
    void saysNothingToARefusedClientThatGoesOnTalking() {
        RawClient client = client("/app/other-key?protocol=7");
        client.send("{\"event\":\"pusher:ping\",\"data\":{}}");

        assertThat(client.event().event()).isEqualTo("pusher:error");
        assertThat(client.closeCode()).isEqualTo(4001);
    }

    @Test
    void refusesConnectionsBeyondTheQuota() {
        restart(Limits.of().maxConnections(2));
        client(TestServer.TARGET).established();
        client(TestServer.TARGET).established();

        assertThat(client(TestServer.TARGET).closeCode()).isEqualTo(4004);
        assertThat(server.servlet.connections()).isEqualTo(2);
    }

    @Test
    void refusesConnectionsBeyondTheQuotaOfTheirAddress() {
        restart(Limits.of().maxConnectionsPerAddress(1));
        RawClient first = client(Map.of("X-Forwarded-For", "192.0.2.1")).established();

        assertThat(client(Map.of("X-Forwarded-For", "192.0.2.1")).closeCode()).isEqualTo(4004);
        client(Map.of("X-Forwarded-For", "192.0.2.2")).established();

        first.close();
        await().until(() -> server.servlet.connections() == 1);
        client(Map.of("X-Forwarded-For", "192.0.2.1")).established();
    }

    @Test
    void countsAnIpv6NetworkAsOneAddress() {
        restart(Limits.of().maxConnectionsPerAddress(1));
        client(Map.of("X-Forwarded-For", "2001:db8::1")).established();

        assertThat(client(Map.of("X-Forwarded-For", "2001:db8::2")).closeCode()).isEqualTo(4004);
        client(Map.of("X-Forwarded-For", "2001:db8:0:1::1")).established();
    }

    @Test
    void answersAFloodOfHandshakesBeforeTheUpgrade() {
        restart(Limits.of().maxHandshakesPerMinute(3));
        for (int i = 0; i < 3; i++) {
            assertThat(client(TestServer.TARGET).status).isEqualTo(101);
        }
        RawClient flood = client(TestServer.TARGET);

        assertThat(flood.status).isEqualTo(429);
        assertThat(flood.headers).containsEntry("retry-after", "60");
        assertThat(client(Map.of("X-Forwarded-For", "192.0.2.9")).status).isEqualTo(101);
    }

    @Test
    void forgetsEveryConnectionHoweverItEnds() {
        client(TestServer.TARGET).established().close();
        RawClient polite = client(TestServer.TARGET).established();
        polite.send(RawClient.CLOSE, new byte[] {0x03, (byte) 0xe8});
        assertThat(polite.closeCode()).isEqualTo(1000);
        RawClient broken = client(TestServer.TARGET).established();
        broken.send(0x7, new byte[0]);
        assertThat(broken.closeCode()).isEqualTo(1002);

        await().until(() -> server.servlet.connections() == 0);
    }

    @Test
    void givesThePlaceBackWhenTheUpgradeFails() {
        assertThat(client(Map.of("Sec-WebSocket-Version", "99")).status).isEqualTo(400);
        assertThat(client(Map.of("Upgrade", "notwebsocket")).status).isEqualTo(426);
        assertThat(server.servlet.connections()).isZero();
    }

    @Test
    void negotiatesNoExtensionAndNoSubprotocol() {
        RawClient client = client(
                Map.of("Sec-WebSocket-Extensions", "permessage-deflate", "Sec-WebSocket-Protocol", "graphql-ws"));

        assertThat(client.status).isEqualTo(101);
        assertThat(client.headers).doesNotContainKeys("sec-websocket-extensions", "sec-websocket-protocol");
        client.established();
    }

    @Test
    void refusesAMalformedPathOrHostBeforeTheUpgrade() {
        assertThat(client("/app/?protocol=7").status).isEqualTo(403);
        assertThat(client("/app/app-key/more?protocol=7").status).isEqualTo(403);
        assertThat(client(Map.of("Host", "shop.example/../x")).status).isIn(400, 403);
    }

    @Test
    void tellsAPlainRequestToUpgrade() throws Exception {
        HttpResponse<String> answer = http("GET", "/livevisitors/app/app-key");

        assertThat(answer.statusCode()).isEqualTo(426);
        assertThat(answer.headers().firstValue("Upgrade")).hasValue("websocket");
        assertThat(answer.body()).contains("\"error\":\"upgrade_required\"");
        assertThat(http("POST", "/livevisitors/app/app-key").statusCode()).isEqualTo(405);
    }

    @ParameterizedTest
    @CsvSource({"a=%C3%A4, \u00e4", "a=b+c, b c", "b=1&a=2&a=3, 2", "a=%ff,", "a=%7,", "a=\u00e4,", "b=1,"})
    void readsOnlyWellFormedParameters(String query, @Nullable String value) {
        assertThat(Handshake.client(request(query), "/app/app-key").parameter("a"))
                .isEqualTo(value);
    }

    @Test
    void takesTheContainersAuthorityWhereThereIsNoHostHeader() {
        assertThat(Handshake.client(request("a=1"), "/app/app-key").host()).isEqualTo("shop.example:8443");
    }

    /** As over HTTP/2, without headers. By hand, since Jetty itself refuses a malformed query. */
    private static HttpServletRequest request(String query) {
        Map<String, Object> answers = Map.of(
                "getMethod",
                "CONNECT",
                "getRemoteAddr",
                "192.0.2.1",
                "getServerName",
                "shop.example",
                "getServerPort",
                8443,
                "isSecure",
                true,
                "getQueryString",
                query);
        return (HttpServletRequest) Proxy.newProxyInstance(
                HandshakeTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> answers.get(method.getName()));
    }

    private HttpResponse<String> http(String method, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .method(method, BodyPublishers.noBody())
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }

    private void restart(Limits limits) {
        server.close();
        server = TestServer.start(limits.build());
    }

    private RawClient client(String target) {
        return keep(server.handshake(target));
    }

    private RawClient client(Map<String, String> headers) {
        return keep(server.handshake(headers));
    }

    private RawClient keep(RawClient client) {
        clients.add(client);
        return client;
    }
}
