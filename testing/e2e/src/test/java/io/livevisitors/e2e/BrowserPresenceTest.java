package io.livevisitors.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.WaitUntilState;
import io.livevisitors.e2e.PresenceLog.Entry;
import io.livevisitors.model.Visitor;
import io.livevisitors.model.VisitorState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What a person does with tabs and pages, and who is then here: as the host asks for its visitors, and as the channel
 * tells of them, with the times by default. Nothing is emulated: hidden tabs are behind others or in a minimized window,
 * pages that come back come out of the back-forward cache.
 */
@ExtendWith(Chromium.class)
class BrowserPresenceTest {

    private static final long GRACE_MILLIS = 5_000;

    /** How soon a change of state is told, in milliseconds. */
    private static final long AT_ONCE = 1_000;

    /** Milliseconds after which a dashboard dims the row of a visitor who is leaving. */
    private static final long DIMMED = 400;

    private static final ObjectMapper JSON = new ObjectMapper();

    private HostServer host;
    private PresenceLog log;
    private BrowserContext person;

    @BeforeEach
    void openTheSite() {
        host = HostServer.open(builder -> builder.pixel(Site.PIXEL));
        log = PresenceLog.of(host);
        person = Chromium.profile(new Browser.NewContextOptions());
    }

    @AfterEach
    void closeTheSite() {
        person.close();
        log.close();
        host.close();
    }

    @Test
    void whoOpensAPageIsActiveThereWithOneTabAndOnePageView() {
        long opening = PresenceLog.now();
        open("one");

        Entry arrival = log.first("active", "/pages/one", opening);
        print("page opened → active", arrival.at() - opening);
        assertOnlyVisitor(VisitorState.ACTIVE, "one", 1, 1);
        assertThat(log.entries()).hasSize(1);
    }

    @Test
    void whoFollowsLinksIsOneVisitorAndNeverSeemsToLeave() {
        Page tab = open("one");
        String token = assertOnlyVisitor(VisitorState.ACTIVE, "one", 1, 1).visitorToken();
        int pageViews = 1;
        for (String next : List.of("two", "three", "one", "two", "three")) {
            tab.getByText(next).click();
            Visitor there = assertOnlyVisitor(VisitorState.ACTIVE, next, 1, ++pageViews);
            assertThat(there.visitorToken()).isEqualTo(token);
        }
        tab.reload();
        assertOnlyVisitor(VisitorState.ACTIVE, "three", 1, ++pageViews);

        assertNeverSeemedToLeave("link followed");
    }

    @Test
    void whoWaitsForASlowPageStaysOnTheOldOne() {
        Page tab = open("one");
        host.pages().hold("two");
        tab.waitForRequest(host.page("two"), () -> tab.getByText("two").evaluate("link => link.click()"));
        assertOnlyVisitor(VisitorState.ACTIVE, "one", 1, 1);
        host.pages().release("two");

        assertOnlyVisitor(VisitorState.ACTIVE, "two", 1, 2);
        assertNeverSeemedToLeave("slow page came");
    }

    @Test
    void whoMovesWithinASinglePageApplicationStaysInTheSameTab() {
        Page tab = open("one");
        String token = assertOnlyVisitor(VisitorState.ACTIVE, "one", 1, 1).visitorToken();
        long moving = PresenceLog.now();
        tab.evaluate("() => { history.pushState(null, '', 'two'); document.title = 'Page two'; }");
        Entry moved = log.first("active", "/pages/two", moving);
        print("route changed → page", moved.at() - moving);
        Visitor there = assertOnlyVisitor(VisitorState.ACTIVE, "two", 1, 2);
        assertThat(there.visitorToken()).isEqualTo(token);
        assertThat(there.pageTitle()).isEqualTo("Page two");
        tab.evaluate("() => history.back()");

        assertThat(assertOnlyVisitor(VisitorState.ACTIVE, "one", 1, 3).visitorToken())
                .isEqualTo(token);
        assertThat(log.entries()).extracting(Entry::what).containsOnly("active");
        assertThat(log.entries()).extracting(Entry::tabs).containsOnly(1);
    }

    @Test
    void whoGoesBackAndForwardFindsTheSameTabsAgain() {
        Page tab = open("one");
        String token = assertOnlyVisitor(VisitorState.ACTIVE, "one", 1, 1).visitorToken();
        tab.evaluate("() => { window.kept = 'one'; }");
        String first = tabOf(tab.waitForRequest(BrowserPresenceTest::isPageView, () -> tab.navigate(host.page("two"))));
        tab.evaluate("() => { window.kept = 'two'; }");
        assertOnlyVisitor(VisitorState.ACTIVE, "two", 1, 2);
        Page.GoBackOptions back = new Page.GoBackOptions().setWaitUntil(WaitUntilState.COMMIT);
        tab.goBack(back);
        assertOnlyVisitor(VisitorState.ACTIVE, "one", 1, 3);
        assertThat(tab.evaluate("window.kept")).as("the page was kept").isEqualTo("one");
        Page.GoForwardOptions forward = new Page.GoForwardOptions().setWaitUntil(WaitUntilState.COMMIT);
        String again = tabOf(tab.waitForRequest(BrowserPresenceTest::isPageView, () -> tab.goForward(forward)));

        assertThat(tab.evaluate("window.kept")).as("the page was kept").isEqualTo("two");
        assertThat(again).isEqualTo(first);
        assertThat(assertOnlyVisitor(VisitorState.ACTIVE, "two", 1, 4).visitorToken())
                .isEqualTo(token);
        assertNeverSeemedToLeave("back and forward");
    }

