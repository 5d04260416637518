package io.livevisitors.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import io.livevisitors.LiveVisitorsBuilder;
import io.livevisitors.e2e.PresenceLog.Entry;
import io.livevisitors.model.Visitor;
import io.livevisitors.model.VisitorState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Visitors who say nothing when they go, or cannot be heard for a while. A visible tab beats every 20 s; the site gives
 * it up after 25 s, so one missed beat is enough. Everyone arrives before the first test: they wait side by side, and each
 * is on a page of their own name, by which the tests find them.
 */
@ExtendWith(Chromium.class)
class HeartbeatTest {

    private static final Duration TAB_TIMEOUT = Duration.ofSeconds(25);

    /** Long enough for a beat to come, or to be missed. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final List<AutoCloseable> OPEN = new ArrayList<>();

    /** By page, when somebody set out for it. */
    private static final Map<String, Long> OPENED = new HashMap<>();

    @SuppressWarnings("NullAway.Init")
    private static HostServer host;

    @SuppressWarnings("NullAway.Init")
    private static PresenceLog log;

    @SuppressWarnings("NullAway.Init")
    private static HostServer restarted;

    @SuppressWarnings("NullAway.Init")
    private static PresenceLog logOfRestarted;

    @SuppressWarnings("NullAway.Init")
    private static Page tabOfRestarted;

    private static long restartedAt;

    @SuppressWarnings("NullAway.Init")
    private static BrowserContext offline;

    @SuppressWarnings("NullAway.Init")
    private static BrowserWindow window;

    @SuppressWarnings("NullAway.Init")
    private static String hidden;

    @BeforeAll
    static void everyoneArrives() {
        host = keep(HostServer.open(HeartbeatTest::settings));
        log = keep(PresenceLog.of(host));
        restart();
        arrive(host, "reader");
        crash();
        disconnect();
        hide();
    }

    @AfterAll
    static void close() throws Exception {
        for (int i = OPEN.size() - 1; i >= 0; i--) {
            OPEN.get(i).close();
        }
    }

    @Test
    void whoseBrowserCrashesIsHereUntilABeatIsMissed() {
        Entry arrival = log.first("active", "/pages/crash", 0);
        Entry gone = log.first("expired", "/pages/crash", 0, PATIENCE);

        print("crashed tab: last heard → expired", gone.at() - arrival.at());
        assertEndedWithTheTimeout(arrival, gone);
        assertThat(log.entries("/pages/crash")).extracting(Entry::what).containsExactly("active", "expired");
    }

    @Test
    void whoLosesTheConnectionComesBackWithTheNextBeatAndNoPageView() {
        Entry arrival = log.first("active", "/pages/offline", 0);
        Entry gone = log.first("expired", "/pages/offline", 0, PATIENCE);
        assertEndedWithTheTimeout(arrival, gone);
        offline.setOffline(false);
        Entry back = log.first("active", "/pages/offline", gone.at(), PATIENCE);

        print("offline: last heard → expired", gone.at() - arrival.at());
        print("offline: last heard → back", back.at() - arrival.at());
        assertThat(back.pageViews()).isZero();
        assertThat(back.tabs()).isEqualTo(1);
        assertThat(visitor(host, "offline")).satisfies(visitor -> {
            assertThat(visitor.state()).isEqualTo(VisitorState.ACTIVE);
            assertThat(visitor.pageViews()).isZero();
        });
        assertThat(log.entries("/pages/offline"))
                .extracting(Entry::what)
                .containsExactly("active", "expired", "active");
    }

    @Test
    void whoReadsOnIsHereForAsLongAsTheBeatsCome() {
        Entry arrival = log.first("active", "/pages/reader", 0);
        await("the second beat").atMost(PATIENCE).until(() -> secondsHeard("reader") >= 39);

        print("reader: still here after", PresenceLog.now() - arrival.at());
        assertThat(visitor(host, "reader")).satisfies(visitor -> {
            assertThat(visitor.state()).isEqualTo(VisitorState.ACTIVE);
            assertThat(visitor.pageViews()).isEqualTo(1);
            assertThat(visitor.tabs()).isEqualTo(1);
        });
        assertThat(log.entries("/pages/reader")).containsExactly(arrival);
    }

