package io.livevisitors;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.doctor.Places;
import io.livevisitors.model.Diagnosis;
import io.livevisitors.model.Finding;
import io.livevisitors.model.Finding.Verdict;
import io.livevisitors.web.ClientRequest;
import io.livevisitors.web.StrippedUpgrade;
import io.livevisitors.web.StrippedUpgrade.Part;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a doctor is told of an installation, from the settings and from what happened. */
class DiagnoseTest {

    private final Map<String, String> environment = new HashMap<>(Map.of(
            "REVERB_APP_ID", "744402",
            "REVERB_APP_KEY", "key-1",
            "REVERB_APP_SECRET", "hush",
            "LIVEVISITORS_PIXELS", "shop"));
    private Instant now = Instant.parse("2026-11-27T12:00:00Z");
    private LiveVisitorsBuilder builder = LiveVisitors.builder().clock(() -> now);
    private LiveVisitors live = build();

    @AfterEach
    void close() {
        live.close();
    }

    @Test
    void aSettingsFaultIsFoundFromCode() {
        restart("VITE_REVERB_APP_KEY", "old-key");

        Diagnosis diagnosis = live.diagnose();
        assertThat(diagnosis.isHealthy()).isFalse();
        assertThat(diagnosis.asOf()).isEqualTo(Instant.parse("2026-11-27T12:00:00Z"));
        assertThat(finding(diagnosis, "key").cure()).contains("\"key-1\"");
        assertThat(diagnosis.toString()).contains("fault  key: VITE_REVERB_APP_KEY is \"old-key\"");
    }

    @Test
    void thatNodesShareNothingIsSaidOnEveryDashboardToo() {
        assertThat(live.gateway().warnings()).isEmpty();
        restart("REVERB_SCALING_ENABLED", "true");

        assertThat(finding(live.diagnose(), "scaling").verdict()).isEqualTo(Verdict.FAULT);
        assertThat(live.gateway().warnings())
                .singleElement()
                .asString()
                .contains("REVERB_SCALING_ENABLED is true", "each shows its own visitors", "set it to false");
    }

    @Test
    void theWorstComesFirst() {
        restart("REVERB_PULSE_INGEST_INTERVAL", "15");

        assertThat(live.diagnose().findings())
                .extracting(Finding::verdict)
                .isSortedAccordingTo((one, other) -> other.compareTo(one));
    }

    @Test
    void theAddressOfAReverbServerIsTriedWhereNoPublicUrlIsSet() {
        restart("REVERB_HOST", "no-such-shop.invalid");

        Finding websocket = finding(live.diagnose(), "websocket");
        assertThat(websocket.verdict()).isEqualTo(Verdict.FAULT);
        assertThat(websocket.cause()).contains("wss://no-such-shop.invalid/app/key-1", "is not known");
    }

    @Test
    void thePublicUrlStandsOverReverbsVariables() {
        environment.put("LIVEVISITORS_PUBLIC_URL", "http://another-shop.invalid:8080/livevisitors");
        restart("REVERB_HOST", "no-such-shop.invalid");

        assertThat(finding(live.diagnose(), "websocket").cause())
                .contains("ws://another-shop.invalid:8080/livevisitors/app/key-1");
    }

    @Test
    void variablesThatLookLikeSettingsAreReported() {
        environment.put("LIVEVISITORS_COLOUR", "red");
        restart("REVERB_APP_MAX_VISITORS", "7");

        assertThat(live.diagnose().findings())
                .filteredOn(finding -> finding.check().equals("settings"))
                .extracting(Finding::cause)
                .anyMatch(cause -> cause.contains("LIVEVISITORS_COLOUR"))
                .anyMatch(cause -> cause.contains("REVERB_APP_MAX_VISITORS"));
    }

    @Test
    void whatHappenedAtTheSocketsIsReported() {
        live.gateway().keyUnknown(request(Map.of()), "old-key");
        live.gateway().keyUnknown(request(Map.of()), "old-key");
        live.gateway().quotaReached(request(Map.of()), "Over the quota of connections");
        live.gateway().clockSkewed(900);
        assertThat(live.gateway().isSocketOriginAllowed(request(Map.of("Origin", "https://elsewhere.example"))))
                .isFalse();

        Diagnosis diagnosis = live.gateway().diagnose(request(Map.of()));
        assertThat(finding(diagnosis, "key").cause()).contains("old-key", "2 times");
        assertThat(finding(diagnosis, "connections").cause()).contains("Over the quota");
        assertThat(finding(diagnosis, "clock").cause()).contains("900 s behind");
        assertThat(finding(diagnosis, "origin").cause()).contains("https://elsewhere.example", "host shop.example");
    }

