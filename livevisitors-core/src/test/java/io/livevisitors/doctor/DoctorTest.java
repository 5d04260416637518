package io.livevisitors.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.doctor.Symptom.Kind;
import io.livevisitors.model.Finding;
import io.livevisitors.model.Finding.Verdict;
import io.livevisitors.web.StrippedUpgrade.Part;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import redis.embedded.RedisServer;

/** Each finding by its fault: the fault is induced, and the cure read. */
class DoctorTest {

    private static final String GREETING =
            "{\"event\":\"pusher:connection_established\",\"data\":\"{\\\"socket_id\\\":\\\"1.2\\\"}\"}";

    // ---------------------------------------------------------------- health

    @Test
    void findsNothingWrongWhereNothingIs() throws Exception {
        try (Places server = Places.greeting(GREETING)) {
            List<Finding> findings = Doctor.examine(Patient.healthy()
                    .foundAt("http://127.0.0.1:" + server.port() + "/livevisitors/")
                    .asCase());

            assertThat(findings).allSatisfy(finding -> {
                assertThat(finding.verdict()).isEqualTo(Verdict.OK);
                assertThat(finding.cause()).endsWith(".");
                assertThat(finding.cure()).isEmpty();
            });
            assertThat(findings)
                    .extracting(Finding::check)
                    .containsExactlyInAnyOrder(
                            "socket_servlet",
                            "websocket",
                            "origin",
                            "key",
                            "clock",
                            "address",
                            "open_files",
                            "connections",
                            "authorizer",
                            "settings");
        }
    }

    // ---------------------------------------------------------------- the socket

    @Test
    void asksForASocketAsAPageAtThePublicAddressWould() throws Exception {
        try (Places server = Places.greeting(GREETING)) {
            Finding finding = probe("http://127.0.0.1:" + server.port() + "/livevisitors");

            assertThat(finding.verdict()).isEqualTo(Verdict.OK);
            assertThat(finding.cause()).contains("ws://127.0.0.1:" + server.port() + "/livevisitors/app/app-key opens");
            assertThat(server.request())
                    .startsWith("GET /livevisitors/app/app-key?protocol=7&")
                    .contains("Upgrade: websocket", "Origin: http://127.0.0.1:" + server.port() + "\r\n");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "426 Upgrade Required, does not pass the upgrade on, proxy_set_header Upgrade $http_upgrade;",
        "400 Bad Request, does not pass the upgrade on, proxy_set_header Connection \"upgrade\";",
        "404 Not Found, nothing is mapped at /livevisitors/app/app-key, map LiveSocketServlet to app/*",
        "401 Unauthorized, wants a sign-in first, Let app/* through",
        "403 Forbidden, wants a sign-in first, Let app/* through",
        "502 Bad Gateway, the proxy does not reach this server, proxy_pass",
        "504 Gateway Timeout, the proxy does not reach this server, proxy_pass",
        "429 Too Many Requests, too many handshakes, Wait a minute",
        "503 Service Unavailable, starting or stopping, Wait a minute",
        "200 OK, something else lives there, base path of this library",
    })
    void saysWhatTheAnswerOfAProxyMeans(String answer, String cause, String cure) throws Exception {
        try (Places proxy = Places.answering("HTTP/1.1 " + answer + "\r\nServer: nginx/1.22.1\r\n\r\n")) {
            Finding finding = probe("http://127.0.0.1:" + proxy.port() + "/livevisitors");

            assertThat(finding.verdict()).isEqualTo(Verdict.FAULT);
            assertThat(finding.cause()).contains(answer.substring(0, 3), "nginx/1.22.1", cause);
            assertThat(finding.cure()).contains(cure);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https://shop.example/livevisitors/app/app-key?protocol=7, public_url to https://shop.example/livevisitors (",
        "https://me:hunter2@sso.example/login?next=hunter2, sign-in",
        "/login?return=hunter2, sign-in",
        "'', sign-in",
    })
    void saysWhereARedirectLeads(String location, String cure) throws Exception {
        try (Places proxy = Places.answering("HTTP/1.1 302 Found\r\nLocation: " + location + "\r\n\r\n")) {
            Finding finding = probe("http://127.0.0.1:" + proxy.port() + "/livevisitors");

            assertThat(finding.verdict()).isEqualTo(Verdict.FAULT);
            assertThat(finding.cause()).contains("302", "which leads to http").doesNotContain("hunter2");
            assertThat(finding.cure()).contains(cure).doesNotContain("hunter2");
        }
    }

