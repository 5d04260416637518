package io.livevisitors.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
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
            assertThat(new KeyedHash(key).of(parts)).isEqualTo(hmac(key, parts));
        }
    }

    @Test
    void whereOneTextEndsAndTheNextBeginsCounts() {
        KeyedHash hash = new KeyedHash(new byte[32]);
        assertThat(hash.of("ab", "c")).isNotEqualTo(hash.of("a", "bc"));
        assertThat(hash.of("abc")).isNotEqualTo(hash.of("abc", ""));
    }

    /** What comes after it is the digest of a digest, as anybody can make it. */
    @Test
    void nothingIsLeftOfTheKeyOnceItIsOverwritten() throws Exception {
        byte[] key = new byte[32];
        random.nextBytes(key);
        KeyedHash hash = new KeyedHash(key);
        assertThat(hash.of("shop")).isEqualTo(hmac(key, "shop"));
        hash.overwrite();
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(new byte[] {0, 0, 0, 4});
        ByteBuffer unkeyed = ByteBuffer.wrap(digest.digest(digest.digest("shop".getBytes(StandardCharsets.UTF_8))));
        assertThat(hash.of("shop")).isEqualTo(new Pseudonym(unkeyed.getLong(), unkeyed.getLong()));
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
