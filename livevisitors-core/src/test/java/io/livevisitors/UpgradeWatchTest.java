package io.livevisitors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.livevisitors.web.ClientRequest;
import io.livevisitors.web.Gateway;
import io.livevisitors.web.StrippedUpgrade;
import io.livevisitors.web.StrippedUpgrade.Part;
import io.livevisitors.web.StrippedUpgrade.Sighting;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the core keeps of handshakes that a proxy made ordinary requests of, and what it says to do. */
class UpgradeWatchTest {

    private static final StrippedUpgrade HEADERS = new StrippedUpgrade(Set.of(Part.CONNECTION, Part.UPGRADE));
    private static final StrippedUpgrade ALL = new StrippedUpgrade(Set.of(Part.values()));

    private final ManualTime time = new ManualTime();
    private final LiveVisitors live =
            time.builder().pixel("shop").trustedProxies("203.0.113.7").build();
    private final Gateway gateway = live.gateway();

    @AfterEach
    void close() {
        live.close();
    }

    @Test
    void namesTheLinesThatAreMissingAndNoOthersInTheOrderOfAConfiguration() {
        assertThat(ALL.nginxLines())
                .containsExactly(
                        "proxy_http_version 1.1;",
                        "proxy_set_header Upgrade $http_upgrade;",
                        "proxy_set_header Connection \"upgrade\";");
        assertThat(HEADERS.nginxLines())
                .containsExactly("proxy_set_header Upgrade $http_upgrade;", "proxy_set_header Connection \"upgrade\";");
        assertThat(HEADERS.text())
                .isEqualTo(
                        "A proxy in front of this server does not pass WebSocket upgrades on. In nginx, add beside the"
                                + " proxy_pass to this server: proxy_set_header Upgrade $http_upgrade;"
                                + " proxy_set_header Connection \"upgrade\";");
        assertThatThrownBy(() -> new StrippedUpgrade(Set.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keepsWhatWasMissingHowOftenAndWhen() {
        Instant first = time.now();
        gateway.upgradeStripped(from("10.0.0.2", "none"), HEADERS);
        time.advance(Duration.ofMinutes(3));
        gateway.upgradeStripped(from("10.0.0.2", "none"), HEADERS);
        time.advance(Duration.ofMinutes(1));
        gateway.upgradeStripped(from("10.0.0.2", "none"), ALL);

        assertThat(gateway.strippedUpgrades())
                .containsExactly(
                        new Sighting(ALL, "10.0.0.0/24", 1, time.now(), time.now()),
                        new Sighting(HEADERS, "10.0.0.0/24", 2, first, first.plus(Duration.ofMinutes(3))));
        assertThat(live.counters()).containsEntry("upgrade_stripped", 3L);
    }

    @Test
    void namesAProxyOfTheHostsOwnAndNobodyElsesAddress() {
        gateway.upgradeStripped(from("203.0.113.7", "none"), HEADERS);
        gateway.upgradeStripped(from("127.0.0.1", "none"), HEADERS);
        gateway.upgradeStripped(from("198.51.100.23", "none"), HEADERS);
        gateway.upgradeStripped(from("198.51.100.24", "none"), HEADERS);

        assertThat(gateway.strippedUpgrades())
                .extracting(Sighting::proxy, Sighting::count)
                .containsExactlyInAnyOrder(tuple("203.0.113.7", 1L), tuple("127.0.0.1", 1L), tuple(null, 2L));
    }

    @Test
    void logsEachKindOnceWithItsRemedy() {
        try (LogLines log = new LogLines(UpgradeWatch.class)) {
            gateway.upgradeStripped(from("10.0.0.2", "none"), HEADERS);
            gateway.upgradeStripped(from("10.0.0.2", "none"), HEADERS);
            gateway.upgradeStripped(from("10.0.0.2", "none"), ALL);

            assertThat(log.lines())
                    .containsExactly(
                            HEADERS.text() + " Seen from 10.0.0.0/24.", ALL.text() + " Seen from 10.0.0.0/24.");
        }
    }

    @Test
    void staysSmallAndQuietHoweverManyAsk() {
        try (LogLines log = new LogLines(UpgradeWatch.class)) {
            for (int i = 0; i < 2_000; i++) {
                gateway.upgradeStripped(from("10." + i / 250 + "." + i % 250 + ".1", "attempt-" + i), HEADERS);
            }

            assertThat(gateway.strippedUpgrades()).hasSize(51);
            assertThat(gateway.strippedUpgrades().stream()
                            .mapToLong(Sighting::count)
                            .sum())
                    .isEqualTo(2_000);
            assertThat(log.lines()).hasSize(51);
        }
    }

    @Test
    void tellsAPageWhatBecameOfItsOwnAttemptAndOfNoOther() {
        gateway.upgradeStripped(from("10.0.0.2", "attempt-1"), HEADERS);

        assertThat(gateway.strippedUpgrade("attempt-1")).contains(HEADERS);
        assertThat(gateway.strippedUpgrade("attempt-2")).isEmpty();
        time.advance(Duration.ofSeconds(61));
        assertThat(gateway.strippedUpgrade("attempt-1")).isEmpty();
    }

    @Test
    void keepsNoAttemptThatIsNoName() {
        for (String attempt : new String[] {"short", "x".repeat(65), "spaces in it", "<script>"}) {
            gateway.upgradeStripped(from("10.0.0.2", attempt), HEADERS);
            assertThat(gateway.strippedUpgrade(attempt)).as(attempt).isEmpty();
        }
    }

    private static ClientRequest from(String peer, String attempt) {
        return new ClientRequest(
                "GET",
                "/app/key",
                peer,
                "shop.example",
                false,
                name -> null,
                Map.of("attempt", attempt)::get,
                null,
                role -> false);
    }
}
