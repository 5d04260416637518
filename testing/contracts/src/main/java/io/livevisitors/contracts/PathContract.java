package io.livevisitors.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.Pixel;
import io.livevisitors.web.ChannelGrant;
import io.livevisitors.web.DashboardAuthorizer;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets what from which path, however the path is written (WIRE.md, section 1; docs/threat-model.md). */
public class PathContract {

    private static final String TOKEN = "contract-token-0123456789";
    private static final String BASE = "/livevisitors";
    private static final String SEEN = "only-for-those-who-may-see-it";
    private static final String FORM = "socket_id=1.2&channel_name=private-pixel.shop";

    @RegisterExtension
    static final Host host =
            Host.whole(builder -> builder.pixel(Pixel.of("open").withPublicCount(1))
                    .authorizer(DashboardAuthorizer.token(TOKEN))
                    .channelAuthorizer(request -> ChannelGrant.allow()));

    /** A request line below the base, and the status that a stranger gets. */
    private static final Map<String, Integer> PROTECTED = Map.ofEntries(
            Map.entry("GET /api/visitors?pixel_id=shop", 401),
            Map.entry("GET /api/visitors?pixel_id=nobody", 401),
            Map.entry("GET /api/journey?pixel_id=shop&visitor_token=AAAAAAAAAAAAAAAAAAAAAA", 401),
            Map.entry("GET /api/", 401),
            Map.entry("GET /api/nothing", 401),
            Map.entry("POST /auth", 403),
            Map.entry("GET /dashboard/", 401),
            Map.entry("GET /dashboard/?pixel_id=shop", 401),
            Map.entry("GET /dashboard/?token=0123456789abcdef", 403),
            Map.entry("GET /dashboard/config.json?pixel_id=shop", 401),
            Map.entry("GET /dashboard/doctor", 401),
            Map.entry("GET /dashboard/main.js", 401),
            Map.entry("GET /dashboard/nothing", 401),
            Map.entry("GET /apps/app-id/channels", 401),
            Map.entry("GET /apps/app-id/channels/private-pixel.shop", 401),
            Map.entry("GET /apps/app-id/channels/presence-x/users", 401),
            Map.entry("GET /apps/app-id/connections", 401),
            Map.entry("POST /apps/app-id/events", 401),
            Map.entry("POST /apps/app-id/batch_events", 401),
            Map.entry("POST /apps/app-id/users/7/terminate_connections", 401),
            Map.entry("GET /apps/another/channels", 404));

    /** A request line below the base, and the status that anybody gets. */
    private static final Map<String, Integer> PUBLIC = Map.ofEntries(
            Map.entry("GET /pixel.js", 200),
            Map.entry("GET /pixel.0.js", 404),
            Map.entry("GET /shop", 200),
            Map.entry("GET /nobody", 404),
            Map.entry("POST /event", 415),
            Map.entry("OPTIONS /event", 403),
            Map.entry("GET /event", 405),
            Map.entry("POST /batch", 415),
            Map.entry("POST /identify", 204),
            Map.entry("GET /pixel.gif", 200),
            Map.entry("GET /badge.svg?pixel_id=open", 200),
            Map.entry("GET /badge.svg?pixel_id=shop", 404),
            Map.entry("GET /count.json?pixel_id=open", 200),
            Map.entry("GET /count.json?pixel_id=shop", 404),
            Map.entry("GET /up", 200),
            Map.entry("GET /app/app-key", 426),
            Map.entry("GET /nothing/here", 404));

    @BeforeAll
    static void somebodyIsHere() {
        String event =
                "{\"pixel_id\":\"shop\",\"event_type\":\"page_view\",\"page_url\":\"http://127.0.0.1/" + SEEN + "\"}";
        assertThat(send("POST /event", Map.of("Content-Type", "application/json"), event)
                        .status())
                .isEqualTo(204);
        assertThat(send("GET /api/visitors?pixel_id=shop", bearer(), "").body()).contains(SEEN);
    }

    static Stream<String> protectedRequests() {
        return PROTECTED.keySet().stream().sorted();
    }

