package io.livevisitors.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code classify}, as a script. */
class ClassifyCommandTest {

    private static final String IPAD =
            "Mozilla/5.0 (iPad; CPU OS 12_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/12.1.2 Mobile/15E148 Safari/604.1";

    @TempDir
    private Path folder;

    @Test
    void linesComeInAndAnswersGoOut() throws Exception {
        Run run = Run.classify(folder, IPAD + "\n{\"ua\":\"ExampleBot/1.0 \u00e9\"}\n", "--evidence");
        assertThat(run.errors()).isEmpty();
        assertThat(run.output()).matches("tablet\tMobile Safari\tiOS\t[^\t\n]+\nbot\tExampleBot\tOther\t[^\t\n]+\n");
        assertThat(run.status()).isZero();
    }

    @Test
    void aMalformedLineIsSaidByTheExitStatus() throws Exception {
        Run run = Run.classify(folder, "{\n");
        assertThat(run.output()).isEqualTo("other\tOther\tOther\n");
        assertThat(run.errors()).startsWith("classify: line 1: ");
        assertThat(run.status()).isEqualTo(1);
    }
}
