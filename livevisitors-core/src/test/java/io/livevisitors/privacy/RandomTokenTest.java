package io.livevisitors.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Of tokens as programs make them, hardly any is taken for words. The share depends on the seed, which is fixed. */
class RandomTokenTest {

    private static final int TOKENS = 10_000;
    private static final String SMALL = "abcdefghijklmnopqrstuvwxyz";
    private static final String CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final String DIGITS = "0123456789";

    private final Anonymizer anonymizer = Anonymizer.builtIn();

    @ParameterizedTest(name = "{0} of {1} characters: at most {2} in 10,000 stay")
    @CsvSource({
        "base62, 16, 60",
        "base62, 22, 15",
        "base62, 32, 2",
        "base64url, 16, 200",
        "base64url, 22, 40",
        "base64url, 32, 4",
        "base64url, 43, 1",
        "base36, 20, 20",
        "base36, 26, 4",
        "base32, 26, 30",
        "base32, 32, 12",
        "hex, 16, 10",
        "hex, 32, 0",
        "hex, 64, 0",
        "crockford, 26, 1",
    })
    void isNotTakenForWords(String alphabet, int length, int stayInTenThousand) {
        Random random = new Random(42);
        String characters = characters(alphabet);
        int stayed = 0;
        for (int i = 0; i < TOKENS; i++) {
            String token = random.ints(length, 0, characters.length())
                    .mapToObj(c -> characters.substring(c, c + 1))
                    .collect(Collectors.joining());
            String page = anonymizer.scrubPage("https://shop.example/reset/" + token);
            stayed += page != null && page.contains(token) ? 1 : 0;
        }
        assertThat(stayed).isLessThanOrEqualTo(stayInTenThousand);
    }

    private static String characters(String alphabet) {
        return switch (alphabet) {
            case "base62" -> CAPITALS + SMALL + DIGITS;
            case "base64url" -> CAPITALS + SMALL + DIGITS + "-_";
            case "base36" -> SMALL + DIGITS;
            case "base32" -> CAPITALS + "234567";
            case "hex" -> DIGITS + "abcdef";
            case "crockford" -> DIGITS + "ABCDEFGHJKMNPQRSTVWXYZ";
            default -> throw new IllegalArgumentException(alphabet);
        };
    }
}
