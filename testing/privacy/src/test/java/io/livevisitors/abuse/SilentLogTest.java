package io.livevisitors.abuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.livevisitors.Limit;
import io.livevisitors.LiveVisitors;
import io.livevisitors.LiveVisitorsBuilder;
import io.livevisitors.device.DeviceClassifier;
import io.livevisitors.privacy.Anonymizer;
import io.livevisitors.web.ClientRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A crowd that does everything wrong, in front of host code that throws what it was given: no line of the log may say who
 * anybody was.
 */
class SilentLogTest {

    private static final String ADDRESS = "127.77.5.6";
    private static final String FORWARDED = "198.51.100.231";
    private static final String MAIL = "canary.mail@canary.example";
    private static final String AGENT = "CanaryAgent";
    private static final String BROWSER =
            "Mozilla/5.0 (X11; Linux x86_64) " + AGENT + "/7 Chrome/140.0.0.0 Safari/537.36";
    private static final String TITLE = "Canary Title";
    private static final String TOKEN = "canarytoken";
    private static final String TAB = "canarytab";
    private static final String BEARER = "canarybearer";
    private static final String SECRET = "canarysecret";
    private static final String PAGE = "canarypage";
    private static final String SIGNATURE = "canarysignature";
    private static final String COOKIE = "canarycookie";

    private static final List<String> CANARIES =
            List.of(ADDRESS, FORWARDED, MAIL, AGENT, TITLE, TOKEN, TAB, BEARER, SECRET, PAGE, SIGNATURE, COOKIE);

    private static final String SHAKE_HANDS = "\nUpgrade: websocket\nConnection: Upgrade\nSec-WebSocket-Version: 13\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";

    @ParameterizedTest
    @EnumSource(Container.class)
    void noLineNamesAnybody(Container container) throws Exception {
        List<String> lines;
        AtomicLong passed = new AtomicLong();
        try (LogLines log = new LogLines()) {
            try (Site site = Site.with(container, builder -> noisy(passed))) {
                site.live().onVisitorActive(event -> {
                    throw new IllegalStateException("a listener's own words");
                });
                visits(site, passed);
                await().untilAsserted(() ->
                        assertThat(log.lines()).anyMatch(line -> line.contains("a listener's own words")));
                malformed(site);
                intruders(site);
                sockets(site);
                broken(site);
                assertThat(site.live().diagnose().findings()).isNotEmpty();
                assertThat(site.live().counters())
                        .containsKeys(
                                "recognition_failed",
                                "authorizer_failed",
                                "invalid_event",
                                "origin_not_allowed",
                                "unknown_pixel",
                                "rate_limited",
                                "socket_refused");
            }
            lines = List.copyOf(log.lines());
        }
        assertThat(lines)
                .as("the noise was heard")
                .anyMatch(line -> line.contains("IllegalStateException (its message is left out"))
                .anyMatch(line -> line.contains("StackOverflowError (its message is left out"))
                .anyMatch(line -> line.contains("an authorizer threw"))
                .anyMatch(line -> line.contains("a listener's own words"))
                .anyMatch(line -> line.contains("refused origin https://elsewhere.example"))
                .anyMatch(line -> line.contains("names no origin"))
                .anyMatch(line -> line.contains("127.77.5.0/24"))
                .anyMatch(line -> line.contains("does not pass WebSocket upgrades on"));
        assertThat(lines.stream().filter(line -> line.startsWith("io.livevisitors.")))
                .allSatisfy(line -> assertThat(line).doesNotContainIgnoringCase(CANARIES.toArray(String[]::new)));
    }

    /** A host whose own code throws what it was given. */
    private static LiveVisitorsBuilder noisy(AtomicLong passed) {
        Anonymizer builtIn = Anonymizer.builtIn();
        DeviceClassifier classifier = DeviceClassifier.builtIn();
        return LiveVisitors.builder()
                .pixel("shop")
                .keys("app-id", "app-key", SECRET)
                .ticker(() -> System.nanoTime() + passed.get())
                .limit(Limit.EVENTS_PER_ADDRESS, 20)
                .anonymizer(visit -> {
                    if (visit.pageUrl() != null && visit.pageUrl().contains("anonymizer")) {
                        throw new IllegalStateException(
                                "cannot read " + visit.pageUrl() + ' ' + visit.pageTitle() + ' ' + visit.address(),
                                new IllegalArgumentException(visit.userAgent() + visit.visitorToken()));
                    }
                    return builtIn.anonymize(visit);
                })
                .classifier(hints -> {
                    if (String.valueOf(hints.userAgent()).contains("Overflow")) {
                        throw new StackOverflowError(hints.userAgent());
                    }
                    if (String.valueOf(hints.userAgent()).contains("Throw")) {
                        throw new IllegalStateException("cannot read " + hints);
                    }
                    return classifier.classify(hints);
                })
                .authorizer(request -> {
                    throw new IllegalStateException("not " + quoted(request.client()));
                });
    }

