package io.livevisitors.benchmarks.devices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusTest {

    @TempDir
    private Path folder;

    @Test
    void escapesAreUndone() throws IOException {
        Corpora.write(folder, Corpus.MATOMO, "a\\tb\\\\n\\n\\r\tbot\tbot\tbot|X\n");
        assertThat(Corpus.MATOMO.read(folder)).singleElement().satisfies(row -> {
            assertThat(row.userAgent()).isEqualTo("a\tb\\n\n\r");
            assertThat(row.truth()).isEqualTo("bot");
            assertThat(row.weight()).isEqualTo(1);
        });
    }

    @Test
    void weightsAndHeadersAreRead() throws IOException {
        Corpora.write(folder, Corpus.INTOLI, "a\tmobile\t0.25\n");
        assertThat(Corpus.INTOLI.read(folder)).extracting(Corpus.Row::weight).containsExactly(0.25);
        Corpora.write(
                folder,
                Corpus.MATOMO_HEADERS,
                "{\"ua\":\"a\",\"label\":\"tablet\",\"headers\":{\"http-x-requested-with\":\"org.example.app\"}}\n");
        assertThat(Corpus.MATOMO_HEADERS.read(folder)).singleElement().satisfies(row -> {
            assertThat(row.truth()).isEqualTo("tablet");
            assertThat(row.hints().requestedWith()).isEqualTo("org.example.app");
        });
    }

    @Test
    void aMalformedRowIsNamed() throws IOException {
        Corpora.write(folder, Corpus.ISBOT, "a\tbot\tx\nb\n");
        assertThatThrownBy(() -> Corpus.ISBOT.read(folder))
                .isInstanceOf(IOException.class)
                .hasMessage("dev-isbot.tsv.gz, row 2: no class");
    }

    @Test
    void someRowsAreFromAllOverTheCorpus() throws IOException {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            rows.append(i).append("\tbot\tx\n");
        }
        Corpora.write(folder, Corpus.BOTSWIDE, rows.toString());
        assertThat(Corpus.BOTSWIDE.read(folder, 7))
                .extracting(Corpus.Row::userAgent)
                .containsExactly("0", "15", "30", "45", "60", "75", "90");
    }

    @Test
    void theFileThatIsMissingIsNamed() throws IOException {
        assertThat(Corpus.missingFrom(folder)).isEqualTo(folder.resolve("dev-matomo.tsv.gz"));
        Corpora.writeAll(folder);
        assertThat(Corpus.missingFrom(folder)).isNull();
    }
}
