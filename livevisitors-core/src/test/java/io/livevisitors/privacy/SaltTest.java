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

    private final AtomicLong nanos = new AtomicLong(1);
    private final SaltRing ring = new SaltRing(nanos::get, DAY, OVERLAP);

    @Test
    void everySaltIsAnother256BitsLong() {
        SaltRing.Salts first = ring.current();
        assertThat(first.current).hasSize(32);
        assertThat(first.previous).isNull();
        assertThat(new SaltRing(nanos::get, DAY, OVERLAP).current().current).isNotEqualTo(first.current);
    }

    @Test
    void isReplacedAtTheEndOfTheDayAndNotBefore() {
        byte[] first = ring.current().current;
        nanos.addAndGet(DAY.toNanos() - 1);
        assertThat(ring.current().current).isSameAs(first);
        nanos.incrementAndGet();
        assertThat(ring.current().current).isNotEqualTo(first);
        assertThat(ring.current().previous).isSameAs(first);
    }

    @Test
    void theOneBeforeIsTriedForOneOverlapAndNoLonger() {
        byte[] first = ring.current().current;
        nanos.addAndGet(DAY.toNanos());
        byte[] second = ring.current().current;
        nanos.addAndGet(OVERLAP.toNanos() - 1);
        assertThat(ring.current().previous).isSameAs(first);
        assertThat(first).isNotEqualTo(OVERWRITTEN);
        nanos.incrementAndGet();
        assertThat(ring.current().previous).isNull();
        assertThat(ring.current().current).isSameAs(second).isNotEqualTo(OVERWRITTEN);
        assertThat(first).isEqualTo(OVERWRITTEN);
    }

    @Test
    void aSaltIsOverwrittenOnTimeThoughNobodyComes() {
        byte[] first = ring.current().current;
        nanos.addAndGet(1);
        assertThat(ring.forgetDue()).isEqualTo(DAY.minusNanos(1));
        nanos.addAndGet(DAY.toNanos() - 1);
        assertThat(ring.forgetDue()).isEqualTo(OVERLAP);
        assertThat(first).isNotEqualTo(OVERWRITTEN);
        nanos.addAndGet(OVERLAP.toNanos());
        assertThat(ring.forgetDue()).isEqualTo(DAY.minus(OVERLAP));
        assertThat(first).isEqualTo(OVERWRITTEN);
    }

    @Test
    void allThatIsDueIsOverwrittenAtOnce() {
        byte[] first = ring.current().current;
        nanos.addAndGet(DAY.toNanos());
        byte[] second = ring.current().current;
        nanos.addAndGet(DAY.plus(OVERLAP).toNanos());
        assertThat(ring.forgetDue()).isEqualTo(DAY);
        assertThat(first).isEqualTo(OVERWRITTEN);
        assertThat(second).isEqualTo(OVERWRITTEN);
    }

    @Test
    void whatIsMadeWhileASaltIsOverwrittenIsMadeAgain() {
        byte[] first = ring.current().current;
        nanos.addAndGet(DAY.toNanos());
        byte[] made = ring.use(salts -> {
            if (salts.previous != null) {
                nanos.addAndGet(OVERLAP.toNanos());
                var unused = ring.current();
            }
            return salts.previous == null ? new byte[0] : salts.previous.clone();
        });
        assertThat(first).isEqualTo(OVERWRITTEN);
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
            SaltRing.class, SaltRing.Salts.class, SaltedAnonymizer.class, RawVisit.class, ClientRequest.class
        }) {
            assertThat(Serializable.class)
                    .as(type.getName())
                    .matches(serializable -> !serializable.isAssignableFrom(type));
        }
        assertThat(visit("shop", "me")).hasToString("RawVisit[pixelId=shop]");
        assertThat(new ClientRequest("POST", "/event", "192.0.2.7", "h", false, n -> null, n -> null, null, r -> false))
                .hasToString("ClientRequest[POST /event]");
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
