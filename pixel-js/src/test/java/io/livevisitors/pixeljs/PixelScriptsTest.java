package io.livevisitors.pixeljs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PixelScriptsTest {

    private static final int MOST_BYTES = 1_300;

    @Test
    void pixelFitsIntoThirteenHundredBytes() throws IOException {
        int size = gzip(PixelScripts.pixel()).length;

        System.out.printf("pixel.js: %,d bytes gzipped, of %,d%n", size, MOST_BYTES);
        assertThat(size).isLessThanOrEqualTo(MOST_BYTES);
    }

    @Test
    void pixelIsOneLineOfAsciiThatLeavesNoNameBehind() {
        assertThat(new String(PixelScripts.pixel(), StandardCharsets.US_ASCII))
                .startsWith("(()=>{")
                .doesNotContain("\n", "console")
                .isASCII();
    }

    @Test
    void hashNamesTheContent() throws Exception {
        byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(PixelScripts.pixel());

        assertThat(HexFormat.of().formatHex(sha256)).startsWith(PixelScripts.hash());
        assertThat(PixelScripts.hash()).hasSize(16);
    }

    @Test
    void integrityIsWhatBrowsersCompute() throws Exception {
        byte[] sha384 = MessageDigest.getInstance("SHA-384").digest(PixelScripts.pixel());

        assertThat(PixelScripts.integrity())
                .isEqualTo("sha384-" + Base64.getEncoder().encodeToString(sha384));
    }

    @Test
    void nobodyCanChangeTheBytesForOthers() {
        PixelScripts.pixel()[0] = 'X';

        assertThat(PixelScripts.pixel()[0]).isEqualTo((byte) '(');
    }

    @Test
    void variantCarriesTheIdAndNoPlaceholder() {
        assertThat(new String(PixelScripts.forPixel("my-Shop_7"), StandardCharsets.US_ASCII))
                .contains("\"my-Shop_7\"")
                .doesNotContain("__PIXEL_ID__");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "\"+alert(1)+\"", "</script>", "caf\u00e9", "shop\n"})
    void variantRefusesAnIdThatIsNone(String id) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PixelScripts.forPixel(id))
                .withMessageContainingAll("pixelId", id);
    }

    @Test
    void variantRefusesAnIdOverSixtyFourCharacters() {
        assertThat(PixelScripts.forPixel("x".repeat(64))).isNotEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> PixelScripts.forPixel("x".repeat(65)));
    }

    static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(out) {
            {
                def.setLevel(Deflater.BEST_COMPRESSION);
            }
        }) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    static String types() throws IOException {
        try (InputStream in = PixelScripts.class.getResourceAsStream("livevisitors.d.ts")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
