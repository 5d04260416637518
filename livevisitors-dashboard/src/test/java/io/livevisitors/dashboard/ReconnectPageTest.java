package io.livevisitors.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.WebSocketRoute;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the page says and does when the connection breaks, is refused, or cannot be had. */
class ReconnectPageTest extends PageTest {

    private static final Map<String, Object> ANNA = Sample.visitor("anna-0000000000000000a");

    @BeforeEach
    void somebodyIsHere() {
        socket.snapshot = Sample.snapshot(List.of(ANNA));
        backend.visitors = Sample.snapshot(Sample.crowd(3));
    }

    @Test
    void saysWhenItIsNotLiveAndComesBackByItself() {
        page.clock().install();
        openLive();
        stopClock();
        socket.close(1001, "shutting down");
        assertThat(page.locator("#status-text")).hasText(Pattern.compile("Not live – reconnecting in \\d s"));
        assertThat(page.locator("#status-more")).hasText(Pattern.compile("data from \\d+ s ago"));
        assertThat(page).hasTitle("Not live · shop – Live visitors");
        assertThat(page.locator("main")).hasCSS("opacity", "0.7");
        assertThat(rows()).hasCount(1);
        socket.snapshot = Sample.snapshot(Sample.crowd(2));
        page.clock().runFor(2_000);
        page.waitForSelector("body[data-kind=live]");
        page.clock().runFor(1_000);
        assertThat(rows()).hasCount(2);
        assertThat(page).hasTitle("(2) shop – Live visitors");
    }

    @Test
    void theAgeOfTheDataGrowsAndDurationsStandStillWhileItIsNotLive() {
        page.clock().install();
        openLive();
        socket.opening = connection -> connection.close(new WebSocketRoute.CloseOptions().setCode(1011));
        backend.apiStatus = 503;
        socket.close(1011, "");
        assertThat(page.locator("#status-text")).containsText("Not live");
        String since = rows().first().locator(".since").textContent();
        page.clock().runFor(45_000);
        assertThat(rows().first().locator(".since")).hasText(since);
        assertThat(page.locator("#status-more")).hasText(Pattern.compile("data from ([4-5]\\d s|1 min) ago"));
    }

    @Test
    void anUnknownKeyShowsTheCauseAndIsNotTriedAgain() {
        page.clock().install();
        socket.opening = connection ->
                connection.close(new WebSocketRoute.CloseOptions().setCode(4001).setReason("Unknown key"));
        backend.apiStatus = 503;
        page.navigate(backend.url());
        assertThat(page.locator("#status-text"))
                .hasText("Not live – The server does not know this page’s application key. (4001)");
        page.clock().fastForward(600_000);
        assertThat(socket.connections).hasSize(1);
    }

    @Test
    void aVersionThatIsNoNumberIsNamedAsTheCause() {
        socket.opening = connection -> connection.close(new WebSocketRoute.CloseOptions().setCode(4006));
        backend.apiStatus = 503;
        page.navigate(backend.url());
        assertThat(page.locator("#status-text"))
                .hasText("Not live – The page asked for a protocol version that is no number. (4006)");
    }

    @Test
    void aCauseNamedInAnErrorFrameCountsLikeACloseCode() {
        page.clock().install();
        socket.opening = connection -> {
            socket.say(connection, "pusher:error", null, Map.of("code", 4004, "message", "Over quota"));
            connection.close(new WebSocketRoute.CloseOptions().setCode(1000));
        };
        page.navigate(backend.url());
        assertThat(page.locator("#status")).containsText("(4004)");
        page.clock().fastForward(600_000);
        assertThat(socket.connections).hasSize(1);
    }

