package io.livevisitors.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.WebSocketRoute;
import com.microsoft.playwright.options.AriaRole;
import io.livevisitors.model.Diagnosis;
import io.livevisitors.model.Finding;
import io.livevisitors.web.StrippedUpgrade.Part;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the doctor's page tries from the browser, beside what was found at the server. */
class DoctorPageTest extends PageTest {

    private static final String MARKUP = "<img src=x onerror=\"document.title='pwned'\">";

    @Test
    void isOneClickFromTheDashboard() {
        openLive();
        page.getByRole(AriaRole.LINK).getByText("Doctor").click();

        assertThat(page).hasTitle("Doctor · Live visitors");
        page.getByRole(AriaRole.LINK).getByText("Dashboard").click();
        page.waitForSelector("body[data-kind=live]");
    }

    @Test
    void saysThatASocketOpensFromHereAndClosesIt() {
        page.navigate(backend.doctorUrl());

        assertFinding("ok", "A WebSocket opens from this browser, at 127.0.0.1:");
        assertThat(socket.connections).hasSize(1);
    }

    @Test
    void saysWhyTheServerRefusesIt() {
        socket.opening = connection -> connection.close(
                new WebSocketRoute.CloseOptions().setCode(4001).setReason("Application does not exist"));
        page.navigate(backend.doctorUrl());

        assertFinding("fault", "is refused: ");
        assertThat(browser()).containsText("4001");
    }

    @Test
    void namesTheLinesThatAProxyLacks() {
        socket.opening = connection -> connection.close(new WebSocketRoute.CloseOptions().setCode(1011));
        backend.stripped = Sample.cure(Part.UPGRADE, Part.CONNECTION);
        page.navigate(backend.doctorUrl());

        assertFinding("fault", "A proxy in front of this server does not pass WebSocket upgrades on.");
        assertThat((String) browser().locator("code").evaluate("code => code.textContent"))
                .isEqualTo("proxy_set_header Upgrade $http_upgrade;\nproxy_set_header Connection \"upgrade\";");
        assertThat(backend.configCalls)
                .last()
                .satisfies(query -> assertThat(query)
                        .isEqualTo("attempt=" + socket.last().url().replaceFirst(".*[?&]attempt=([^&]*).*", "$1")));
    }

    @Test
    void saysThatNothingArrivedAndWhereToLook() {
        socket.opening = connection -> connection.close(new WebSocketRoute.CloseOptions().setCode(1011));
        page.navigate(backend.doctorUrl());

        assertFinding("fault", "none of the attempt arrived at the server");
        assertThat(browser()).containsText("proxy_http_version 1.1;");
    }

    @Test
    void saysThatItCouldNotBeToldWhereTheServerIsAway() {
        backend.configStatus = 503;
        page.navigate(backend.doctorUrl());

        assertFinding("unknown", "It could not be tried from here:");
        assertThat(browser()).containsText("Reload this page.");
    }

    @Test
    void showsWhatWasFoundAtTheServerTheWorstFirst() {
        backend.diagnosis = new Diagnosis(
                List.of(
                        Finding.ok("socket_servlet", "LiveSocketServlet runs."),
                        Finding.fault("open_files", "This process may open 100 files.", "Raise ulimit -n.")),
                Instant.EPOCH);
        page.navigate(backend.doctorUrl());

        assertThat(page.locator("h3"))
                .hasText(new String[] {"WebSocket, from this browser", "Open files", "Socket servlet"});
        assertThat(page.locator("[data-check=open_files]")).containsText("Raise ulimit -n.");
        assertThat(page.locator("h2").last()).hasText("What is well");
    }

    @Test
    void countsWhatThisBrowserFoundInItsFirstLine() {
        socket.opening = connection -> connection.close(new WebSocketRoute.CloseOptions().setCode(1011));
        for (String[] expected : new String[][] {
            {"ok", "One thing is broken."},
            {"warning", "One thing is broken, one to look at."},
            {"fault", "2 things are broken."}
        }) {
            Finding finding = switch (expected[0]) {
                case "fault" -> Finding.fault("key", "Wrong key.", "Correct it.");
                case "warning" -> Finding.warning("key", "Odd key.", "Look at it.");
                default -> Finding.ok("key", "The key is that of the pages.");
            };
            backend.diagnosis = new Diagnosis(List.of(finding), Instant.EPOCH);
            page.navigate(backend.doctorUrl());

            assertThat(page.locator(".lead")).hasText(expected[1]);
        }
    }

    @Test
    void saysThatNothingIsWrongWhereNeitherFoundAnything() {
        backend.diagnosis = new Diagnosis(List.of(Finding.ok("key", "The key is that of the pages.")), Instant.EPOCH);
        page.navigate(backend.doctorUrl());

        assertFinding("ok", "A WebSocket opens from this browser");
        assertThat(page.locator(".lead")).hasText("Nothing is wrong, as far as can be told from here.");
    }

    @Test
    void showsWhatStrangersSentAsText() {
        backend.diagnosis = new Diagnosis(List.of(Finding.fault("origin", MARKUP, MARKUP)), Instant.EPOCH);
        backend.stripped = Map.of("message", MARKUP, "remedy", MARKUP, "lines", List.of(MARKUP));
        socket.opening = connection -> connection.close(new WebSocketRoute.CloseOptions().setCode(1011));
        page.navigate(backend.doctorUrl());

        assertFinding("fault", MARKUP);
        assertThat(page.locator("img")).hasCount(0);
        assertThat(page).hasTitle("Doctor · Live visitors");
    }

    @Test
    void isWholeWithoutScript() {
        newPageWithoutFakeSocket(new Browser.NewContextOptions().setJavaScriptEnabled(false));
        backend.diagnosis = new Diagnosis(List.of(Finding.ok("key", "The key is that of the pages.")), Instant.EPOCH);
        page.navigate(backend.doctorUrl());

        assertThat(page.locator("[data-check=key]")).isVisible();
        assertThat(page.locator("#browser")).isHidden();
    }

    private void assertFinding(String verdict, String cause) {
        assertThat(browser()).hasAttribute("data-verdict", verdict);
        assertThat(browser().locator(".cause")).containsText(cause);
    }

    /** The finding about this browser. */
    private Locator browser() {
        return page.locator("[data-check=browser]");
    }
}
