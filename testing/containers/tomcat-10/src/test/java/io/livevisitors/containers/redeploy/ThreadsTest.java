package io.livevisitors.containers.redeploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.containers.redeploy.Browsing.Dashboard;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** When an application has threads of the library, and which. Alone, since it looks at all of the JVM. */
@Isolated
class ThreadsTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void thereAreNoneBeforeTheFirstEvent() throws Exception {
        try (Site site = new Site(folder)) {
            OwnThreads threads = OwnThreads.fromNowOn();
            site.deploy(null);
            assertThat(new Browsing(site.port()).get("/pages/heard")).isEqualTo("0");

            assertThat(threads.names()).isEmpty();
        }
    }

    @Test
    void allAreNamedAndDaemonsAndEndWithTheApplication() throws Exception {
        try (Site site = new Site(folder)) {
            OwnThreads threads = OwnThreads.fromNowOn();
            site.deploy(null);
            Browsing browsing = new Browsing(site.port());
            Dashboard dashboard = browsing.watch();
            browsing.post(browsing.pageView(), 204);
            dashboard.await("visitor.active");

            assertThat(threads.now())
                    .isNotEmpty()
                    .allMatch(Thread::isDaemon)
                    .allMatch(thread -> thread.getName().startsWith("livevisitors-"));
            site.undeploy();

            assertThat(threads.names()).isEmpty();
        }
    }
}
