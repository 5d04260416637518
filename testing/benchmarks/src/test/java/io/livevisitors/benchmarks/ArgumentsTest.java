package io.livevisitors.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArgumentsTest {

    @TempDir
    private Path folder;

    @Test
    void aNameThatIsNoBenchmarkIsRefusedWithTheNamesThatAre() throws Exception {
        Run run = Run.of(folder, "--quick", "bogus");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.output()).isEmpty();
        assertThat(run.errors()).startsWith("benchmarks: bogus").contains("registry", "presence", "--quick");
    }

    @Test
    void helpNamesTheBenchmarks() throws Exception {
        Run run = Run.of(folder, "--help");
        assertThat(run.status()).isZero();
        assertThat(run.output()).startsWith("Usage: ").contains("registry", "presence");
    }
}
