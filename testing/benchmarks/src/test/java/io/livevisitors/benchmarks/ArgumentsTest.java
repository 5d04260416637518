package io.livevisitors.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArgumentsTest {

    @TempDir
    private Path folder;

    @Test
    void aNameThatIsNoBenchmarkIsRefusedWithTheNamesThatAre() throws Exception {
        Run run = Run.of(folder, folder, "--quick", "bogus");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.output()).isEmpty();
        assertThat(run.errors())
                .startsWith("benchmarks: bogus")
                .contains("registry", "presence", "collector", "sockets", "devices", "--quick");
    }

    @Test
    void helpNamesTheBenchmarks() throws Exception {
        Run run = Run.of(folder, folder, "--help");
        assertThat(run.status()).isZero();
        assertThat(run.output())
                .startsWith("Usage: ")
                .contains("registry", "presence", "collector", "sockets", "devices");
    }

    @Test
    void withoutCorporaDevicesAreLeftOutAndTheirDocumentStays() throws Exception {
        Path document = Files.copy(Path.of("../../docs/devices.md"), folder.resolve("devices.md"));
        String before = Files.readString(document);
        Run run = Run.of(folder, folder.resolve("nowhere"), "--quick", "--docs", folder.toString(), "devices");
        assertThat(run.status()).isZero();
        assertThat(run.output()).isEmpty();
        assertThat(run.errors())
                .contains("benchmarks: devices is left out", "nowhere/dev-matomo.tsv.gz", "DEVICE_CORPORA");
        assertThat(document).content().isEqualTo(before);
    }
}
