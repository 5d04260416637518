package io.livevisitors.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The README's JavaScript, run as it stands there but for names and addresses. */
@ExtendWith(Chromium.class)
class ReadmeClientsTest {

    private static final Pattern SCRIPT = Pattern.compile("^```js\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    @RegisterExtension
    private static final Forum forum = Forum.plain();

    @TempDir
    private Path folder;

    @Test
    void thePagesFollowTheVisitorsSeeEachOtherAndSignIn() throws IOException {
        try (ClientPage anna = page("anna");
                ClientPage ben = page("ben")) {
            for (ClientPage page : List.of(anna, ben)) {
                run(page, "new Echo(");
                page.until("echo.connector.pusher.channel('private-pixel.shop').subscribed");
            }
            String view = Beacons.pageView("somebody", forum.url("/tea"), "Tea");
            assertThat(Beacons.send(forum, Beacons.FIREFOX, view).join()).isEqualTo(204);
            anna.hears(forum.url("/tea"));

            run(anna, "echo.join(");
            anna.hears("here: anna");
            run(ben, "echo.join(");
            ben.hears("here: anna,ben");
            anna.hears("joined: ben");
            ben.run("() => typing('ben')");
            anna.hears("typing: ben");

            run(anna, "signin()");
            anna.until("echo.connector.pusher.user.user_data");
            forum.live().channels().publish("#server-to-user-anna", "notice", "{\"text\":\"it is on its way\"}");
            anna.hears("notice: it is on its way");

            ben.closeTab();
            anna.hears("left: ben");
        }
    }

    @Test
    void theBackendInNodePublishesToAllButOne() throws Exception {
        try (JavaClient author = JavaClient.connect(forum, "anna").join("private-orders", "order.paid");
                JavaClient reader = JavaClient.connect(forum, "ben").join("private-orders", "order.paid")) {
            String script = script("require('pusher')")
                    .replace("port: 443, useTLS: true", "port: " + forum.port() + ", useTLS: false")
                    .replace("www.example.com", Site.HOST);
            Path file = Files.writeString(
                    folder.resolve("backend.js"),
                    "const socketId = '" + author.socketId() + "';\n" + script
                            + "published.then(answer => console.log(answer.status));\n");
            try (Command node = Command.start(
                    folder,
                    folder,
                    List.of(
                            "LIVEVISITORS_APP_SECRET=" + Site.SECRET,
                            "NODE_PATH=" + NpmClients.folderWith("pusher"),
                            "node",
                            "--no-deprecation",
                            file.toString()))) {
                assertThat(node.exitStatus()).isZero();
                assertThat(node.output()).containsExactly("200");
                assertThat(node.errors()).isEmpty();
            }
            reader.events(1);
            forum.live().channels().publish("private-orders", "order.paid", "{\"id\":8}");

            reader.events(2);
            author.events(1);
            assertThat(reader.heard()).containsExactly("order.paid {\"id\":7}", "order.paid {\"id\":8}");
            assertThat(author.heard()).containsExactly("order.paid {\"id\":8}");
        }
    }

    /** A page whose console is written down, of somebody who may see the dashboard, too. */
    private static ClientPage page(String user) {
        ClientPage page = ClientPage.open(forum, user);
        page.run("""
                async dashboard => {
                  window.Echo = Echo.default;
                  console.log = hear;
                  await fetch(dashboard);
                }""", forum.dashboardUrl());
        return page;
    }

    private static void run(ClientPage page, String containing) throws IOException {
        page.page().addScriptTag(new Page.AddScriptTagOptions().setContent(script(containing)));
    }

    /** The one script of the README that contains a text, with the names of the forum. */
    private static String script(String containing) throws IOException {
        String readme = Files.readString(Path.of(Objects.requireNonNull(System.getProperty("readme"))));
        List<String> found = SCRIPT.matcher(readme)
                .results()
                .map(block -> block.group(1))
                .filter(script -> script.contains(containing))
                .toList();
        assertThat(found).as("scripts with %s", containing).hasSize(1);
        return found.get(0)
                .replace("'my-key'", "'" + Site.KEY + "'")
                .replace("'my-app'", "'" + Site.APP_ID + "'")
                .replace("'/user-auth'", "'" + Forum.USER_AUTH + "'");
    }
}