    private static String quoted(ClientRequest request) {
        return request.header("Authorization")
                + ' '
                + request.remoteAddress()
                + ' '
                + request.header("User-Agent")
                + ' '
                + request.header("Cookie");
    }

    private static String[] headers(String... more) {
        List<String> headers = new ArrayList<>(List.of(more));
        if (headers.stream().noneMatch(header -> header.startsWith("User-Agent:"))) {
            headers.add("User-Agent: " + BROWSER);
        }
        headers.add("X-Forwarded-For: " + FORWARDED);
        headers.add("Cookie: id=" + COOKIE);
        headers.add("Referer: http://localhost/" + PAGE + "?m=" + MAIL);
        return headers.toArray(String[]::new);
    }

    private static String body(String page) {
        return "{\"pixel_id\":\"shop\",\"event_type\":\"page_view\",\"page_url\":\"http://localhost/" + PAGE + '/'
                + page + "?mail="
                + MAIL + "\",\"page_title\":\"" + TITLE + ' ' + MAIL + "\",\"visitor_token\":\"" + TOKEN
                + "\",\"tab_id\":\"" + TAB
                + "\"}";
    }

    /** Time passes between what host code throws, for the log tells one kind of failure once a minute. */
    private static void visits(Site site, AtomicLong passed) throws IOException {
        int answer = site.postFrom(ADDRESS, body("shoes"), headers()).status();
        assertThat(answer).isEqualTo(204);
        List<String[]> throwing =
                List.of(new String[] {"anonymizer", ""}, new String[] {"x", "Throw"}, new String[] {"x", "Overflow"});
        for (String[] pageAndAgent : throwing) {
            passed.addAndGet(TimeUnit.MINUTES.toNanos(2));
            assertThat(site.postFrom(
                                    ADDRESS, body(pageAndAgent[0]), headers("User-Agent: " + BROWSER + pageAndAgent[1]))
                            .status())
                    .isEqualTo(204);
        }
        for (int i = 0; i < 30; i++) {
            var unused = site.postFrom(ADDRESS, body("shoes"), headers());
        }
        get(
                site,
                "/livevisitors/pixel.gif?pixel_id=shop&page_url=http%3A%2F%2Flocalhost%2F" + PAGE + "&page_title="
                        + PAGE);
    }

    private static void malformed(Site site) throws IOException {
        for (String body : List.of(
                body("x").substring(0, 100),
                body("x").replace("http://", "javascript:"),
                body("x").replace("\"" + TOKEN + "\"", "[\"" + TOKEN + "\"]"),
                body("x").replace("\"shop\"", "\"" + PAGE + "\""),
                body("x").replace("page_view", MAIL),
                "\"" + MAIL + "\"",
                body("x") + MAIL,
                body("x").replace(TITLE, "\\ud800\\u0000" + TITLE + "\u0000"),
                body("x").replace("}", ",\"seq\":1e999,\"time_on_page\":\"" + TOKEN + "\"}"),
                "x".repeat(9_000))) {
            var unused = site.postFrom(ADDRESS, body, headers());
        }
        for (String origin :
                List.of("https://elsewhere.example", "https://" + MAIL, "https://elsewhere.example/?" + MAIL, MAIL)) {
            var unused = site.postFrom("127.77.8.6", body("x"), headers("Origin: " + origin));
        }
    }