    /** Reverb's variables name a host, and a path seldom. */
    @Test
    void doesNotBlameAPathThatNobodyNamed() throws Exception {
        try (Places server = Places.answering("HTTP/1.1 404 Not Found\r\n\r\n")) {
            Finding finding = only(
                    "websocket",
                    Patient.healthy()
                            .foundAt("http://127.0.0.1:" + server.port())
                            .withoutPath());

            assertThat(finding.verdict()).isEqualTo(Verdict.WARNING);
            assertThat(finding.cure()).contains("public_url", "REVERB_SERVER_PATH");
        }
    }

    @Test
    void namesAllLinesWhereItWasNotSeenWhichAreMissing() throws Exception {
        try (Places proxy = Places.answering("HTTP/1.1 426 Upgrade Required\r\n\r\n")) {
            assertThat(probe("http://127.0.0.1:" + proxy.port()).cure())
                    .contains("proxy_http_version 1.1;", "Upgrade $http_upgrade;", "Connection \"upgrade\";")
                    .endsWith("If the port speaks TLS, use https in public_url (REVERB_SCHEME).");
        }
    }

    @Test
    void itsOwnAttemptsCanBeToldFromOthers() throws Exception {
        try (Places server = Places.greeting(GREETING)) {
            probe("http://127.0.0.1:" + server.port());

            assertThat(server.request()).contains("&probe=the-probe HTTP/1.1\r\n");
        }
    }

    @Test
    void saysThatAHostIsNone() {
        Finding finding = probe("http://my_host:8080/livevisitors");

        assertThat(finding.verdict()).isEqualTo(Verdict.FAULT);
        assertThat(finding.cause()).contains("\"my_host:8080\" has no host");
        assertThat(finding.cure()).contains("underscore");
    }

