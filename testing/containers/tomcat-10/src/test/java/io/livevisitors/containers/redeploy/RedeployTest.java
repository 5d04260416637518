package io.livevisitors.containers.redeploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.livevisitors.containers.redeploy.Browsing.Dashboard;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Deploys the same application again and again, as a day of development does: none of it may stay behind. Alone, since it
 * hears all warnings of the JVM.
 */
@Isolated
class RedeployTest {

    private static final int GOING_AWAY = 1001;
    private static final int DEPLOYMENTS = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Long enough for several collections after which a class loader would be gone, if nothing held it. */
    private static final Duration DISBELIEF = Duration.ofSeconds(2);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Site site;

    @SuppressWarnings("NullAway.Init")
    private Warnings warnings;

    @BeforeEach
    void start() throws Exception {
        warnings = new Warnings();
        site = new Site(folder);
    }

    @AfterEach
    void stop() throws Exception {
        site.close();
        warnings.close();
        Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(Shop.FORGOTTEN))
                .forEach(Thread::interrupt);
    }

    @Test
    @Timeout(300)
    void tenDeploymentsLeaveNothingBehind() throws Exception {
        for (int i = 0; i < DEPLOYMENTS; i++) {
            deployUseAndUndeploy(null);
        }

        assertThat(warnings.all()).isEmpty();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(site.leaks()).isEmpty());
        assertThat(site.loaders()).isZero();
    }

    @Test
    void aThreadThatStaysIsSeen() throws Exception {
        deployUseAndUndeploy(Shop.THREAD);

        assertThat(warnings.all()).anyMatch(warning -> warning.contains(Shop.FORGOTTEN));
        assertLoaderStays();
    }

    @Test
    void aValueThatStaysInAThreadOfTheContainerIsSeen() throws Exception {
        deployUseAndUndeploy(Shop.THREAD_LOCAL);

        assertThat(warnings.all()).anyMatch(warning -> warning.contains("ThreadLocal"));
    }

    private void assertLoaderStays() {
        await().during(DISBELIEF)
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(site.leaks()).hasSize(1));
        assertThat(site.loaders()).isEqualTo(1);
    }

    /** Everything that the library has to offer, with a socket that is open in the end. */
    private void deployUseAndUndeploy(@Nullable String fault) throws Exception {
        site.deploy(fault);
        Browsing browsing = new Browsing(site.port());
        assertThat(browsing.get("/pages/loader")).isEqualTo("own");
        assertThat(browsing.get("/pages/tea")).contains("Tea");
        assertThat(browsing.get("/livevisitors/dashboard/")).contains("<html");
        assertThat(browsing.get("/livevisitors/pixel.js")).isNotBlank();
        Dashboard dashboard = browsing.watch();
        browsing.post(browsing.pageView(), 204);
        dashboard.await("visitor.active");
        browsing.post("{\"pixel_id\":\"" + Shop.PIXEL + "\"}", 400);
        assertThat(browsing.get("/livevisitors/api/visitors?pixel_id=" + Shop.PIXEL))
                .contains("\"visitors\"");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(browsing.get("/pages/heard")).isNotEqualTo("0"));
        site.undeploy();

        assertThat(dashboard.closeCode()).isEqualTo(GOING_AWAY);
    }
}
