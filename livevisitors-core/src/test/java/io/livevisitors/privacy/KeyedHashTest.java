package io.livevisitors.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class KeyedHashTest {

    private final Random random = new Random(1);

    @Test
    void isTheHmacOfThePlatformOverLengthsAndTexts() throws Exception {
        for (int length = 1; length <= 64; length++) {
            byte[] key = new byte[length];
            random.nextBytes(key);
            String[] parts = {"shop", "", "ä€😀", "x".repeat(random.nextInt(300))};
            assertThat(KeyedHash.of(key, parts)).isEqualTo(hmac(key, parts));
        }
    }

    @Test
    void whereOneTextEndsAndTheNextBeginsCounts() {
        byte[] key = new byte[32];
        assertThat(KeyedHash.of(key, "ab", "c")).isNotEqualTo(KeyedHash.of(key, "a", "bc"));
        assertThat(KeyedHash.of(key, "abc")).isNotEqualTo(KeyedHash.of(key, "abc", ""));
    }

    private static Pseudonym hmac(byte[] key, String... parts) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            mac.update(ByteBuffer.allocate(4).putInt(0, bytes.length));
            mac.update(bytes);
        }
        ByteBuffer hash = ByteBuffer.wrap(mac.doFinal());
        return new Pseudonym(hash.getLong(), hash.getLong());
    }
}