    @Test
    void whoLooksAtAnotherTabIsIdleUntilTheyComeBack() {
        try (BrowserWindow window = new BrowserWindow()) {
            String tab = window.open(host.page("one"));
            assertOnlyVisitor(VisitorState.ACTIVE, "one", 1, 1);
            long hiding = PresenceLog.now();
            window.open("about:blank");
            Entry idle = log.first("idle", "/pages/one", hiding);
            assertOnlyVisitor(VisitorState.IDLE, "one", 1, 1);
            long showing = PresenceLog.now();
            window.bringToFront(tab);
            Entry active = log.first("active", "/pages/one", showing);

            assertOnlyVisitor(VisitorState.ACTIVE, "one", 1, 1);
            assertToldAtOnce("another tab in front → idle", hiding, idle);
            assertToldAtOnce("tab in front again → active", showing, active);
            assertNobodyLeft();
        }
    }

    @Test
    void whoMinimizesTheWindowIsIdleUntilItIsRestored() {
        try (BrowserWindow window = new BrowserWindow()) {
            window.open(host.page("one"));
            assertOnlyVisitor(VisitorState.ACTIVE, "one", 1, 1);
            String tab = window.open(host.page("two"));
            assertOnlyVisitor(VisitorState.ACTIVE, "two", 2, 2);
            long hiding = PresenceLog.now();
            window.minimize(tab);
            Entry idle = log.first("idle", "/pages/two", hiding);
            assertOnlyVisitor(VisitorState.IDLE, "two", 2, 2);
            long showing = PresenceLog.now();
            window.restore(tab);
            Entry active = log.first("active", "/pages/two", showing);

            assertOnlyVisitor(VisitorState.ACTIVE, "two", 2, 2);
            assertToldAtOnce("window minimized → idle", hiding, idle);
            assertToldAtOnce("window restored → active", showing, active);
            assertNobodyLeft();
        }
    }

    @Test
    void whoClosesOneOfTwoTabsIsOnThePageOfTheOther() {
        try (BrowserWindow window = new BrowserWindow()) {
            window.open(host.page("one"));
            assertOnlyVisitor(VisitorState.ACTIVE, "one", 1, 1);
            String second = window.open(host.page("two"));
            String token = assertOnlyVisitor(VisitorState.ACTIVE, "two", 2, 2).visitorToken();
            long closing = PresenceLog.now();
            window.close(second);
            Entry back = log.first("active", "/pages/one", closing);

            assertToldAtOnce("one of two tabs closed → page of the other", closing, back);
            assertThat(assertOnlyVisitor(VisitorState.ACTIVE, "one", 1, 2).visitorToken())
                    .isEqualTo(token);
            assertThat(log.entries()).extracting(Entry::what).doesNotContain("leaving");
            assertNobodyLeft();
        }
    }

    @Test
    void whoClosesTheLastTabIsLeavingAtOnceAndGoneAfterTheGracePeriod() {
        Page tab = open("one");
        assertOnlyVisitor(VisitorState.ACTIVE, "one", 1, 1);
        long closing = PresenceLog.now();
        tab.close(new Page.CloseOptions().setRunBeforeUnload(true));
        Entry leaving = log.first("leaving", "/pages/one", closing);
        assertOnlyVisitor(VisitorState.LEAVING, "one", 0, 1);
        Entry gone = log.first("closed", "/pages/one", closing);

        assertGoneInTime(closing, leaving, gone);
    }

    @Test
    void whoClosesATabThatIsHiddenIsLeavingToo() {
        try (BrowserWindow window = new BrowserWindow()) {
            String tab = window.open(host.page("one"));
            assertOnlyVisitor(VisitorState.ACTIVE, "one", 1, 1);
            window.open("about:blank");
            assertOnlyVisitor(VisitorState.IDLE, "one", 1, 1);
            long closing = PresenceLog.now();
            window.close(tab);
            Entry leaving = log.first("leaving", "/pages/one", closing);
            Entry gone = log.first("closed", "/pages/one", closing);

            assertGoneInTime(closing, leaving, gone);
        }
    }

