package io.livevisitors.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.LiveVisitors;
import io.livevisitors.servlet.Call.Answer;
import io.livevisitors.web.ChannelGrant;
import io.livevisitors.web.ChannelSigner;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What only the host's authorizers open. */
class ProtectedTest {

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String ANALYST = "ann:analyst";

    private final Site site = Site.start(Site.settings()
            .channelAuthorizer(request -> request.channel().equals("private-orders")
                    ? ChannelGrant.allow()
                    : request.channel().equals("presence-desk")
                            ? ChannelGrant.member("7", Map.of("name", "Ann"))
                            : ChannelGrant.deny()));

    @AfterEach
    void stop() {
        site.close();
    }

    @Test
    void visitorsAreListedForWhoMaySeeThem() {
        site.event(Events.pageView()).send();

        Answer answer = site.call("GET", "/api/visitors?pixel_id=shop")
                .header(Site.SIGNED_IN, ANALYST)
                .send();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWithIgnoringCase("application/json");
        assertThat(answer.text())
                .startsWith("{\"visitors\":[{")
                .contains("\"page_url\":\"" + Events.PAGE + "\"", "\"count\":1", "\"active\":1", "\"as_of\":")
                .doesNotContain("127.0.0.1", "Mozilla");
        assertPrivate(answer);
        assertThat(answer.has("Access-Control-Allow-Origin")).isFalse();
    }

    @Test
    void strangersAreNotToldWhatIsBelowAProtectedPrefix() {
        for (String path : new String[] {"/api/visitors", "/api/", "/api/nothing"}) {
            assertThat(site.call("GET", path).send().status()).as(path).isEqualTo(401);
        }
        assertThat(site.call("GET", "/api/nothing")
                        .header(Site.SIGNED_IN, ANALYST)
                        .send()
                        .status())
                .isEqualTo(404);
    }

    @Test
    void journeyOfAVisitorIsToldToWhoMaySeeIt() {
        site.event(Events.pageView()).send();
        site.event(Events.pageViewWith(",\"page_title\":\"Second\"")).send();
        String list = site.call("GET", "/api/visitors?pixel_id=shop")
                .header(Site.SIGNED_IN, ANALYST)
                .send()
                .text();
        String token = list.replaceFirst("(?s).*?\"visitor_token\":\"([^\"]+)\".*", "$1");
        String path = "/api/journey?pixel_id=shop&visitor_token=" + token;

        Answer answer = site.call("GET", path).header(Site.SIGNED_IN, ANALYST).send();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text())
                .startsWith("{\"visitor_token\":\"" + token + "\",\"journey\":[{\"page_url\":\"" + Events.PAGE + "\"")
                .contains("\"page_title\":\"Second\",\"time_on_page\":0,\"open\":true,\"timestamp\":", "\"as_of\":");
        assertPrivate(answer);
        assertThat(site.call("GET", path).send().status()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({
        "'', 400, invalid_request",
        "nobody, 400, invalid_request",
        "AAAAAAAAAAAAAAAAAAAAAA, 404, unknown_visitor"
    })
    void journeyOfNobodyIsRefusedByName(String token, int status, String error) {
        Answer answer = site.call("GET", "/api/journey?pixel_id=shop&visitor_token=" + token)
                .header(Site.SIGNED_IN, ANALYST)
                .send();

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.text()).contains("\"error\":\"" + error + "\"", "\"field\":\"visitor_token\"");
    }

