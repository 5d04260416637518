package io.livevisitors.benchmarks.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeServerTest {

    @TempDir
    private Path modules;

    @Test
    void saysWhereItLooksForWsAndWhoFetchesIt() throws Exception {
        assertThat(NodeServer.missing(modules, "java"))
                .contains(modules.resolve("ws").toString(), "./check fetches it");
    }

    @Test
    void saysThatThereIsNoSuchCommand() throws Exception {
        putWs();

        assertThat(NodeServer.missing(modules, "no-such-node")).isEqualTo("no-such-node is not on the PATH");
    }

    @Test
    void nothingIsMissingWhereTheCommandAnswers() throws Exception {
        putWs();

        assertThat(NodeServer.missing(
                        modules, ProcessHandle.current().info().command().orElseThrow()))
                .isNull();
    }

    private void putWs() throws IOException {
        Path folder = Files.createDirectories(modules.resolve("ws"));
        Files.writeString(folder.resolve("package.json"), "{}");
    }
}
