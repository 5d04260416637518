package io.livevisitors.e2e;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.Cookie;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A page of a site's own origin, in a browser profile of somebody's own, with Laravel Echo and pusher-js as npm has them.
 * Its scripts write down what they hear with {@code hear(…)}. What the clients or the browser complain of on the console
 * has to be expected: {@link #close()} asserts it.
 */
final class ClientPage implements AutoCloseable {

    /** The build of pusher-js that most pages take. */
    private static final String PUSHER_JS = "pusher-js/dist/web/pusher.js";

    /** The one that also reads encrypted channels. */
    static final String PUSHER_JS_WITH_ENCRYPTION = "pusher-js/dist/web/pusher-with-encryption.js";

    private static final String PRELUDE = """
            () => {
              Pusher.logToConsole = true;
              window.heard = [];
              window.hear = (...words) =>
                heard.push(words.map(word => typeof word === 'string' ? word : JSON.stringify(word)).join(' '));
            }""";

    private static final String CONNECT = """
            ([key, options]) => {
              window.pusher = new Pusher(key, options);
              window.states = [pusher.connection.state];
              pusher.connection.bind('state_change', change => states.push(change.current));
              pusher.connection.bind('error', error => states.push((error.error ?? error).data.code));
            }""";

    /** A signature by somebody who does not know the secret. */
    private static final String FORGED = Site.KEY + ":" + "0".repeat(64);

    private final Site site;
    private final BrowserContext profile;
    private final Page page;
    private final Complaints complaints;

    private ClientPage(Site site, BrowserContext profile, String whose, String pusherJs) {
        this.site = site;
        this.profile = profile;
        this.complaints = new Complaints(whose);
        page = profile.newPage();
        page.onPageError(error -> complaints.add("uncaught: " + error));
        page.onConsoleMessage(message -> {
            if (message.type().equals("warning") || message.type().equals("error")) {
                complaints.add(message.text() + " " + message.location());
            }
        });
        complaints.allow("/favicon.ico"); // the one page that every site has is JSON and names no icon
        page.navigate(site.url("/livevisitors/up"));
        NpmClients.load(page, pusherJs);
        NpmClients.load(page, "laravel-echo/dist/echo.iife.js");
        page.evaluate(PRELUDE);
    }

    /** A page of somebody who is not signed in. */
    static ClientPage open(Site site) {
        return open(site, null, PUSHER_JS);
    }

    /** A page of somebody who is signed in by {@link CookieSignIn}. */
    static ClientPage open(Site site, String user) {
        return open(site, user, PUSHER_JS);
    }

    static ClientPage open(Site site, @Nullable String user, String pusherJs) {
        BrowserContext profile = Chromium.profile(new Browser.NewContextOptions().setBypassCSP(true));
        if (user != null) {
            profile.addCookies(List.of(new Cookie(CookieSignIn.COOKIE, user).setUrl(site.url("/"))));
        }
        return new ClientPage(site, profile, user == null ? "a page" : "the page of " + user, pusherJs);
    }

    /** One more tab of the same person. */
    ClientPage secondTab() {
        return new ClientPage(site, profile, "a second tab", PUSHER_JS);
    }

    /** Makes {@code echo}, set up as NetSendo's dashboard does. */
    ClientPage echo(Map<String, ?> options) {
        Map<String, Object> all = address();
        all.put("broadcaster", "reverb");
        all.put("key", Site.KEY);
        all.put("authEndpoint", "/livevisitors/auth");
        all.putAll(options);
        page.evaluate(
                "options => { window.echo = new Echo.default(options); window.pusher = echo.connector.pusher; }", all);
        return this;
    }

    /** Makes {@code pusher}, and writes down its states. */
    ClientPage pusher(Map<String, ?> options) {
        return pusher(Site.KEY, options);
    }

    ClientPage pusher(String key, Map<String, ?> options) {
        Map<String, Object> all = address();
        all.put("cluster", "");
        all.put("channelAuthorization", Map.of("endpoint", "/livevisitors/auth", "transport", "ajax"));
        all.put("userAuthentication", Map.of("endpoint", Forum.USER_AUTH, "transport", "ajax"));
        all.putAll(options);
        page.evaluate(CONNECT, List.of(key, all));
        return this;
    }

    private Map<String, Object> address() {
        Map<String, Object> address = new HashMap<>();
        address.put("wsHost", Site.HOST);
        address.put("wsPort", site.port());
        address.put("wssPort", site.port());
        address.put("wsPath", "/livevisitors");
        address.put("forceTLS", false);
        address.put("enabledTransports", List.of("ws", "wss"));
        return address;
    }

    /** Answers what the page asks of a path with a signature that does not fit. */
    void forge(String path) {
        String json = "{\"auth\":\"" + FORGED + "\",\"user_data\":\"{\\\"id\\\":\\\"anna\\\"}\"}";
        page.route(
                site.url(path),
                route -> route.fulfill(new Route.FulfillOptions()
                        .setContentType("application/json")
                        .setBody(json)));
    }

    /** Has the browser notice that the network is there, as it does when a machine wakes up. */
    void noticeNetwork() {
        profile.setOffline(true);
        profile.setOffline(false);
    }

    Page page() {
        return page;
    }

    Complaints complaints() {
        return complaints;
    }

    /** Runs a function. */
    void run(String function) {
        page.evaluate(function);
    }

    /** Runs a function, which gets an argument of JSON's types. */
    void run(String function, Object argument) {
        page.evaluate(function, argument);
    }

    /** Waits until an expression, or a function of the argument, is true. */
    void until(String condition) {
        page.waitForFunction(condition);
    }

    void until(String condition, Object argument) {
        page.waitForFunction(condition, argument);
    }

    /** Waits until the page has heard this. */
    void hears(String words) {
        page.waitForFunction("words => heard.includes(words)", words);
    }

    /** What it has heard so far, first things first. */
    @SuppressWarnings("unchecked")
    List<String> heard() {
        return (List<String>) page.evaluate("heard");
    }

    /** Waits until {@code pusher} has been in this state. */
    void reaches(String state) {
        page.waitForFunction("state => states.includes(state)", state);
    }

    /** States of {@code pusher} so far, and the codes of errors in between, first things first. */
    @SuppressWarnings("unchecked")
    List<Object> states() {
        return (List<Object>) page.evaluate("states");
    }

    /** The id of its connection, once it has one. */
    String socketId() {
        page.waitForFunction("pusher.connection.state === 'connected'");
        return (String) page.evaluate("pusher.connection.socket_id");
    }

    /** Closes the tab, as a person does. */
    void closeTab() {
        page.close();
    }

    @Override
    public void close() {
        profile.close();
        complaints.check();
    }
}
