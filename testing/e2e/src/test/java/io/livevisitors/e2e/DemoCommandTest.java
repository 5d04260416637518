package io.livevisitors.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.CookieManager;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./demo} itself, and behind nginx, in a fresh copy of the sources, where it first has to build them. */
class DemoCommandTest {

    private static final Pattern SHOP = Pattern.compile("Shop +(http://127\\.0\\.0\\.1:(\\d+)/)");
    private static final Pattern DASHBOARD =
            Pattern.compile("Dashboard +(http://127\\.0\\.0\\.1:(\\d+)/livevisitors/dashboard/\\?token=\\S{16,})");

    private static final Pattern PROXIED_SHOP = Pattern.compile("Shop +(https://localhost:\\d+/sh\\.op/2/)");
    private static final Pattern PROXIED_DASHBOARD =
            Pattern.compile("Dashboard +(https://localhost:\\d+/sh\\.op/2/livevisitors/dashboard/\\?token=\\S{16,})");

    @TempDir
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static Checkout checkout;

    private final HttpClient plain = HttpClient.newHttpClient();

    /** Follows and remembers, as a browser does. */
    private final HttpClient browser = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NORMAL)
            .cookieHandler(new CookieManager())
            .build();

    @BeforeAll
    static void copyTheSources() throws IOException {
        checkout = Checkout.in(folder);
    }

    @Test
    void printsItsTwoLinksAndNothingElseUntilItIsInterrupted() throws Exception {
        int port = freePort();
        try (Command demo = checkout.run("./demo", "--port", "" + port)) {
            List<String> links = demo.firstLines(2);
            String shop = link(SHOP, links.get(0), port);
            String dashboard = link(DASHBOARD, links.get(1), port);

            assertThat(get(plain, shop).statusCode()).isEqualTo(200);
            assertThat(get(plain, shop + "livevisitors/dashboard/").statusCode())
                    .isEqualTo(401);
            HttpResponse<String> opening = get(plain, dashboard);
            assertThat(opening.statusCode()).isEqualTo(303);
            assertThat(opening.headers().firstValue("Set-Cookie"))
                    .hasValueSatisfying(cookie -> assertThat(cookie).contains("HttpOnly", "SameSite=Strict"));
            HttpResponse<String> page = get(browser, dashboard);
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.uri().toString()).doesNotContain("token");
            assertThat(page.body()).contains("<title>Live visitors</title>");

            demo.interrupt();
            assertThat(demo.exitStatus()).isEqualTo(130);
            assertThat(demo.output()).isEqualTo(links);
            assertThat(demo.errors()).isEmpty();
        }
    }

    @Test
    void theProxySampleStandsInFrontOfItOverTlsAndBelowAPath() throws Exception {
        Path kept = Files.createDirectory(folder.resolve("proxy"));
        try (Command proxy = checkout.run(
                "samples/proxy/run", "--port", "0", "--prefix", "/sh.op/2/", "--folder", kept.toString())) {
            List<String> links = proxy.firstLines(2);
            Matcher shop = PROXIED_SHOP.matcher(links.get(0));
            Matcher dashboard = PROXIED_DASHBOARD.matcher(links.get(1));
            assertThat(shop.matches()).as(links.get(0)).isTrue();
            assertThat(dashboard.matches()).as(links.get(1)).isTrue();
            HttpClient trusting = HttpClient.newBuilder()
                    .sslContext(Nginx.trust(kept))
                    .followRedirects(HttpClient.Redirect.NORMAL)
                    .cookieHandler(new CookieManager())
                    .build();

            assertThat(get(trusting, shop.group(1)).body()).contains("Fernweh");
            HttpResponse<String> page = get(trusting, dashboard.group(1));
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.uri().toString()).doesNotContain("token").contains("/sh.op/2/livevisitors/dashboard/");
            assertThat(Files.getPosixFilePermissions(kept.resolve("key.pem")))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));

            proxy.interrupt();
            assertThat(proxy.exitStatus()).isEqualTo(130);
            assertThat(proxy.output()).isEqualTo(links);
            assertThat(proxy.errors()).isEmpty();
            assertThatThrownBy(() -> get(trusting, shop.group(1))).isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void theProxySampleNamesWhatIsWrongWithTheWayOut() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Command onTakenPort = checkout.run("samples/proxy/run", "--port", "" + taken.getLocalPort());
                Command withPathWithoutSlash = checkout.run("samples/proxy/run", "--prefix", "stats")) {
            assertThat(onTakenPort.exitStatus()).isEqualTo(1);
            assertThat(onTakenPort.errors())
                    .singleElement()
                    .asString()
                    .contains("port " + taken.getLocalPort() + " is taken", "--port N");
            assertThat(withPathWithoutSlash.exitStatus()).isEqualTo(2);
            assertThat(withPathWithoutSlash.errors()).singleElement().asString().contains("--prefix", "/stats");
        }
    }

    @Test
    void aPortThatIsTakenIsNamedWithTheWayOut() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Command demo = checkout.run("./demo", "--port", "" + taken.getLocalPort())) {
            assertThat(demo.exitStatus()).isEqualTo(1);
            assertThat(demo.output()).isEmpty();
            assertThat(demo.errors())
                    .singleElement()
                    .asString()
                    .startsWith("demo: cannot listen on port " + taken.getLocalPort())
                    .contains("--port N");
        }
    }

    @Test
    void anUnknownOptionIsNamedWithTheKnownOnes() throws Exception {
        try (Command demo = checkout.run("./demo", "--bogus")) {
            assertThat(demo.exitStatus()).isEqualTo(2);
            assertThat(demo.output()).isEmpty();
            assertThat(demo.errors())
                    .singleElement()
                    .asString()
                    .startsWith("demo: --bogus")
                    .contains("--port", "--visitors", "--help");
        }
    }

    @Test
    void worksFromAnyWorkingDirectory() throws Exception {
        try (Command demo = checkout.runFrom(folder, "livevisitors/demo", "--help")) {
            assertThat(demo.exitStatus()).isZero();
            assertThat(demo.output()).first().asString().startsWith("Usage: ./demo");
        }
    }

    private static String link(Pattern pattern, String line, int port) {
        Matcher matcher = pattern.matcher(line);
        assertThat(matcher.matches()).as(line).isTrue();
        assertThat(matcher.group(2)).isEqualTo("" + port);
        return matcher.group(1);
    }

    private static HttpResponse<String> get(HttpClient client, String url) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
