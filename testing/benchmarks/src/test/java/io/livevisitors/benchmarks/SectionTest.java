package io.livevisitors.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SectionTest {

    @TempDir
    private Path folder;

    @Test
    void replacesWhatStandsBetweenItsMarkersAlone() throws IOException {
        Path document = document("""
                # Title
                <!-- begin one: written by testing/benchmarks/run -->
                old
                <!-- end one -->
                between
                <!-- begin two: written by testing/benchmarks/run -->
                kept
                <!-- end two -->
                """);
        new Section(document, "one").write("new\n\n");
        assertThat(document).content().isEqualTo("""
                        # Title
                        <!-- begin one: written by testing/benchmarks/run -->
                        new
                        <!-- end one -->
                        between
                        <!-- begin two: written by testing/benchmarks/run -->
                        kept
                        <!-- end two -->
                        """);
    }

    @Test
    void aDocumentWithoutTheMarkersIsLeftAsItIs() throws IOException {
        Path document = document("# Title\n");
        assertThatThrownBy(() -> new Section(document, "one").write("new"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("benchmarks.md has no section for one")
                .hasMessageContaining("<!-- end one -->");
        assertThat(document).content().isEqualTo("# Title\n");
    }

    private Path document(String text) throws IOException {
        return Files.writeString(folder.resolve("benchmarks.md"), text);
    }
}
