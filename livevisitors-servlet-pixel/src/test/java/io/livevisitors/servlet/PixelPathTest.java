package io.livevisitors.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.servlet.Call.Answer;
import java.util.List;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PixelPathTest {

    private static final String NOT_FOUND = "{\"error\":\"not_found\",\"message\":\"there is nothing at this path\"}";

    private final Site site = Site.start(Site.settings());

    @AfterEach
    void stop() {
        site.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/event/",
                "/shop/",
                "/shop/event",
                "/event;a=b",
                "/event;jsessionid=1",
                "/%65vent",
                "/sh%6Fp",
                "/shop%20",
                "/pixel.js/",
                "/pixel.php",
                "/app/key",
                "/apps/app/events",
                "/dashboard",
                "/dashboard/",
                "/auth/x"
            })
    void everythingElseIsNotFound(String path) {
        for (String method : List.of("GET", "POST")) {
            Answer answer = site.call(method, path).send();

            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.text()).isEqualTo(NOT_FOUND);
            assertThat(answer.contentType()).isEqualTo("application/json;charset=utf-8");
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/x/../event", "/./event", "//event", "/x/%2e%2e/event", "/event%2f", "/..%2fevent", "/%00"})
    void pathsInDisguiseNeverReachTheCollector(String path) {
        Answer answer =
                site.call("POST", path).body("text/plain", Events.pageView()).send();

        // the container may refuse some of them itself, with 400
        assertThat(answer.status()).isIn(400, 404);
        site.assertNothingRecorded();
    }

    @Test
    void inputIsNotEchoed() {
        Answer answer = site.call("GET", "/%3Cscript%3Ealert(1)%3C/script%3E").send();

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text()).isEqualTo(NOT_FOUND);
    }

    @Test
    void socketRequestSaysWhatIsNotMapped() {
        try (Log log = new Log()) {
            String answer = RawCall.send(
                    site,
                    "GET /livevisitors/app/key?protocol=7",
                    "",
                    "Connection: Upgrade, close",
                    "Upgrade: websocket",
                    "Sec-WebSocket-Version: 13",
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");

            assertThat(answer)
                    .startsWith("HTTP/1.1 404 ")
                    .endsWith("{\"error\":\"not_found\",\"message\":"
                            + "\"LiveSocketServlet is not mapped here; map it to app/* and apps/*\"}");
            assertThat(log.warnings()).singleElement().asString().contains("LiveSocketServlet", "/livevisitors/app/*");
        }
    }

    @Test
    void oneInstanceServesSeveralBasesAndExactPaths() {
        try (Site several = Site.start(Site.settings(), (context, live) -> {
            ServletHolder holder = new ServletHolder(new PixelServlet(live));
            context.addServlet(holder, "/livevisitors/*");
            context.addServlet(holder, "/t/pixel/*");
            context.addServlet(holder, "/up");
        })) {
            assertThat(several.page("GET", "/up").send().text()).isEqualTo("{\"health\":\"OK\"}");
            assertThat(several.page("GET", "/t/pixel/up").send().status()).isEqualTo(200);
            assertThat(several.page("GET", "/t/pixel/shop").send().status()).isEqualTo(200);
            assertThat(several.page("POST", "/t/pixel/event")
                            .body("application/json", Events.pageView())
                            .send()
                            .status())
                    .isEqualTo(204);
            assertThat(several.totals().count()).isEqualTo(1);
        }
    }

    @Test
    void noSessionIsCreatedOrCookieSet() {
        for (Call call : List.of(
                site.call("GET", "/pixel.js"),
                site.call("GET", "/pixel.gif"),
                site.call("GET", "/api/visitors?pixel_id=shop"),
                site.event(Events.pageView()))) {
            assertThat(call.header("Cookie", "JSESSIONID=node0abc").send().has("Set-Cookie"))
                    .isFalse();
        }
    }

    @Test
    void healthIsAnyones() {
        Answer answer = site.call("GET", "/up").send();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("{\"health\":\"OK\"}");
    }
}