    @Test
    void whoReturnsWithinTheGracePeriodHasNeverLeft() {
        Page tab = open("one");
        String token = assertOnlyVisitor(VisitorState.ACTIVE, "one", 1, 1).visitorToken();
        tab.navigate("about:blank");
        assertOnlyVisitor(VisitorState.LEAVING, "one", 0, 1);
        tab.navigate(host.page("two"));

        Visitor back = assertOnlyVisitor(VisitorState.ACTIVE, "two", 1, 2);
        assertThat(back.visitorToken()).isEqualTo(token);
        assertThat(back.entryPage()).endsWith("/pages/one");
        await("the grace period of before")
                .atMost(Duration.ofMillis(2 * GRACE_MILLIS))
                .until(() -> PresenceLog.now()
                        > log.first("leaving", "/pages/one", 0).at() + GRACE_MILLIS + AT_ONCE);
        assertOnlyVisitor(VisitorState.ACTIVE, "two", 1, 2);
        assertNobodyLeft();
    }

    @Test
    void whoComesWithoutScriptIsHereForTheActiveWindow() {
        Duration window = Duration.ofSeconds(3);
        try (HostServer brief = HostServer.open(builder -> builder.pixel(Site.PIXEL)
                        .gracePeriod(Duration.ofSeconds(1))
                        .activeWindow(window));
                PresenceLog briefLog = PresenceLog.of(brief);
                BrowserContext plain = Chromium.profile(new Browser.NewContextOptions().setJavaScriptEnabled(false))) {
            Page tab = plain.newPage();
            long opening = PresenceLog.now();
            tab.navigate(brief.page("one"));
            Entry arrival = briefLog.first("active", "/pages/one", 0);
            tab.close(new Page.CloseOptions().setRunBeforeUnload(true));
            Entry gone = briefLog.first("expired", "/pages/one", 0);

            print("image loaded → expired", gone.at() - arrival.at());
            assertThat(arrival.tabs()).isZero();
            assertThat(arrival.pageViews()).isEqualTo(1);
            assertThat(gone.at() - opening).isGreaterThanOrEqualTo(window.toMillis());
            assertThat(gone.at() - arrival.at()).isLessThan(window.toMillis() + 500);
            assertThat(briefLog.entries()).extracting(Entry::what).containsExactly("active", "expired");
            assertThat(brief.visitors()).isEmpty();
        }
    }

    private Page open(String name) {
        Page tab = person.newPage();
        tab.navigate(host.page(name));
        return tab;
    }

    /** Waits until there is one visitor and it is like this. */
    private Visitor assertOnlyVisitor(VisitorState state, String page, int tabs, int pageViews) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(host.visitors()).singleElement().satisfies(visitor -> {
                    assertThat(visitor.state()).isEqualTo(state);
                    assertThat(visitor.pageUrl()).endsWith("/pages/" + page);
                    assertThat(visitor.tabs()).isEqualTo(tabs);
                    assertThat(visitor.pageViews()).isEqualTo(pageViews);
                }));
        return host.visitors().get(0);
    }

    /** For how long, in milliseconds, the visitor was leaving, each time. */
    private List<Long> leavingTimes() {
        List<Long> times = new ArrayList<>();
        List<Entry> entries = log.entries();
        for (int i = 0; i < entries.size() - 1; i++) {
            if (entries.get(i).what().equals("leaving")) {
                times.add(entries.get(i + 1).at() - entries.get(i).at());
            }
        }
        return times;
    }

    /** A single one may take longer on a busy machine, but may not end the stay. */
    private void assertNeverSeemedToLeave(String what) {
        List<Long> times = leavingTimes();
        print(what + ": leaving for", times);
        if (!times.isEmpty()) {
            assertThat(times.stream().sorted().toList().get((times.size() - 1) / 2))
                    .isLessThan(DIMMED);
        }
        assertNobodyLeft();
    }

    private void assertNobodyLeft() {
        assertThat(log.entries())
                .extracting(Entry::what)
                .isNotEmpty()
                .doesNotContain("closed", "expired", "evicted", "forgotten");
        assertThat(log.entries().stream().map(Entry::visitor).distinct()).hasSize(1);
    }

    private static void assertToldAtOnce(String what, long done, Entry told) {
        print(what, told.at() - done);
        assertThat(told.at() - done).isLessThan(AT_ONCE);
    }

    private void assertGoneInTime(long closing, Entry leaving, Entry gone) {
        assertToldAtOnce("last tab closed → leaving", closing, leaving);
        print("leaving → gone", gone.at() - leaving.at());
        assertThat(leaving.tabs()).isZero();
        assertThat(gone.at() - closing).isGreaterThanOrEqualTo(GRACE_MILLIS);
        assertThat(gone.at() - leaving.at()).isBetween(GRACE_MILLIS - 500, GRACE_MILLIS + 500);
        assertThat(host.visitors()).isEmpty();
    }

    private static boolean isPageView(Request request) {
        return request.url().endsWith("/event")
                && "page_view".equals(body(request).path("event_type").asText());
    }

    private static String tabOf(Request request) {
        return body(request).path("tab_id").asText();
    }

    private static JsonNode body(Request request) {
        try {
            return JSON.readTree(request.postData());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void print(String what, Object millis) {
        System.out.println("Presence: " + what + " " + millis + " ms");
    }
}
