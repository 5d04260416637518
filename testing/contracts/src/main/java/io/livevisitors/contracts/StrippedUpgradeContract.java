package io.livevisitors.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.web.StrippedUpgrade;
import io.livevisitors.web.StrippedUpgrade.Part;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Handshakes that a proxy made ordinary requests of, as nginx does unless it is told otherwise. */
public class StrippedUpgradeContract {

    @RegisterExtension
    final Host host = Host.plain();

    @Test
    void answersWithTheLinesThatTheProxyLacks() throws IOException {
        String answer = handshake("HTTP/1.1", "Connection: close");

        StrippedUpgrade headers = new StrippedUpgrade(Set.of(Part.UPGRADE, Part.CONNECTION));
        assertThat(answer)
                .startsWith("HTTP/1.1 426 ")
                .containsIgnoringCase("\r\nUpgrade: websocket\r\n")
                .contains("\"error\":\"upgrade_stripped\"", headers.text().replace("\"", "\\\""));
        assertThat(host.live().gateway().strippedUpgrades())
                .singleElement()
                .satisfies(seen -> assertThat(seen.upgrade()).isEqualTo(headers));
        assertThat(host.counted("upgrade_stripped")).isEqualTo(1);
    }

    /** HTTP/1.0 knows no upgrade (RFC 9110, section 7.8), even where the headers are passed on. */
    @Test
    void namesTheVersionToo() throws IOException {
        assertThat(handshake("HTTP/1.0", "Connection: close")).contains(Part.HTTP_1_1.nginxLine());
        assertThat(handshake("HTTP/1.0", "Upgrade: websocket\r\nConnection: upgrade"))
                .contains("\"error\":\"upgrade_stripped\"", Part.HTTP_1_1.nginxLine())
                .doesNotContain(Part.UPGRADE.nginxLine());
    }

    /** All that the container answers to a handshake with these lines in place of what makes it an upgrade. */
    private String handshake(String version, String lines) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), host.port())) {
            socket.setSoTimeout(10_000);
            String request = "GET " + Host.TARGET + " " + version + "\r\nHost: 127.0.0.1:" + host.port()
                    + "\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + lines
                    + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            StringBuilder answer = new StringBuilder();
            int next = socket.getInputStream().read();
            while (next >= 0 && next != '}') {
                answer.append((char) next);
                next = socket.getInputStream().read();
            }
            return answer.toString();
        }
    }
}