    @Test
    void whoHidesTheTabIsIdleLongAfterAVisibleOneWouldHaveEnded() {
        Entry idle = log.first("idle", "/pages/hidden", 0);
        await("longer than a visible tab may be silent")
                .atMost(PATIENCE)
                .until(() -> PresenceLog.now() > idle.at() + TAB_TIMEOUT.toMillis() + 2_000);
        assertThat(visitor(host, "hidden").state()).isEqualTo(VisitorState.IDLE);
        long showing = PresenceLog.now();
        window.bringToFront(hidden);
        Entry active = log.first("active", "/pages/hidden", showing);

        print("hidden for " + (showing - idle.at()) + " ms: shown → active", active.at() - showing);
        assertThat(active.pageViews()).isEqualTo(1);
        assertThat(log.entries("/pages/hidden")).extracting(Entry::what).containsExactly("active", "idle", "active");
    }

    @Test
    void whoseServerIsRestartedIsHereAgainWithTheNextBeatAndNoPageView() {
        Entry back = logOfRestarted.first("active", "/pages/restart", 0, PATIENCE);

        assertThat(back.pageViews()).isZero();
        assertThat(back.tabs()).isEqualTo(1);
        print("server restarted → here again", back.at() - restartedAt);
        assertThat(restarted.visitors()).singleElement().satisfies(visitor -> {
            assertThat(visitor.state()).isEqualTo(VisitorState.ACTIVE);
            assertThat(visitor.pageViews()).isZero();
        });
        tabOfRestarted.navigate(restarted.page("afterwards"));
        Entry onward = logOfRestarted.first("active", "/pages/afterwards", 0);
        assertThat(onward.visitor()).isEqualTo(back.visitor());
        assertThat(onward.pageViews()).isEqualTo(1);
    }

    private static LiveVisitorsBuilder settings(LiveVisitorsBuilder builder) {
        return builder.pixel(Site.PIXEL).tabTimeout(TAB_TIMEOUT);
    }

    /** A tab whose renderer ends without a word. */
    private static void crash() {
        Page tab = arrive(host, "crash");
        assertThatThrownBy(() -> tab.navigate("chrome://crash"))
                .isInstanceOf(PlaywrightException.class)
                .hasMessageContaining("crash");
    }

    private static void disconnect() {
        offline = arrive(host, "offline").context();
        offline.setOffline(true);
    }

    /** A tab behind another of its window. */
    private static void hide() {
        window = keep(new BrowserWindow());
        hidden = window.open(host.page("hidden"));
        log.first("active", "/pages/hidden", 0);
        window.open("about:blank");
    }

    /** Ends a server with somebody on it, and opens another at its address. */
    private static void restart() {
        HostServer before = HostServer.open(HeartbeatTest::settings);
        int port = before.port();
        try (PresenceLog arrivals = PresenceLog.of(before)) {
            tabOfRestarted = keep(person("restart")).newPage();
            tabOfRestarted.navigate(before.page("restart"));
            arrivals.first("active", "/pages/restart", 0);
        } finally {
            before.close();
        }
        restarted = keep(HostServer.open(port, HeartbeatTest::settings));
        restartedAt = PresenceLog.now();
        logOfRestarted = keep(PresenceLog.of(restarted));
    }

    private static Page arrive(HostServer site, String name) {
        Page tab = keep(person(name)).newPage();
        OPENED.put("/pages/" + name, PresenceLog.now());
        tab.navigate(site.page(name));
        log.first("active", "/pages/" + name, 0);
        return tab;
    }

    /** Everyone's browser names itself differently: behind one address they would be one visitor. */
    private static BrowserContext person(String name) {
        return Chromium.profile(new Browser.NewContextOptions()
                .setUserAgent("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
                        + "Chrome/139.0.0.0 Safari/537.36 " + name));
    }

    private static <T extends AutoCloseable> T keep(T opened) {
        OPEN.add(opened);
        return opened;
    }

    private static Visitor visitor(HostServer site, String name) {
        return site.visitors().stream()
                .filter(visitor -> visitor.pageUrl().endsWith("/pages/" + name))
                .findFirst()
                .orElseThrow();
    }

    private static long secondsHeard(String name) {
        Visitor visitor = visitor(host, name);
        return visitor.lastSeen() - visitor.firstSeen();
    }

    /** Not before: counted from the opening of the page, as the server may have heard before its channel told. */
    private static void assertEndedWithTheTimeout(Entry lastHeard, Entry gone) {
        assertThat(gone.at() - OPENED.getOrDefault(gone.page(), Long.MAX_VALUE))
                .isGreaterThanOrEqualTo(TAB_TIMEOUT.toMillis());
        assertThat(gone.at() - lastHeard.at()).isLessThan(TAB_TIMEOUT.toMillis() + 1_000);
    }

    private static void print(String what, long millis) {
        System.out.println("Heartbeat: " + what + " " + millis + " ms");
    }
}