    static Stream<String> publicRequests() {
        return PUBLIC.keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("protectedRequests")
    void strangersAreToldNothing(String request) {
        RawClient answer = send(request, form(request), request.startsWith("POST") ? FORM : "");

        assertThat(answer.status()).isEqualTo(PROTECTED.get(request));
        assertProtected(answer);
        assertThat(answer.body()).doesNotContain(SEEN, "auth\":", "app-key", "<script");
    }

    @ParameterizedTest
    @MethodSource("publicRequests")
    void publicPathsAnswerAnybodyAndAreNeverSniffed(String request) {
        RawClient answer = send(request, Map.of(), "");

        assertThat(answer.status()).isEqualTo(PUBLIC.get(request));
        assertThat(answer.headers())
                .containsEntry("x-content-type-options", "nosniff")
                .containsKey("cache-control")
                .doesNotContainKey("set-cookie");
        if (!request.contains("/app/")) {
            assertThat(answer.headers()).containsEntry("cross-origin-resource-policy", "cross-origin");
        }
        assertThat(answer.body()).doesNotContain(SEEN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/visitors?pixel_id=shop",
                "GET /api/nothing",
                "GET /dashboard/?pixel_id=shop",
                "GET /dashboard/config.json?pixel_id=shop",
                "GET /dashboard/doctor",
                "GET /dashboard/main.js"
            })
    void whoMaySeeGetsTheSameHeaders(String request) {
        RawClient answer = send(request, bearer(), "");

        assertThat(answer.status()).isEqualTo(request.contains("nothing") ? 404 : 200);
        assertProtected(answer);
    }

    /** What each of these would be if somebody on the way, or the container, read it in another way than the servlet. */
    @ParameterizedTest
    @CsvSource({
        "/livevisitors//{}",
        "//livevisitors/{}",
        "/livevisitors/./{}",
        "/livevisitors/x/../{}",
        "/livevisitors/pixel.js/../{}",
        "/livevisitors/pixel.js/..;/{}",
        "/livevisitors/pixel.js;/../{}",
        "/livevisitors/app/../{}",
        "/livevisitors/%2e/{}",
        "/livevisitors/%2e%2e/livevisitors/{}",
        "/livevisitors/x/%2e%2e/{}",
        "/livevisitors/x%2f..%2f{}",
        "/livevisitors;x=y/{}",
        "/livevisitors/;x=y/{}",
        "/livevisitors/{};x=y",
        "/livevisitors/{}/",
        "/livevisitors/{}//",
        "/livevisitors/{}/.",
        "/livevisitors/{}%2f",
        "/livevisitors/{}%20",
        "/livevisitors/{}%00",
        "/livevisitors/{}%3f",
        "/livevisitors/{}.json",
        "/livevisitors/{}/pixel.js",
        "/livevisitors/{}%23pixel.js",
        "/livevisitors\\{}",
        "/LIVEVISITORS/{}",
        "http://127.0.0.1/livevisitors/{}"
    })
    void aPathInDisguiseOpensNothing(String disguise) {
        for (String path :
                List.of("api/visitors", "API/VISITORS", "%61pi/visitors", "auth", "AUTH", "dashboard/config.json")) {
            for (String method : List.of("GET", "POST")) {
                RawClient answer = exchange(
                        method + " " + disguise.replace("{}", path) + "?pixel_id=shop",
                        form(method),
                        method.equals("POST") ? FORM : "");

                assertThat(answer.status()).as(method + " " + path).isBetween(400, 499);
                assertThat(answer.headers()).doesNotContainKey("set-cookie");
                assertThat(answer.body()).doesNotContain(SEEN, "auth\":", "app-key");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEAD", "OPTIONS", "TRACE", "PUT", "DELETE", "PATCH", "PROPFIND", "get", "POST"})
    void anotherMethodOpensNothing(String method) {
        for (String path : List.of("/api/visitors?pixel_id=shop", "/dashboard/config.json?pixel_id=shop", "/auth")) {
            RawClient answer = send(method + " " + path, Map.of(), "");

            assertThat(answer.status()).as(path).isIn(400, 401, 403, 405, 415, 501);
            assertThat(answer.headers()).doesNotContainKeys("set-cookie", "access-control-allow-origin");
            if (!method.equals("HEAD")) {
                assertThat(answer.body()).doesNotContain(SEEN, "auth\":", "app-key");
            }
        }
    }

    @Test
    void noFieldOrHeaderTurnsOneMethodIntoAnother() {
        Map<String, String> asGet = with(bearer(), "X-HTTP-Method-Override", "GET");
        Map<String, String> asPost = with(bearer(), "X-HTTP-Method-Override", "POST");

        RawClient posted = send("POST /api/visitors?pixel_id=shop&_method=GET", asGet, "_method=GET");
        RawClient got = send("GET /auth?_method=POST&" + FORM, asPost, "");

        assertThat(posted.status()).isEqualTo(405);
        assertThat(posted.body()).doesNotContain(SEEN);
        assertThat(got.status()).isEqualTo(405);
        assertThat(got.body()).doesNotContain("auth\":");
    }

    @ParameterizedTest
    @CsvSource({
        "Sec-Fetch-Site, cross-site",
        "Sec-Fetch-Site, same-site",
        "Origin, https://evil.example",
        "Origin, null"
    })
    void pagesOfOtherOriginsUseNobodysCredentials(String header, String value) {
        Map<String, String> asked = with(Map.of("Cookie", "livevisitors_token=" + TOKEN), header, value);

        for (String request : List.of("GET /api/visitors?pixel_id=shop", "GET /dashboard/", "GET /dashboard/doctor")) {
            RawClient answer = send(request, asked, "");
            assertThat(answer.status()).as(request).isEqualTo(403);
            assertProtected(answer);
            assertThat(answer.body()).doesNotContain(SEEN);
        }
        RawClient signature =
                send("POST /auth", with(asked, "Content-Type", "application/x-www-form-urlencoded"), FORM);
        assertThat(signature.status()).isEqualTo(403);
        assertThat(signature.body()).contains("origin_not_allowed").doesNotContain("auth\":");
    }

    @Test
    void noAnswerSetsACookieButThatOfTheLinkThatSignsIn() {
        for (String request :
                Stream.concat(protectedRequests(), publicRequests()).toList()) {
            Map<String, String> session = with(bearer(), "Cookie", "JSESSIONID=node0abc");
            assertThat(send(request, session, "").headers()).as(request).doesNotContainKey("set-cookie");
        }
        assertThat(send("GET /dashboard/?token=" + TOKEN, Map.of(), "").headers())
                .extractingByKey("set-cookie")
                .asString()
                .startsWith("livevisitors_token=" + TOKEN + ";")
                .contains("HttpOnly", "SameSite=Strict");
    }

    private static void assertProtected(RawClient answer) {
        assertThat(answer.headers())
                .containsEntry("x-content-type-options", "nosniff")
                .containsEntry("referrer-policy", "no-referrer")
                .containsEntry("cross-origin-resource-policy", "same-origin")
                .containsEntry("x-frame-options", "DENY")
                .doesNotContainKeys("set-cookie", "access-control-allow-origin");
        assertThat(answer.headers().get("content-security-policy")).contains("frame-ancestors 'none'");
        assertThat(answer.headers().get("cache-control"))
                .isEqualTo(answer.headers().containsKey("etag") ? "private, no-cache" : "no-store");
    }

    private static Map<String, String> bearer() {
        return Map.of("Authorization", "Bearer " + TOKEN);
    }

    private static Map<String, String> form(String request) {
        return request.startsWith("POST") ? Map.of("Content-Type", "application/x-www-form-urlencoded") : Map.of();
    }

    private static Map<String, String> with(Map<String, String> headers, String name, String value) {
        return Stream.concat(headers.entrySet().stream(), Stream.of(Map.entry(name, value)))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** @param request method and target below the base */
    private static RawClient send(String request, Map<String, String> headers, String body) {
        return exchange(request.replaceFirst(" ", " " + BASE), headers, body);
    }

    private static RawClient exchange(String request, Map<String, String> headers, String body) {
        StringBuilder text = new StringBuilder(request).append(" HTTP/1.1\r\n");
        text.append("Host: 127.0.0.1:").append(host.port()).append("\r\nConnection: close\r\n");
        text.append("User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)")
                .append(" Chrome/140.0.0.0 Safari/537.36\r\n");
        headers.forEach(
                (name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
        text.append("Content-Length: ").append(body.length()).append("\r\n\r\n").append(body);
        return host.exchange(text.toString());
    }
}