    private static void intruders(Site site) throws IOException {
        String[] credentials = {
            "Authorization: Bearer " + BEARER,
            "Authorization: Basic " + Base64.getEncoder().encodeToString(BEARER.getBytes(StandardCharsets.UTF_8))
        };
        for (String path : List.of(
                "/livevisitors/api/visitors?pixel_id=shop&cursor=" + TOKEN,
                "/livevisitors/api/journey?pixel_id=shop&visitor_token=" + TOKEN,
                "/livevisitors/dashboard/?pixel_id=shop&token=" + BEARER,
                "/livevisitors/dashboard/doctor?token=" + BEARER,
                "/livevisitors/apps/app-id/channels?auth_key=" + SECRET + "&auth_signature=" + SIGNATURE,
                "/livevisitors/nothing/" + PAGE)) {
            get(site, path, credentials);
        }
        for (String channel : List.of("private-pixel.shop", "private-" + PAGE)) {
            String form = "socket_id=1.2&channel_name=" + channel;
            try (Wire wire = site.connect(ADDRESS)) {
                wire.write(Site.head(
                                "POST",
                                "/livevisitors/auth",
                                headers(
                                        "Content-Type: application/x-www-form-urlencoded",
                                        "Authorization: Bearer " + BEARER,
                                        "Content-Length: " + form.length()))
                        + form);
                assertThat(wire.answer().status()).isEqualTo(403);
            }
        }
    }

    private static void get(Site site, String path, String... more) throws IOException {
        try (Wire wire = site.connect(ADDRESS)) {
            wire.write(Site.head("GET", path, headers(more)));
            var unused = wire.answer();
        }
    }

    private static void sockets(Site site) throws IOException {
        for (String target : List.of(
                "/livevisitors/app/" + SECRET + "?protocol=7",
                "/livevisitors/app/" + TOKEN + "?protocol=7",
                "/livevisitors/app/app-key?protocol=99&client=" + PAGE,
                "/livevisitors/app/app-key/" + PAGE)) {
            get(site, target, SHAKE_HANDS.strip().split("\n"));
        }
        get(site, "/livevisitors/app/app-key?protocol=7", ("Origin: https://" + MAIL + SHAKE_HANDS).split("\n"));
        get(site, "/livevisitors/app/app-key?attempt=" + TOKEN, "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: x");
        try (Wire wire = site.connect(ADDRESS)) {
            wire.write(Site.head(
                    "GET",
                    "/livevisitors/app/app-key?protocol=7",
                    headers(SHAKE_HANDS.strip().split("\n"))));
            assertThat(wire.answer().status()).isEqualTo(101);
            for (String message : List.of(
                    "{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"private-pixel.shop\",\"auth\":\"app-key:"
                            + SIGNATURE + "\"}}",
                    "{\"event\":\"pusher:signin\",\"data\":{\"auth\":\"" + SECRET + ":" + SIGNATURE
                            + "\",\"user_data\":\"" + MAIL + "\"}}",
                    "{\"event\":\"client-" + PAGE + "\",\"channel\":\"private-x\",\"data\":\"" + MAIL + "\"}",
                    "{" + MAIL,
                    MAIL)) {
                wire.write(masked(message));
            }
            // a frame that no WebSocket has, with an address in it
            wire.write(new byte[] {(byte) 0xff, 0x7e, 0x00, 0x05});
            wire.write(MAIL);
            assertThat(site.counted("unknown_pixel")).isPositive();
        }
    }

    /** A text frame of a client's (RFC 6455, section 5.2), under the mask of zeros. */
    private static byte[] masked(String text) {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        boolean isLong = payload.length > 125;
        byte[] head = isLong
                ? new byte[] {(byte) 0x81, (byte) 0xfe, (byte) (payload.length >> 8), (byte) payload.length, 0, 0, 0, 0}
                : new byte[] {(byte) 0x81, (byte) (0x80 | payload.length), 0, 0, 0, 0};
        byte[] frame = java.util.Arrays.copyOf(head, head.length + payload.length);
        System.arraycopy(payload, 0, frame, head.length, payload.length);
        return frame;
    }

    /** Bodies that end too early, and framing that is none. */
    private static void broken(Site site) throws IOException {
        String body = body("x");
        try (Wire wire = site.connect(ADDRESS)) {
            wire.write(
                    Site.head("POST", Site.EVENT, headers("Content-Length: " + body.length())) + body.substring(0, 90));
            wire.end();
            var unused = wire.isClosed();
        }
        try (Wire wire = site.connect(ADDRESS)) {
            wire.write(Site.head("POST", Site.EVENT, headers("Content-Length: 5000")) + body);
        }
        try (Wire wire = site.connect(ADDRESS)) {
            wire.write(
                    Site.head("POST", Site.EVENT, headers("Transfer-Encoding: chunked")) + "zz" + MAIL + "\r\n" + body);
            assertThat(wire.answer().status()).isEqualTo(400);
        }
        try (Wire wire = site.connect(ADDRESS)) {
            wire.write("GET /" + MAIL + "\u0000 HTTP/9.9\r\n" + AGENT + "\r\n\r\n");
            var unused = wire.answer();
        }
    }
}
