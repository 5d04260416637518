package io.livevisitors.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.SameSiteAttribute;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What somebody else's page gets out of the browser of a person who is signed in here: nothing, be it from another port of
 * the same host, whose requests carry every cookie, or from another site altogether.
 */
@ExtendWith(Chromium.class)
class CrossSiteTest {

    /** Where the other page lies, as seen from here. */
    enum Elsewhere {
        SAME_SITE("127.0.0.1", "anna"),
        CROSS_SITE("localhost", "nobody");

        private final String host;

        /** As whom its page's own requests go: browsers hold cookies back from other sites' scripts, not from their forms. */
        private final String whoFetches;

        Elsewhere(String host, String whoFetches) {
            this.host = host;
            this.whoFetches = whoFetches;
        }

        String page() {
            return "http://" + host + ":" + evil.port() + PlainPages.ROOT + "evil";
        }
    }

    private static final String PRESENCE = "presence-desk";
    private static final String WHO = "/forum/who";

    /** Posts a form as {@code auth} takes it; answers its JSON, or what went wrong. */
    private static final String POST = """
            async ([url, channel, options]) => {
              try {
                const response = await fetch(url, {
                  method: 'POST', credentials: 'include',
                  body: new URLSearchParams({ socket_id: '1.2', channel_name: channel }), ...options });
                return `${response.type} ${response.status} ${await response.text()}`;
              } catch (failure) { return `failed ${failure.name}`; }
            }""";

    private static final String GET = """
            async ([url, options]) => {
              try {
                const response = await fetch(url, { credentials: 'include', ...options });
                return `${response.type} ${response.status} ${await response.text()}`;
              } catch (failure) { return `failed ${failure.name}`; }
            }""";

    /** Opens a socket, asks to join a channel without a signature of its own, and tells what came until one answer. */
    private static final String SOCKET = """
            ([url, channel, auth]) => new Promise(resolve => {
              const socket = new WebSocket(url);
              const heard = [];
              socket.onmessage = message => {
                const { event, data } = JSON.parse(message.data);
                heard.push(event);
                if (event === 'pusher:connection_established')
                  socket.send(JSON.stringify({ event: 'pusher:subscribe',
                    data: { channel, auth, channel_data: '{"user_id":"anna"}' } }));
                else if (event !== 'pusher:error') { heard.push(data); resolve(heard.join(' ')); }
              };
              socket.onclose = close => resolve([...heard, close.code].join(' '));
            })""";

    @RegisterExtension
    private static final Forum site = Forum.plain();

    @RegisterExtension
    private static final Forum openToAll = Forum.with(builder -> builder.allowedOrigins("*"));

    private static HostServer evil;

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private BrowserContext profile;

    @BeforeAll
    static void openElsewhere() {
        evil = HostServer.open(builder -> builder.pixel(Site.PIXEL));
    }

    @AfterAll
    static void closeElsewhere() {
        evil.close();
    }

    @BeforeEach
    void signIn() {
        profile = Chromium.profile(800, 600);
        for (Forum forum : List.of(site, openToAll)) {
            forum.on(WHO, request -> {
                Principal user = request.getUserPrincipal();
                seen.add(user == null ? "nobody" : user.getName());
                return "{}";
            });
        }
        profile.addCookies(List.of(
                new Cookie(CookieSignIn.COOKIE, "anna").setUrl(site.url("/")),
                new Cookie("livevisitors_token", Site.TOKEN)
                        .setDomain(Site.HOST)
                        .setPath("/")
                        .setHttpOnly(true)
                        .setSameSite(SameSiteAttribute.STRICT)));
    }

    @AfterEach
    void close() {
        profile.close();
    }

    @Test
    void pagesOfThisOriginGetTheirSignature() {
        Page page = open(site.url("/pages/own"));

        assertThat(post(page, site, PRESENCE, Map.of()))
                .startsWith("basic 200 ")
                .contains("\"auth\":\"", "anna");
        assertThat(post(page, site, Site.CHANNEL, Map.of()))
                .startsWith("basic 200 ")
                .contains("\"auth\":\"");
        assertThat(get(page, site, "/livevisitors/api/visitors?pixel_id=shop", Map.of()))
                .startsWith("basic 200 ");
    }