    @Test
    void doesNotWaitForAServerThatTrickles() throws Exception {
        try (Places slow = Places.trickling()) {
            long began = System.nanoTime();
            Finding finding = probe("http://127.0.0.1:" + slow.port());

            assertThat(finding.cause()).contains("no answer within 3 s");
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void saysThatTlsWasHungUp() throws Exception {
        try (Places mute = Places.answeringAtOnce("")) {
            Finding finding = probe("https://127.0.0.1:" + mute.port());

            assertThat(finding.verdict()).isEqualTo(Verdict.FAULT);
            assertThat(finding.cause()).contains("TLS handshake").doesNotContain("trust");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "4001, does not know the key, REVERB_APP_KEY",
        "4004, as many connections, REVERB_APP_MAX_CONNECTIONS",
        "4009, may not open sockets, allowed_origins"
    })
    void saysWhatARefusalMeans(String code, String cause, String cure) throws Exception {
        String refusal =
                "{\"event\":\"pusher:error\",\"data\":\"{\\\"code\\\":" + code + ",\\\"message\\\":\\\"no\\\"}\"}";
        try (Places server = Places.greeting(refusal)) {
            Finding finding = probe("http://127.0.0.1:" + server.port());

            assertThat(finding.verdict()).isEqualTo(Verdict.FAULT);
            assertThat(finding.cause()).contains(code, cause);
            assertThat(finding.cure()).contains(cure);
        }
    }

    @Test
    void knowsASocketThatIsNoPusherServer() throws Exception {
        try (Places server = Places.greeting("hello")) {
            Finding finding = probe("http://127.0.0.1:" + server.port());

            assertThat(finding.cause()).contains("not those of a Pusher server", "hello");
        }
    }

    @Test
    void saysConnectionRefusedWithTheSettingsToCorrect() {
        int port = Places.deserted();
        Finding finding = probe("http://127.0.0.1:" + port);

        assertThat(finding.verdict()).isEqualTo(Verdict.FAULT);
        assertThat(finding.cause()).contains("connection refused: nothing listens on port " + port);
        assertThat(finding.cure()).contains("public_url", "REVERB_HOST", "REVERB_PORT");
    }

    @Test
    void saysThatANameIsNotKnown() {
        Finding finding = probe("https://no-such-shop.invalid");

        assertThat(finding.cause()).contains("no-such-shop.invalid is not known");
        assertThat(finding.cure()).contains("DNS");
    }

    @Test
    void saysThatAPortSpeaksNoTlsThoughTheSchemeIsHttps() throws Exception {
        try (Places plain = Places.answeringAtOnce("HTTP/1.1 400 Bad Request\r\n\r\n")) {
            Finding finding = probe("https://127.0.0.1:" + plain.port());

            assertThat(finding.verdict()).isEqualTo(Verdict.FAULT);
            assertThat(finding.cause()).contains("speaks no TLS, though the scheme is https");
            assertThat(finding.cure()).contains("Use http in public_url");
        }
    }

    @Test
    void saysThatAPortSpeaksTlsThoughTheSchemeIsHttp(@TempDir Path folder) throws Exception {
        try (Places secured = Places.selfSigned(folder)) {
            Finding finding = probe("http://127.0.0.1:" + secured.port());

            assertThat(finding.verdict()).isEqualTo(Verdict.FAULT);
            assertThat(finding.cure()).contains("https in public_url");
        }
    }

    @Test
    void saysThatACertificateIsNotTrusted(@TempDir Path folder) throws Exception {
        try (Places secured = Places.selfSigned(folder)) {
            Finding finding = probe("https://localhost:" + secured.port());

            assertThat(finding.verdict()).isEqualTo(Verdict.WARNING);
            assertThat(finding.cause()).contains("does not trust its certificate");
            assertThat(finding.cure()).contains("certificate that browsers trust");
        }
    }

    @Test
    void saysWhatAClosedConnectionMayMean() throws Exception {
        try (Places mute = Places.answeringAtOnce("")) {
            Finding finding = probe("http://127.0.0.1:" + mute.port());

            assertThat(finding.verdict()).isEqualTo(Verdict.FAULT);
            assertThat(finding.cause()).contains("No WebSocket opens");
        }
    }

    @Test
    void tellsOfStrippedUpgradesWithTheLinesThatAreMissing() {
        Finding finding = only("websocket", Patient.healthy().stripped(EnumSet.of(Part.UPGRADE, Part.CONNECTION), 3));

        assertThat(finding.verdict()).isEqualTo(Verdict.FAULT);
        assertThat(finding.cause()).contains("does not pass WebSocket upgrades", "3 times", "2026-11-27");
        assertThat(finding.cure())
                .contains("proxy_set_header Upgrade $http_upgrade;", "proxy_set_header Connection \"upgrade\";")
                .doesNotContain("proxy_http_version");
    }

    @Test
    void saysThatNothingWasTriedWhereNobodySaidTheAddress() {
        Finding finding = only("websocket", Patient.healthy());

        assertThat(finding.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(finding.cure()).contains("Set public_url");
    }

    @Test
    void saysThatNoServletForSocketsRuns() {
        Patient patient = Patient.healthy().withoutSockets().foundAt("http://127.0.0.1:" + Places.deserted());
        Finding finding = only("socket_servlet", patient);

        assertThat(finding.verdict()).isEqualTo(Verdict.FAULT);
        assertThat(finding.cure()).contains("LiveSocketServlet", "app/*");
    }

    /** Containers start a servlet with its first request. */
    @Test
    void doesNotBlameAServletThatNobodyAskedYet() {
        Finding finding = only("socket_servlet", Patient.healthy().withoutSockets());

        assertThat(finding.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(finding.cause()).contains("nobody asked for a socket yet");
        assertThat(finding.cure()).contains("LiveSocketServlet", "load-on-startup");
    }

    // ---------------------------------------------------------------- origins, keys, clocks

    @Test
    void namesAnOriginThatWasRefusedWithBothCures() {
        Finding finding = only(
                "origin",
                Patient.healthy().allowing().symptom(Kind.REFUSED_ORIGIN, "https://shop.example 127.0.0.1:8085", 2));

        assertThat(finding.verdict()).isEqualTo(Verdict.WARNING);
        assertThat(finding.cause()).contains("https://shop.example", "under the host 127.0.0.1:8085", "2 times");
        assertThat(finding.cure()).contains("allowed_origins to https://shop.example", "proxy_set_header Host");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "<script>x</script>",
                "<img src=x onerror=x>",
                "https://shop.example, *",
                "https://shop.example/path",
                "javascript:x",
                ""
            })
    void recommendsNothingThatNoBrowserSendsAsItsOrigin(String origin) {
        Finding finding = only(
                "origin", Patient.healthy().allowing().symptom(Kind.REFUSED_ORIGIN, origin + " 127.0.0.1:8085", 2));

        assertThat(finding.verdict()).isEqualTo(Verdict.NOTE);
        assertThat(finding.cause()).contains("\"" + origin + "\"", "2 times");
        assertThat(finding.cure()).doesNotContain("allowed_origins");
    }

    @Test
    void forgetsAnOriginThatIsAllowedMeanwhile() {
        assertThat(only(
                                "origin",
                                Patient.healthy()
                                        .allowing("https://shop.example")
                                        .symptom(Kind.REFUSED_ORIGIN, "https://shop.example 127.0.0.1:8085", 2))
                        .verdict())
                .isEqualTo(Verdict.OK);
    }

    @Test
    void saysThatThePublicAddressItselfIsNoAllowedOrigin() {
        Patient patient =
                Patient.healthy().allowing("https://other.example").foundAt("http://127.0.0.1:" + Places.deserted());
        Finding finding = only("origin", patient);

        assertThat(finding.verdict()).isEqualTo(Verdict.FAULT);
        assertThat(finding.cure()).contains("to allowed_origins");
    }

    @Test
    void namesAKeyThatNobodyHas() {
        Finding finding = only("key", Patient.healthy().symptom(Kind.UNKNOWN_KEY, "old-key", 1));

        assertThat(finding.verdict()).isEqualTo(Verdict.WARNING);
        assertThat(finding.cause()).contains("\"old-key\"", "once, at 2026-11-27T12:00:00Z", "\"app-key\"");
        assertThat(finding.cure()).contains("VITE_REVERB_APP_KEY", "REVERB_APP_KEY");
    }

    @Test
    void saysThatTheSecretStandsInPlaceOfTheKeyWithoutShowingIt() {
        for (Patient patient : List.of(
                Patient.healthy().symptom(Kind.SECRET_AS_KEY, "", 3),
                Patient.healthy().with("VITE_REVERB_APP_KEY", Patient.SECRET))) {
            Finding finding = only("key", patient);

            assertThat(finding.verdict()).isEqualTo(Verdict.FAULT);
            assertThat(finding.cause()).contains("the application secret");
            assertThat(finding.cure()).contains("take a new secret");
            assertThat(Doctor.examine(patient.asCase()).toString()).doesNotContain(Patient.SECRET);
            assertThat(patient.asCase().toString()).doesNotContain(Patient.SECRET);
        }
    }

    @Test
    void saysWhatAnOriginThatIsNullMeans() {
        Finding finding =
                only("origin", Patient.healthy().allowing().symptom(Kind.REFUSED_ORIGIN, "null shop.example", 1));

        assertThat(finding.cure()).contains("allowedOrigins(\"null\")", "Sandboxed");
    }

    @Test
    void comparesTheKeyThatPagesAreBuiltWith() {
        Finding finding = only("key", Patient.healthy().with("VITE_REVERB_APP_KEY", "old-key"));

        assertThat(finding.verdict()).isEqualTo(Verdict.FAULT);
        assertThat(finding.cause()).contains("4001");
        assertThat(finding.cure()).contains("Set VITE_REVERB_APP_KEY to \"app-key\"");
        assertThat(only("key", Patient.healthy().with("VITE_REVERB_APP_KEY", "app-key"))
                        .verdict())
                .isEqualTo(Verdict.OK);
    }

    @ParameterizedTest
    @CsvSource({"900, about 900 s behind ours", "-900, about 900 s ahead of ours"})
    void saysHowFarTheClockOfABackendIsOff(String seconds, String cause) {
        Finding finding = only("clock", Patient.healthy().symptom(Kind.CLOCK_SKEW, seconds, 4));

        assertThat(finding.verdict()).isEqualTo(Verdict.FAULT);
        assertThat(finding.cause()).contains(cause, "600 s");
        assertThat(finding.cure()).contains("NTP");
    }

    // ---------------------------------------------------------------- schemes, hosts, ports

    @ParameterizedTest
    @CsvSource({
        "REVERB_, https, 80",
        "REVERB_, http, 443",
        "VITE_REVERB_, https, 80",
        "VITE_REVERB_, http, 443",
    })
    void namesASchemeThatItsPortDoesNotSpeak(String prefix, String scheme, String port) {
        Finding finding = only(
                "address", Patient.healthy().with(prefix + "SCHEME", scheme).with(prefix + "PORT", port));

        assertThat(finding.verdict()).isEqualTo(Verdict.FAULT);
        assertThat(finding.cause()).contains(prefix + "SCHEME is " + scheme, prefix + "PORT is " + port);
        assertThat(finding.cure()).startsWith("Use ");
    }

    @ParameterizedTest
    @CsvSource({"HOST, a.example, b.example", "PORT, 443, 8080", "SCHEME, https, http"})
    void comparesWhatPagesAndBackendsAreTold(String part, String backend, String page) {
        Finding finding = only(
                "address", Patient.healthy().with("REVERB_" + part, backend).with("VITE_REVERB_" + part, page));

        assertThat(finding.verdict()).isEqualTo(Verdict.WARNING);
        assertThat(finding.cause()).contains(backend, page);
        assertThat(finding.cure()).contains("VITE_REVERB_" + part + "=\"${REVERB_" + part + "}\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"REVERB_HOST", "VITE_REVERB_HOST"})
    void comparesWhatOthersAreToldWithThePublicAddress(String variable) {
        String found = "http://127.0.0.1:" + Places.deserted();
        Finding finding = only("address", Patient.healthy().foundAt(found).with(variable, "old.example"));

        assertThat(finding.verdict()).isEqualTo(Verdict.WARNING);
        assertThat(finding.cause()).contains(variable + " is old.example", "leads to 127.0.0.1");
        assertThat(finding.cure()).contains("set " + variable + " to 127.0.0.1");
    }

    @Test
    void saysThatAHostIsAUrl() {
        Finding finding = only("address", Patient.healthy().with("REVERB_HOST", "https://shop.example"));

        assertThat(finding.verdict()).isEqualTo(Verdict.FAULT);
        assertThat(finding.cure()).contains("host alone", "REVERB_SCHEME");
    }

    @Test
    void namesTlsAtThePortWithin() {
        Finding finding = only(
                "address",
                Patient.healthy()
                        .with("REVERB_SERVER_PORT", "8080")
                        .with("REVERB_PORT", "8080")
                        .with("REVERB_SCHEME", "https"));

        assertThat(finding.verdict()).isEqualTo(Verdict.WARNING);
        assertThat(finding.cure()).contains("443");
    }

    @Test
    void comparesThePublicAddressWithTheOneThatWasOpened() {
        String found = "http://127.0.0.1:" + Places.deserted();
        assertThat(only("address", Patient.healthy().foundAt(found).openedAt("https://shop.example:443/x"))
                        .cause())
                .contains("https://shop.example", found);
        assertThat(only("address", Patient.healthy().foundAt(found).openedAt(found))
                        .verdict())
                .isEqualTo(Verdict.OK);
    }

    // ---------------------------------------------------------------- the house

    @Test
    void saysThatTheMachineAllowsTooFewFiles() {
        Finding finding = HouseExam.openFiles(10_000, OptionalLong.of(1_024));

        assertThat(finding.verdict()).isEqualTo(Verdict.WARNING);
        assertThat(finding.cause()).contains("1024 files", "10000 sockets");
        assertThat(finding.cure()).contains("ulimit -n 10500", "LimitNOFILE=10500", "connections to 524");
        assertThat(HouseExam.openFiles(1, OptionalLong.of(300)).cure())
                .contains("ulimit -n 501")
                .doesNotContain("connections");
        assertThat(HouseExam.openFiles(500, OptionalLong.of(1_024)).verdict()).isEqualTo(Verdict.OK);
        assertThat(HouseExam.openFiles(500, OptionalLong.empty()).verdict()).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void saysThatSocketsWereRefusedForWantOfRoom() {
        Finding finding =
                only("connections", Patient.healthy().symptom(Kind.QUOTA_REACHED, "Over the quota of connections", 7));

        assertThat(finding.verdict()).isEqualTo(Verdict.WARNING);
        assertThat(finding.cause()).contains("7 times", "Over the quota");
        assertThat(finding.cure()).contains("REVERB_APP_MAX_CONNECTIONS", "trusted_proxies");
    }

    @Test
    void saysThatNobodyMaySeeAnything() {
        Finding finding = only("authorizer", Patient.healthy().withoutAuthorizer());

        assertThat(finding.verdict()).isEqualTo(Verdict.FAULT);
        assertThat(finding.cure()).contains("authorizer", "dashboard_token");
    }

    @Test
    void repeatsWhatTheLibraryWarnsOf() {
        assertThat(only("proxy", Patient.healthy().warning("Requests come through a proxy."))
                        .cause())
                .isEqualTo("Requests come through a proxy.");
    }

    // ---------------------------------------------------------------- redis

    @Test
    void saysThatRedisAnswers() throws IOException {
        RedisServer redis = RedisServer.newRedisServer().bind("127.0.0.1").build();
        redis.start();
        try {
            Finding finding = only(
                    "redis",
                    Patient.healthy().redis("redis://127.0.0.1:" + redis.ports().get(0)));

            assertThat(finding.verdict()).isEqualTo(Verdict.OK);
        } finally {
            redis.stop();
        }
    }

    @Test
    void saysThatRedisRefusesThePasswordWithoutShowingIt() throws IOException {
        RedisServer redis = RedisServer.newRedisServer()
                .bind("127.0.0.1")
                .setting("requirepass right")
                .build();
        redis.start();
        try {
            String place = "@127.0.0.1:" + redis.ports().get(0);
            assertThat(only("redis", Patient.healthy().redis("redis://:right" + place))
                            .verdict())
                    .isEqualTo(Verdict.OK);
            Finding wrong = only("redis", Patient.healthy().scaling().redis("redis://:hunter2" + place));
            assertThat(wrong.verdict()).isEqualTo(Verdict.FAULT);
            assertThat(wrong.cause()).contains("refuses the password").doesNotContain("hunter2");
            assertThat(only("redis", Patient.healthy().redis("redis://" + place.substring(1)))
                            .cause())
                    .contains("asks for one");
        } finally {
            redis.stop();
        }
    }

    @Test
    void saysThatNoRedisListens() {
        String nowhere = "redis://127.0.0.1:" + Places.deserted();
        Finding idle = only("redis", Patient.healthy().redis(nowhere));
        assertThat(idle.verdict()).isEqualTo(Verdict.WARNING);
        assertThat(idle.cause()).contains("Nothing here needs it");
        assertThat(idle.cure()).contains("leave REDIS_URL out");

        Finding finding = only("redis", Patient.healthy().scaling().redis(nowhere));
        assertThat(finding.verdict()).isEqualTo(Verdict.FAULT);
        assertThat(finding.cause()).contains("not reachable: connection refused");
        assertThat(finding.cure()).contains("Start Redis there, or correct REDIS_URL");
    }

    @Test
    void saysThatSomethingElseListensThanRedis() throws Exception {
        try (Places web = Places.answering("HTTP/1.1 400 Bad Request\r\n\r\n")) {
            Finding finding = only("redis", Patient.healthy().redis("redis://127.0.0.1:" + web.port()));

            assertThat(finding.cause()).contains("does not answer as Redis does", "HTTP/1.1 400");
        }
    }

    @Test
    void saysThatRedisSpeaksNoTls() throws Exception {
        try (Places plain = Places.answeringAtOnce("-ERR unknown command\r\n")) {
            Finding finding = only("redis", Patient.healthy().scaling().redis("rediss://127.0.0.1:" + plain.port()));

            assertThat(finding.verdict()).isEqualTo(Verdict.FAULT);
            assertThat(finding.cure()).contains("redis://");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'-ERR unknown command AUTH, with args hunter2', refuses PING or AUTH, correct user and password",
        "-LOADING Redis is loading the dataset in memory, still loading, Wait",
        "'-ERR Client sent AUTH, but no password is set', has no password, Leave the password out",
        "-ERR AUTH <password> called without any password configured, has no password, Leave the password out",
    })
    void saysWhatAnAnswerOfRedisMeansAndQuotesNoPassword(String answer, String cause, String cure) throws Exception {
        try (Places server = Places.answeringAtOnce(answer + "\r\n")) {
            Finding finding = only("redis", Patient.healthy().redis("redis://:hunter2@127.0.0.1:" + server.port()));

            assertThat(finding.cause()).contains(cause).doesNotContain("hunter2");
            assertThat(finding.cure()).contains(cure).doesNotContain("hunter2");
        }
    }

    @Test
    void saysThatTheCertificateOfRedisIsNotTrusted(@TempDir Path folder) throws Exception {
        try (Places secured = Places.selfSigned(folder)) {
            assertThat(only("redis", Patient.healthy().redis("rediss://localhost:" + secured.port()))
                            .cause())
                    .contains("does not trust its certificate");
        }
    }

    @Test
    void namesTheHostOfARedisThatIsNotKnown() {
        assertThat(only("redis", Patient.healthy().redis("redis://no-such-cache.invalid"))
                        .cause())
                .contains("no-such-cache.invalid is not known");
    }

    // ---------------------------------------------------------------- names

    @ParameterizedTest
    @CsvSource({
        "REVERB_SERVER_HOST, 0.0.0.0, server.address",
        "REVERB_SERVER_PORT, 8080, server.port",
        "REVERB_SERVER_PATH, /ws, Map LiveSocketServlet",
        "REVERB_SERVER, reverb, one server",
        "REVERB_HOST, shop.example, public_url",
        "REVERB_PORT, 443, public_url",
        "REVERB_SCHEME, https, public_url",
        "VITE_REVERB_HOST, shop.example, wsPath",
        "VITE_REVERB_PORT, 443, wsPath",
        "VITE_REVERB_SCHEME, https, wsPath",
        "VITE_REVERB_APP_KEY, app-key, wsPath",
        "REVERB_SCALING_CHANNEL, reverb, share nothing",
        "REVERB_PULSE_INGEST_INTERVAL, 15, live.counters()",
        "REVERB_TELESCOPE_INGEST_INTERVAL, 15, live.channels()",
    })
    void saysWhatTakesThePlaceOfAVariableOfReverbs(String name, String value, String cure) {
        Finding finding = only("settings", Patient.healthy().with(name, value));

        assertThat(finding.verdict()).isEqualTo(Verdict.NOTE);
        assertThat(finding.cause())
                .startsWith(name + " is " + value + ", ")
                .containsAnyOf("has no effect in this library", "only tells the doctor where to look");
        assertThat(finding.cure()).contains(cure);
    }

    @Test
    void namesAVariableThatIsMisspelt() {
        Finding finding =
                only("settings", Patient.healthy().unknown("LIVEVISITORS_GRACE_PERIODE", "LIVEVISITORS_GRACE_PERIOD"));

        assertThat(finding.verdict()).isEqualTo(Verdict.WARNING);
        assertThat(finding.cause()).contains("LIVEVISITORS_GRACE_PERIODE");
        assertThat(finding.cure()).contains("Call it LIVEVISITORS_GRACE_PERIOD,", "docs/settings.md");
    }

    @ParameterizedTest
    @CsvSource({
        "BROADCAST_CONNECTION, reverb, NOTE, Point REVERB_HOST",
        "BROADCAST_CONNECTION, pusher, NOTE, Point REVERB_HOST",
        "BROADCAST_CONNECTION, log, WARNING, Set it to reverb",
        "BROADCAST_DRIVER, null, WARNING, Set it to reverb",
    })
    void saysWhatABroadcastConnectionMeansHere(String name, String value, Verdict verdict, String cure) {
        Finding finding = only("broadcasting", Patient.healthy().with(name, value));

        assertThat(finding.verdict()).isEqualTo(verdict);
        assertThat(finding.cause()).startsWith(name + " is " + value);
        assertThat(finding.cure()).contains(cure);
    }

    @Test
    void theOlderNameOfABroadcastConnectionIsOverruled() {
        assertThat(only(
                                "broadcasting",
                                Patient.healthy()
                                        .with("BROADCAST_CONNECTION", "reverb")
                                        .with("BROADCAST_DRIVER", "log"))
                        .verdict())
                .isEqualTo(Verdict.NOTE);
    }

    @Test
    void saysThatNodesShareNothing() {
        Finding finding = only("scaling", Patient.healthy().scaling());

        assertThat(finding.verdict()).isEqualTo(Verdict.FAULT);
        assertThat(finding.cure()).contains("Run one node");
    }

    private static Finding probe(String url) {
        return only("websocket", Patient.healthy().foundAt(url));
    }

    private static Finding only(String check, Patient patient) {
        List<Finding> findings = Doctor.examine(patient.asCase()).stream()
                .filter(finding -> finding.check().equals(check))
                .toList();
        assertThat(findings).hasSize(1);
        return findings.get(0);
    }
}
