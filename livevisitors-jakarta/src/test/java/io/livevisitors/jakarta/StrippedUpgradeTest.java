package io.livevisitors.jakarta;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.web.StrippedUpgrade;
import io.livevisitors.web.StrippedUpgrade.Part;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Handshakes as they arrive through proxies that were not told to pass upgrades on. */
class StrippedUpgradeTest {

    private static final String KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";

    private final TestServer server = TestServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP/1.1 |                                         | UPGRADE CONNECTION",
                "HTTP/1.1 | Connection: close                       | UPGRADE CONNECTION",
                "HTTP/1.0 | Connection: close                       | HTTP_1_1 UPGRADE CONNECTION",
                "HTTP/1.1 | Connection: keep-alive, Upgrade         | UPGRADE",
                "HTTP/1.1 | Upgrade: h2c\\nConnection: upgrade      | UPGRADE",
                "HTTP/1.0 | Upgrade: websocket\\nConnection: upgrade | HTTP_1_1",
            })
    void isToldApartByWhatIsMissing(String version, String lines, String missing) throws IOException {
        String answer = get(version, KEY + (lines == null ? "" : "\n" + lines.replace("\\n", "\n")));

        Set<Part> parts = Stream.of(missing.split(" ")).map(Part::valueOf).collect(Collectors.toSet());
        StrippedUpgrade upgrade = new StrippedUpgrade(parts);
        assertThat(server.gateway.stripped).containsExactly(upgrade);
        assertThat(answer)
                .startsWith("HTTP/1.1 426 ")
                .contains("Upgrade: websocket")
                .contains("\"error\":\"upgrade_stripped\"", upgrade.text().replace("\"", "\\\""));
        assertThat(server.servlet.connections()).isZero();
    }

    /** By hand, since Jetty itself refuses it before any servlet is asked; others do not. */
    @Test
    void lacksOneOfTheTwoHeadersIfOnlyTheOtherIsPassedOn() {
        Map<String, String> headers = Map.of("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==", "Upgrade", "websocket");

        assertThat(Handshake.stripped(request("HTTP/1.1", headers)))
                .isEqualTo(new StrippedUpgrade(Set.of(Part.CONNECTION)));
        assertThat(Handshake.stripped(request("HTTP/2.0", headers))).isNull();
    }

    @Test
    void isNoneWithoutTheKeyThatOnlyAHandshakeHas() throws IOException {
        assertThat(get("HTTP/1.1", "Connection: close")).contains("\"error\":\"upgrade_required\"");
        assertThat(server.gateway.stripped).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Upgrade: websocket\nConnection: Upgrade",
                "Upgrade: WebSocket\nConnection: keep-alive, upgrade",
                "Upgrade: websocket\nConnection: keep-alive\nConnection: Upgrade"
            })
    void isNoneIfNothingIsMissing(String lines) throws IOException {
        assertThat(get("HTTP/1.1", KEY + "\n" + lines)).startsWith("HTTP/1.1 101 ");
        assertThat(server.gateway.stripped).isEmpty();
    }

    private static HttpServletRequest request(String protocol, Map<String, String> headers) {
        return (HttpServletRequest) Proxy.newProxyInstance(
                StrippedUpgradeTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getMethod" -> "GET";
                    case "getProtocol" -> protocol;
                    case "getHeader" -> headers.get((String) arguments[0]);
                    case "getHeaders" ->
                        Collections.enumeration(Stream.ofNullable(headers.get((String) arguments[0]))
                                .toList());
                    default -> throw new AssertionError(method + " is not needed");
                });
    }

    /** The answer to a handshake that has no more headers than these, up to the end of its head or of its body. */
    private String get(String version, String lines) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(10_000);
            String request = "GET " + TestServer.TARGET + " " + version + "\nHost: 127.0.0.1:" + server.port()
                    + "\nSec-WebSocket-Version: 13\n" + lines + "\n\n";
            socket.getOutputStream().write(request.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
            StringBuilder answer = new StringBuilder();
            while (!isWhole(answer)) {
                int next = socket.getInputStream().read();
                assertThat(next).as(answer.toString()).isNotNegative();
                answer.append((char) next);
            }
            return answer.toString();
        }
    }

    private static boolean isWhole(StringBuilder answer) {
        boolean upgraded = answer.indexOf("HTTP/1.1 101 ") == 0;
        return answer.indexOf("\r\n\r\n") > 0 && (upgraded || answer.charAt(answer.length() - 1) == '}');
    }
}
