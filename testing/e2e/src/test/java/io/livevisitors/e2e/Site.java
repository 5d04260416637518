package io.livevisitors.e2e;

/** A web site on a loopback port with Live Visitors below {@code /livevisitors}. */
interface Site extends AutoCloseable {

    String APP_ID = "livevisitors-demo";
    String KEY = "e2e-key";
    String SECRET = "e2e-secret-0123456789";
    String TOKEN = "e2e-token-0123456789";

    /** The pixel of its pages. */
    String PIXEL = "shop";

    /** The channel that a dashboard of {@link #PIXEL} joins. */
    String CHANNEL = "private-pixel." + PIXEL;

    String HOST = "127.0.0.1";

    int port();

    /** The address of a path, which begins with a slash. */
    default String url(String path) {
        return "http://" + HOST + ":" + port() + path;
    }

    /** The link that the shop prints: it opens the dashboard. */
    default String dashboardUrl() {
        return url("/livevisitors/dashboard/?token=" + TOKEN);
    }

    @Override
    void close();
}
