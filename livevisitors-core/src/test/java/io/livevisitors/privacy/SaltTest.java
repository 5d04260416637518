package io.livevisitors.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.web.ClientRequest;
import java.io.Serializable;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How long a salt lives, what depends on it, and that nothing raw is shown. */
class SaltTest {

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration OVERLAP = Duration.ofMinutes(5);

    private static final byte[] OVERWRITTEN = new byte[32];

    /** What a hash makes whose key was overwritten, whatever the key was. */
    private static final Pseudonym UNKEYED = unkeyed();

    private final AtomicLong nanos = new AtomicLong(1);
    private final SaltRing ring = new SaltRing(nanos::get, DAY, OVERLAP);

    @Test
    void everySaltIsAnother256BitsLong() {
        SaltRing.Salts first = ring.current();
        assertThat(first.current.bytes).hasSize(32);
        assertThat(first.previous).isNull();
        assertThat(new SaltRing(nanos::get, DAY, OVERLAP).current().current.bytes)
                .isNotEqualTo(first.current.bytes);
    }

    @Test
    void isReplacedAtTheEndOfTheDayAndNotBefore() {
        SaltRing.Salt first = ring.current().current;
        nanos.addAndGet(DAY.toNanos() - 1);
        assertThat(ring.current().current).isSameAs(first);
        nanos.incrementAndGet();
        assertThat(ring.current().current.bytes).isNotEqualTo(first.bytes);
        assertThat(ring.current().previous).isSameAs(first);
    }

    @Test
    void theOneBeforeIsTriedForOneOverlapAndNoLonger() {
        SaltRing.Salt first = ring.current().current;
        nanos.addAndGet(DAY.toNanos());
        SaltRing.Salt second = ring.current().current;
        nanos.addAndGet(OVERLAP.toNanos() - 1);
        assertThat(ring.current().previous).isSameAs(first);
        assertThat(first.bytes).isNotEqualTo(OVERWRITTEN);
        nanos.incrementAndGet();
        assertThat(ring.current().previous).isNull();
        assertThat(ring.current().current).isSameAs(second);
        assertThat(second.bytes).isNotEqualTo(OVERWRITTEN);
        assertThat(second.hash.of("shop")).isNotEqualTo(UNKEYED);
        assertOverwritten(first);
    }

    @Test
    void aSaltIsOverwrittenOnTimeThoughNobodyComes() {
        SaltRing.Salt first = ring.current().current;
        nanos.addAndGet(1);
        assertThat(ring.forgetDue()).isEqualTo(DAY.minusNanos(1));
        nanos.addAndGet(DAY.toNanos() - 1);
        assertThat(ring.forgetDue()).isEqualTo(OVERLAP);
        assertThat(first.bytes).isNotEqualTo(OVERWRITTEN);
        nanos.addAndGet(OVERLAP.toNanos());
        assertThat(ring.forgetDue()).isEqualTo(DAY.minus(OVERLAP));
        assertOverwritten(first);
    }

    @Test
    void allThatIsDueIsOverwrittenAtOnce() {
        SaltRing.Salt first = ring.current().current;
        nanos.addAndGet(DAY.toNanos());
        SaltRing.Salt second = ring.current().current;
        nanos.addAndGet(DAY.plus(OVERLAP).toNanos());
        assertThat(ring.forgetDue()).isEqualTo(DAY);
        assertOverwritten(first);
        assertOverwritten(second);
    }

    @Test
    void whatIsMadeWhileASaltIsOverwrittenIsMadeAgain() {
        SaltRing.Salt first = ring.current().current;
        nanos.addAndGet(DAY.toNanos());
        byte[] made = ring.use(salts -> {
            if (salts.previous != null) {
                nanos.addAndGet(OVERLAP.toNanos());
                var unused = ring.current();
            }
            return salts.previous == null ? new byte[0] : salts.previous.bytes.clone();
        });
        assertOverwritten(first);
        assertThat(made).isEmpty();
    }

    @Test
    void nobodyTriesASaltThatWasDueLongAgo() {
        var unused = ring.current();
        nanos.addAndGet(DAY.plus(OVERLAP).toNanos());
        assertThat(ring.current().previous).isNull();
    }

    @Test
    void theTokenDiffersByPixelAndBySalt() {
        SaltedAnonymizer one = Anonymizer.builtInWith().build();
        SaltedAnonymizer other = Anonymizer.builtInWith().build();
        for (String token : new String[] {null, "me"}) {
            Pseudonym shop = one.anonymize(visit("shop", token)).visitor();
            assertThat(one.anonymize(visit("shop", token)).visitor()).isEqualTo(shop);
            assertThat(one.anonymize(visit("blog", token)).visitor()).isNotEqualTo(shop);
            assertThat(other.anonymize(visit("shop", token)).visitor()).isNotEqualTo(shop);
        }
    }

    @Test
    void nothingRawIsSerializableOrShown() {
        for (Class<?> type : new Class<?>[] {
            SaltRing.class,
            SaltRing.Salts.class,
            SaltRing.Salt.class,
            KeyedHash.class,
            SaltedAnonymizer.class,
            RawVisit.class,
            ClientRequest.class
        }) {
            assertThat(Serializable.class)
                    .as(type.getName())
                    .matches(serializable -> !serializable.isAssignableFrom(type));
        }
        assertThat(visit("shop", "me")).hasToString("RawVisit[pixelId=shop]");
        assertThat(new ClientRequest("POST", "/event", "192.0.2.7", "h", false, n -> null, n -> null, null, r -> false))
                .hasToString("ClientRequest[POST /event]");
    }

    private static void assertOverwritten(SaltRing.Salt salt) {
        assertThat(salt.bytes).isEqualTo(OVERWRITTEN);
        assertThat(salt.hash.of("shop")).isEqualTo(UNKEYED);
    }

    private static Pseudonym unkeyed() {
        KeyedHash hash = new KeyedHash(new byte[32]);
        hash.overwrite();
        return hash.of("shop");
    }

    private static RawVisit visit(String pixel, @Nullable String token) {
        return new RawVisit(
                pixel,
                "https://shop.example/?t=ann@mail.example",
                "Ann",
                null,
                "192.0.2.7",
                "UA",
                token,
                "tab",
                "en",
                null,
                null);
    }
}