    @ParameterizedTest
    @EnumSource
    void aPageElsewhereReadsNothing(Elsewhere elsewhere) {
        Page page = open(elsewhere.page());
        page.evaluate(POST, List.of(site.url(WHO), "", Map.of("mode", "no-cors")));
        assertThat(seen).as("who the site takes %s for", elsewhere).containsExactly(elsewhere.whoFetches);

        for (Forum forum : List.of(site, openToAll)) {
            for (String channel : List.of(PRESENCE, Site.CHANNEL)) {
                assertThat(post(page, forum, channel, Map.of())).isEqualTo("failed TypeError");
                assertThat(refusals(forum, () -> post(page, forum, channel, Map.of("mode", "no-cors"))))
                        .isEqualTo("failed TypeError");
            }
            for (String path : List.of("api/visitors?pixel_id=shop", "dashboard/config.json", "dashboard/doctor")) {
                assertThat(get(page, forum, "/livevisitors/" + path, Map.of())).isEqualTo("failed TypeError");
                assertThat(get(page, forum, "/livevisitors/" + path, Map.of("mode", "no-cors")))
                        .as("kept from the page even as a picture or a script")
                        .isEqualTo("failed TypeError");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFormElsewhereIsRefused(Elsewhere elsewhere) {
        assertThat(submit(open(elsewhere.page()), site.url(WHO)).status()).isEqualTo(200);
        assertThat(seen).as("the cookie travels").containsExactly("anna");

        Response answer = submit(open(elsewhere.page()), site.url("/livevisitors/auth"));

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.text()).contains("origin_not_allowed");
    }

    @ParameterizedTest
    @EnumSource
    void aPageElsewhereFramesNothing(Elsewhere elsewhere) {
        Page page = open(elsewhere.page());
        String url = site.url("/livevisitors/dashboard/?pixel_id=shop");

        Response answer = page.waitForResponse(
                url,
                () -> page.evaluate(
                        "url => document.body.append(Object.assign(document.createElement('iframe'), { src: url }))",
                        url));

        assertThat(answer.status()).isIn(401, 403);
        assertThat(answer.headers().get("content-security-policy")).contains("frame-ancestors 'none'");
    }

    @ParameterizedTest
    @EnumSource
    void aPageElsewhereOpensNoSocket(Elsewhere elsewhere) {
        Page page = open(elsewhere.page());

        assertThat(socket(page, site, PRESENCE, "")).isEqualTo("pusher:error 4009");
        assertThat(socket(page, site, Site.CHANNEL, "")).isEqualTo("pusher:error 4009");
    }

    @ParameterizedTest
    @EnumSource
    void whereAllMayOpenSocketsPrivateChannelsStayClosed(Elsewhere elsewhere) {
        Page page = open(elsewhere.page());
        Page own = open(openToAll.url("/pages/own"));
        String others =
                post(own, openToAll, Site.CHANNEL, Map.of()).replaceFirst("(?s).*\"auth\":\"([^\"]+)\".*", "$1");

        for (String auth : List.of("", Site.KEY + ":" + "0".repeat(64), others)) {
            for (String channel : List.of(PRESENCE, Site.CHANNEL)) {
                assertThat(socket(page, openToAll, channel, auth))
                        .as("with the signature '%s'", auth)
                        .startsWith("pusher:connection_established pusher:subscription_error")
                        .contains("AuthError", "401");
            }
        }
    }

    @Test
    void aSandboxedPageOpensNoSocket() {
        Page page = open(site.url("/pages/own"));
        page.evaluate("""
                ([url, script]) => new Promise(resolve => {
                  const frame = document.createElement('iframe');
                  frame.sandbox = 'allow-scripts';
                  onmessage = message => { window.told = message.data; resolve(); };
                  frame.srcdoc = `<script>(${script})(["${url}", "private-pixel.shop", ""])
                    .then(heard => parent.postMessage(origin + ' ' + heard, '*'))<\\/script>`;
                  document.body.append(frame);
                })""", List.of(socketUrl(site), SOCKET));

        assertThat(page.evaluate("told")).isEqualTo("null pusher:error 4009");
    }

    @Test
    void aLinkElsewhereOpensTheDashboard() {
        Page page = open(Elsewhere.SAME_SITE.page());
        String url = site.url("/livevisitors/dashboard/?pixel_id=shop");

        Response answer = page.waitForResponse(url, () -> page.evaluate("url => { location = url; }", url));

        assertThat(answer.status()).isEqualTo(200);
    }

    private static Response submit(Page page, String url) {
        return page.waitForResponse(url, () -> page.evaluate("""
                        ([url, channel]) => {
                          const form = document.createElement('form');
                          form.method = 'post';
                          form.action = url;
                          for (const [name, value] of Object.entries({ socket_id: '1.2', channel_name: channel }))
                            form.append(Object.assign(document.createElement('input'), { name, value }));
                          document.body.append(form);
                          form.submit();
                        }""", List.of(url, PRESENCE)));
    }

    private static String refusals(Forum forum, Supplier<String> attempt) {
        long before = forum.live().counters().getOrDefault("cross_site_refused", 0L);
        String told = attempt.get();
        assertThat(forum.live().counters()).containsEntry("cross_site_refused", before + 1);
        return told;
    }

    private Page open(String url) {
        Page page = profile.newPage();
        page.navigate(url);
        return page;
    }

    private static String post(Page page, Forum forum, String channel, Map<String, ?> options) {
        return (String) page.evaluate(POST, List.of(forum.url("/livevisitors/auth"), channel, options));
    }

    private static String get(Page page, Forum forum, String path, Map<String, ?> options) {
        return (String) page.evaluate(GET, List.of(forum.url(path), options));
    }

    private static String socket(Page page, Forum forum, String channel, String auth) {
        return (String) page.evaluate(SOCKET, List.of(socketUrl(forum), channel, auth));
    }

    private static String socketUrl(Forum forum) {
        return forum.url("/livevisitors/app/" + Site.KEY + "?protocol=7").replaceFirst("^http", "ws");
    }
}
