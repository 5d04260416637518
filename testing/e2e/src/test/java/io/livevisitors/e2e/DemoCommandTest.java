package io.livevisitors.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.CookieManager;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./demo} itself, in a fresh copy of the sources, where it first has to build them. */
class DemoCommandTest {

    private static final Pattern SHOP = Pattern.compile("Shop +(http://127\\.0\\.0\\.1:(\\d+)/)");
    private static final Pattern DASHBOARD =
            Pattern.compile("Dashboard +(http://127\\.0\\.0\\.1:(\\d+)/livevisitors/dashboard/\\?token=\\S{16,})");

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