    @Test
    void comesBackAtOnceOrAfterASecondAsTheCodeSays() {
        page.clock().install();
        openLive();
        stopClock();
        socket.close(4201, "no pong");
        waitUntil(() -> {
            page.clock().runFor(1);
            return socket.connections.size() == 2;
        });
        page.waitForSelector("body[data-kind=live]");
        socket.close(4100, "slow reader");
        page.waitForSelector("body[data-kind=waiting]");
        page.clock().runFor(900);
        assertThat(socket.connections).hasSize(2);
        page.clock().runFor(200);
        waitUntil(() -> socket.connections.size() == 3);
    }

    @Test
    void anErrorFrameAloneDoesNotEndTheConnection() {
        openLive();
        socket.say(socket.last(), "pusher:error", null, Map.of("code", 4200, "message", "bad message"));
        socket.event("visitors.stats", Sample.stats(Sample.crowd(9)));
        assertThat(page.locator("#count")).hasText("9");
        assertThat(socket.connections).hasSize(1);
    }

    @Test
    void asksTheApiEveryFewSecondsWhereNoSocketCanBeHad() {
        page.clock().install();
        Consumer<WebSocketRoute> working = socket.opening;
        socket.opening = connection -> connection.close(new WebSocketRoute.CloseOptions().setCode(1011));
        page.navigate(backend.url());
        waitUntil(() -> {
            page.clock().runFor(500);
            return backend.apiCalls.get() > 0;
        });
        assertThat(page.locator("#status-text")).hasText("Not live – refreshed every few seconds");
        page.clock().runFor(100);
        assertThat(rows()).hasCount(3);
        backend.visitors = Sample.snapshot(Sample.crowd(4));
        int calls = backend.apiCalls.get();
        page.clock().runFor(5_100);
        waitUntil(() -> backend.apiCalls.get() > calls);
        page.clock().runFor(100);
        assertThat(rows()).hasCount(4);
        socket.opening = working;
        waitUntil(() -> {
            page.clock().runFor(500);
            return page.locator("body[data-kind=live]").count() == 1;
        });
        int last = backend.apiCalls.get();
        page.clock().runFor(20_000);
        assertThat(backend.apiCalls).as("one may have been on its way").hasValueLessThanOrEqualTo(last + 1);
    }

    @Test
    void saysPlainlyThatOneIsNotSignedIn() {
        backend.authStatus = 401;
        page.navigate(backend.url());
        assertThat(page.locator("#status-text")).containsText("You are not signed in, or no longer. (401)");
        assertThat(backend.apiCalls).hasValue(0);
    }

    @Test
    void saysPlainlyThatOneMayNotSeeThePixel() {
        backend.authStatus = 403;
        page.navigate(backend.url());
        assertThat(page.locator("#status-text")).containsText("You may not see the visitors of this pixel. (403)");
        backend.authStatus = 200;
        page.locator("#status-act").click();
        page.waitForSelector("body[data-kind=live]");
    }

    @Test
    void aRefusedChannelIsShownAsARefusal() {
        socket.snapshot = null;
        page.navigate(backend.url());
        waitUntil(() -> socket.count("pusher:subscribe") == 1);
        socket.say(
                socket.last(),
                "pusher:subscription_error",
                FakeSocket.CHANNEL,
                Map.of("type", "AuthError", "error", "The signature is not valid", "status", 401));
        assertThat(page.locator("#status-text")).containsText("(401)");
    }

    @Test
    void waitsForAServerThatCannotGiveItsConfigurationYet() {
        page.clock().install();
        backend.configStatus = 503;
        page.navigate(backend.url());
        assertThat(page.locator("#status-text")).containsText("The server has a problem. (503)");
        backend.configStatus = 200;
        page.clock().runFor(6_000);
        page.waitForSelector("body[data-kind=live]");
    }

    @Test
    void aRealSocketToThePagesOwnHostIsAllowedByThePolicy() {
        newPageWithoutFakeSocket(new Browser.NewContextOptions());
        page.navigate(backend.url());
        // The backend speaks no WebSocket: the handshake fails there, which shows that the browser let it out.
        assertThat(page.locator("#status-text")).containsText("Not live –");
    }
}