    @Test
    void anUpgradeThatAProxyTookAwayIsReportedForAnHour() {
        live.gateway().upgradeStripped(request(Map.of()), new StrippedUpgrade(EnumSet.of(Part.UPGRADE)));

        Finding finding = finding(live.diagnose(), "websocket");
        assertThat(finding.verdict()).isEqualTo(Verdict.FAULT);
        assertThat(finding.cause()).contains("does not pass WebSocket upgrades on", "once", "2026-11-27T12:00:00Z");
        assertThat(finding.cure())
                .contains("proxy_set_header Upgrade $http_upgrade;")
                .doesNotContain("Connection");

        now = now.plus(Duration.ofHours(1)).plusSeconds(1);
        assertThat(finding(live.diagnose(), "websocket").verdict()).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void strangersCannotFillTheReport() {
        for (int i = 0; i < 1_000; i++) {
            live.gateway().keyUnknown(request(Map.of()), "key-" + i + "\u001b[31m" + "x".repeat(1_000));
        }

        List<Finding> keys = live.diagnose().findings().stream()
                .filter(finding -> finding.check().equals("key"))
                .toList();
        assertThat(keys)
                .hasSize(5)
                .allSatisfy(finding ->
                        assertThat(finding.cause()).hasSizeLessThan(500).doesNotContain("\u001b"));
    }

    @Test
    void whatTheDoctorTriesItselfIsNoSymptom() throws Exception {
        String asked;
        try (Places place = Places.answering("HTTP/1.1 404 Not Found\r\n\r\n")) {
            restart("LIVEVISITORS_PUBLIC_URL", "http://127.0.0.1:" + place.port());
            live.diagnose();
            asked = place.request();
        }
        String probe = asked.replaceFirst("(?s).*&probe=([^ ]*) .*", "$1");
        assertThat(probe).matches("[0-9a-z]{20,25}");

        reportAll(request(Map.of("Origin", "https://elsewhere.example"), Map.of("probe", probe)));
        assertThat(symptoms()).isEmpty();
        reportAll(request(Map.of("Origin", "https://elsewhere.example"), Map.of("probe", probe + "x")));
        assertThat(symptoms()).containsExactlyInAnyOrder("key", "connections", "origin");
    }

    private void reportAll(ClientRequest request) {
        live.gateway().keyUnknown(request, "old-key");
        live.gateway().quotaReached(request, "Over the quota of connections");
        assertThat(live.gateway().isSocketOriginAllowed(request)).isFalse();
    }

    private List<String> symptoms() {
        return live.diagnose().findings().stream()
                .filter(finding -> finding.verdict() == Verdict.WARNING)
                .map(Finding::check)
                .filter(List.of("key", "connections", "origin")::contains)
                .toList();
    }

    /** What happens again and again is what an operator has to mend. */
    @Test
    void strangersDoNotHideTheKeyThatIsAskedForTimeAndAgain() {
        for (int i = 0; i < 1_000; i++) {
            live.gateway().keyUnknown(request(Map.of()), "stranger-" + i);
            if (i % 50 == 0) {
                live.gateway().keyUnknown(request(Map.of()), "old-key");
            }
        }

        assertThat(finding(live.diagnose(), "key").cause()).contains("\"old-key\"", "20 times");
    }

    @Test
    void whatDoesNotComeBackIsOverAfterAnHour() {
        live.gateway().keyUnknown(request(Map.of()), "old-key");
        live.gateway().clockSkewed(601);
        assertThat(finding(live.diagnose(), "clock").cause()).contains("about 660 s behind");

        now = now.plus(Duration.ofHours(1)).plusSeconds(1);
        assertThat(finding(live.diagnose(), "key").verdict()).isEqualTo(Verdict.OK);
        assertThat(finding(live.diagnose(), "clock").verdict()).isEqualTo(Verdict.OK);
    }

    @Test
    void aClientThatAsksForTheSecretIsReportedWithoutIt() {
        live.gateway().keyUnknown(request(Map.of()), "hush");

        Diagnosis diagnosis = live.diagnose();
        assertThat(finding(diagnosis, "key").cause()).contains("application secret");
        assertThat(diagnosis.toJson()).doesNotContain("hush");
    }

    @Test
    void misspeltVariablesAreReportedWithTheNameThatIsMeant() {
        environment.put("REVERB_SHEME", "https");
        environment.put("LIVEVISITORS_SERVICE_HOST", "10.0.0.1");
        environment.put("REVERB_PORT_8080_TCP_ADDR", "10.0.0.1");
        restart("REVERB_HOTS", "shop.example");

        assertThat(live.diagnose().findings())
                .filteredOn(finding -> finding.check().equals("settings"))
                .extracting(Finding::cure)
                .containsExactlyInAnyOrder(
                        "Call it REVERB_HOST, or leave it out; docs/settings.md lists them all.",
                        "Call it REVERB_SCHEME, or leave it out; docs/settings.md lists them all.");
    }

    @Test
    void nothingInTheReportIsASecret() {
        environment.put("REDIS_URL", "redis://:hunter2@no-such-cache.invalid");
        restart("LIVEVISITORS_DASHBOARD_TOKEN", "0123456789abcdef");

        assertThat(live.diagnose().toJson()).doesNotContain("hush", "hunter2", "0123456789abcdef");
    }

    @Test
    void theReportIsJson() {
        String json = live.diagnose().toJson();

        assertThat(json)
                .startsWith("{\"healthy\":false,\"findings\":[{\"check\":\"")
                .contains("\"check\":\"authorizer\",\"verdict\":\"fault\",\"cause\":\"No authorizer is set")
                .endsWith("],\"as_of\":1795780800}");
    }

    @Test
    void whoMaySeeIsAskedOfTheAuthorizerThatIsSet() {
        restart("LIVEVISITORS_DASHBOARD_TOKEN", "0123456789abcdef");

        assertThat(finding(live.diagnose(), "authorizer").verdict()).isEqualTo(Verdict.OK);
    }

    private void restart(String name, String value) {
        environment.put(name, value);
        live.close();
        builder = LiveVisitors.builder().clock(() -> Instant.parse("2026-11-27T12:00:00Z"));
        live = build();
    }

    private LiveVisitors build() {
        return builder.environment(environment).build();
    }

    private static Finding finding(Diagnosis diagnosis, String check) {
        return diagnosis.findings().stream()
                .filter(finding -> finding.check().equals(check))
                .findFirst()
                .orElseThrow();
    }

    private static ClientRequest request(Map<String, String> headers) {
        return request(headers, Map.of());
    }

    private static ClientRequest request(Map<String, String> headers, Map<String, String> parameters) {
        return new ClientRequest(
                "GET",
                "/dashboard/doctor",
                "192.0.2.1",
                "shop.example",
                true,
                headers::get,
                parameters::get,
                null,
                role -> false);
    }
}
