package io.livevisitors.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.livevisitors.servlet.Call.Answer;
import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages that are answered from another thread than the request's. */
class AsyncPageTest {

    private final Site site = Site.start(Site.settings().leaveOutRoles("analyst"), (context, live) -> {
        FilterHolder holder = new FilterHolder(new LiveVisitorsFilter(live, Site.PIXEL));
        holder.setAsyncSupported(true);
        context.addFilter(holder, "/*", EnumSet.allOf(DispatcherType.class));
        HostPages.addTo(context);
    });

    @AfterEach
    void stop() {
        site.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/async?status=200", "/async-dispatch?x=1", "/async-twice?x=1"})
    void pageCountsOnceWhenItIsComplete(String path) {
        Answer answer = site.page("GET", path)
                .header("Referer", "https://search.example/")
                .send();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo(HostPages.HTML);
        await().untilAsserted(() -> assertThat(site.pageViews()).isEqualTo(1));
        assertThat(site.totals().pages().keySet())
                .singleElement()
                .asString()
                .startsWith("http://127.0.0.1:" + site.port() + path.substring(0, path.indexOf('?')));
        assertThat(site.totals().byBrowser()).containsKey("Chrome");
        assertThat(site.snapshot().visitors().get(0).referrer()).startsWith("search.example");
    }

    @Test
    void pageThatWasNotFoundDoesNotCount() {
        assertThat(site.page("GET", "/async?status=404").send().status()).isEqualTo(404);

        assertOnlyTheNextPageIsCounted();
    }

    @Test
    void pageThatTimedOutDoesNotCount() {
        assertThat(site.page("GET", "/async-timeout").send().status()).isEqualTo(500);

        assertOnlyTheNextPageIsCounted();
    }

    @Test
    void staffIsLeftOut() {
        site.page("GET", "/async?status=200")
                .header(Site.SIGNED_IN, "ann:analyst")
                .send();

        assertOnlyTheNextPageIsCounted();
    }

    /** What comes later is counted by then: proof that the earlier page was let pass, without waiting for nothing. */
    private void assertOnlyTheNextPageIsCounted() {
        site.page("GET", "/async?status=200").send();
        await().untilAsserted(() -> assertThat(site.pageViews()).isPositive());
        assertThat(site.pageViews()).isEqualTo(1);
    }
}