    @Test
    void listIsPagedAndItsTotalsAreWhole() {
        for (int i = 0; i < 3; i++) {
            site.event(Events.pageViewWith(",\"visitor_token\":\"v" + i + "\"")).send();
        }

        Answer answer = site.call(
                        "GET",
                        "/api/visitors?pixel_id=shop&limit=1&page="
                                + URLEncoder.encode(Events.PAGE, StandardCharsets.UTF_8))
                .header(Site.SIGNED_IN, ANALYST)
                .send();

        assertThat(answer.text().split("\"visitor_token\"", -1)).hasSize(2);
        assertThat(answer.text()).contains("\"count\":3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop", "nobody", ""})
    void whoBringsNoCredentialsIsAskedForThem(String pixelId) {
        Answer answer = site.call("GET", "/api/visitors?pixel_id=" + pixelId).send();

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.text()).startsWith("{\"error\":\"").doesNotContain("\"visitors\"");
        assertPrivate(answer);
    }

    @Test
    void wrongCredentialsAreForbidden() {
        Answer signedIn = site.call("GET", "/api/visitors?pixel_id=shop")
                .header(Site.SIGNED_IN, "carl:customer")
                .send();
        Answer bearer = site.call("GET", "/api/visitors?pixel_id=shop")
                .header("Authorization", "Bearer guess")
                .send();

        for (Answer answer : new Answer[] {signedIn, bearer}) {
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.text()).startsWith("{\"error\":\"").doesNotContain("\"visitors\"");
            assertPrivate(answer);
        }
    }

    @Test
    void pixelsChannelIsSignedForWhoMaySeeIt() {
        Answer answer = auth("socket_id=123.456&channel_name=private-pixel.shop", ANALYST);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text())
                .isEqualTo("{\"auth\":\""
                        + new ChannelSigner("key", "secret").sign("123.456", "private-pixel.shop", null) + "\"}");
        assertThat(answer.header("Content-Type")).startsWithIgnoringCase("application/json");
        assertPrivate(answer);
    }

    @Test
    void formIsDecodedAndItsOtherFieldsAreIgnored() {
        Answer answer = auth("csrf=%zz&socket_id=123%2e456&x&channel_name=private%2Dorders&channel_name=no", ANALYST);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text())
                .isEqualTo("{\"auth\":\"" + new ChannelSigner("key", "secret").sign("123.456", "private-orders", null)
                        + "\"}");
    }

    @Test
    void presenceChannelSaysWhoJoins() {
        Answer answer = auth("socket_id=123.456&channel_name=presence-desk", ANALYST);

        String data = "{\"user_id\":\"7\",\"user_info\":{\"name\":\"Ann\"}}";
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text())
                .isEqualTo("{\"auth\":\"" + new ChannelSigner("key", "secret").sign("123.456", "presence-desk", data)
                        + "\",\"channel_data\":\"" + data.replace("\"", "\\\"") + "\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "123.456,private-pixel.shop,carl:customer",
        "123.456,private-other,ann:analyst",
        "123.456,presence-other,ann:analyst",
        "123.456,pixel.shop,ann:analyst",
        "123.456,private-pixel.shop:x,ann:analyst",
        "1.1:private-orders,private-pixel.shop,ann:analyst",
        "123,private-pixel.shop,ann:analyst",
        "'',private-pixel.shop,ann:analyst",
        "123.456,'',ann:analyst"
    })
    void nothingElseIsSigned(String socketId, String channel, String user) {
        Answer answer = auth("socket_id=" + socketId + "&channel_name=" + channel, user);

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.text()).startsWith("{\"error\":\"").doesNotContain("\"auth\"");
        assertPrivate(answer);
    }

    @Test
    void strangerGetsNoSignature() {
        Answer answer = auth("socket_id=123.456&channel_name=private-pixel.shop", null);

        assertThat(answer.status()).isIn(401, 403);
        assertThat(answer.text()).doesNotContain("\"auth\"");
        assertPrivate(answer);
    }

    @Test
    void onlyAFormIsRead() {
        Answer answer = site.call("POST", "/auth")
                .header(Site.SIGNED_IN, ANALYST)
                .body("application/json", "{\"socket_id\":\"1.1\",\"channel_name\":\"private-pixel.shop\"}")
                .send();

        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.text())
                .isEqualTo("{\"error\":\"unsupported_media_type\","
                        + "\"message\":\"use Content-Type application/x-www-form-urlencoded\"}");
        assertPrivate(answer);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void longFormIsRefused(boolean chunked) {
        String form = "socket_id=1.1&channel_name=private-pixel.shop&x=" + "y".repeat(ProtectedEndpoint.MAX_FORM_BYTES);
        Call call = site.call("POST", "/auth").header(Site.SIGNED_IN, ANALYST);

        Answer answer = (chunked ? call.chunked(FORM, form) : call.body(FORM, form)).send();

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.text()).isEqualTo("{\"error\":\"body_too_large\",\"message\":\"use at most 4096 bytes\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "OPTIONS"})
    void signaturesAreOnlyPosted(String method) {
        Answer answer = site.call(method, "/auth?socket_id=1.1&channel_name=private-pixel.shop")
                .header(Site.SIGNED_IN, ANALYST)
                .send();

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).isEqualTo("POST");
    }

    @ParameterizedTest
    @CsvSource({
        "Sec-Fetch-Site, cross-site",
        "Sec-Fetch-Site, same-site",
        "Origin, https://evil.example",
        "Origin, http://localhost:1",
        "Origin, null"
    })
    void pagesOfOtherOriginsUseNobodysCredentials(String header, String value) {
        Answer visitors = site.call("GET", "/api/visitors?pixel_id=shop")
                .header(Site.SIGNED_IN, ANALYST)
                .header(header, value)
                .send();
        Answer signature = site.call("POST", "/auth")
                .header(Site.SIGNED_IN, ANALYST)
                .header(header, value)
                .body(FORM, "socket_id=123.456&channel_name=private-pixel.shop")
                .send();

        for (Answer answer : new Answer[] {visitors, signature}) {
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.text())
                    .isEqualTo("{\"error\":\"origin_not_allowed\",\"message\":\"pages of this origin may not ask for"
                            + " this; the operator can allow it by name\"}");
            assertPrivate(answer);
            assertThat(answer.has("Access-Control-Allow-Origin")).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({"Sec-Fetch-Site, same-origin", "Sec-Fetch-Site, none", "Origin, own", "X-Requested-With, XMLHttpRequest"
    })
    void pagesOfThisOriginAndProgramsUseTheirOwn(String header, String value) {
        Answer answer = site.call("POST", "/auth")
                .header(Site.SIGNED_IN, ANALYST)
                .header(header, value.equals("own") ? "http://127.0.0.1:" + site.port() : value)
                .body(FORM, "socket_id=123.456&channel_name=private-pixel.shop")
                .send();

        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void withoutAuthorizersNobodyMay() {
        try (Site closed = Site.start(LiveVisitors.builder().pixel(Site.PIXEL).keys("app", "key", "secret"))) {
            assertThat(closed.call("GET", "/api/visitors?pixel_id=shop")
                            .header(Site.SIGNED_IN, ANALYST)
                            .send()
                            .status())
                    .isEqualTo(403);
        }
    }

    private Answer auth(String form, @Nullable String user) {
        Call call = site.call("POST", "/auth").body(FORM + "; charset=UTF-8", form);
        return (user == null ? call : call.header(Site.SIGNED_IN, user)).send();
    }

    private static void assertPrivate(Answer answer) {
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.has("Set-Cookie")).isFalse();
    }
}
