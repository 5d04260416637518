package io.livevisitors.samples.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MainTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void explainsItself() {
        assertThat(run(Map.of(), "--help")).isZero();

        assertThat(text(out)).contains("--port", "--visitors", "LIVEVISITORS_DASHBOARD_TOKEN");
        assertThat(text(err)).isEmpty();
    }

    @Test
    void saysInOneLineWhichSettingIsWrong() {
        assertThat(run(Map.of("REVERB_SERVER_PORT", "no"))).isEqualTo(2);

        assertThat(text(out)).isEmpty();
        assertThat(text(err))
                .isEqualToNormalizingNewlines(
                        "demo: REVERB_SERVER_PORT is \"no\": use a whole number from 0 to 65535\n");
    }

    @Test
    void saysInOneLineThatThePortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(run(Map.of(), "--port", "" + taken.getLocalPort())).isEqualTo(1);

            assertThat(text(out)).isEmpty();
            assertThat(text(err).lines()).hasSize(1).first().asString().contains("" + taken.getLocalPort(), "--port N");
        }
    }

    private int run(Map<String, String> environment, String... args) {
        return Main.run(args, environment, print(out), print(err));
    }

    private static PrintStream print(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
