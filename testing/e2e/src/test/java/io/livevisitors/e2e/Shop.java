package io.livevisitors.e2e;

import io.livevisitors.samples.standalone.ShopServer;
import io.livevisitors.samples.standalone.ShopSettings;
import java.util.HashMap;
import java.util.Map;

/** The sample shop, in this process and on a free loopback port, with keys and a token that the tests know. */
final class Shop implements Site {

    private static final Map<String, String> ENVIRONMENT =
            Map.of("REVERB_APP_KEY", KEY, "REVERB_APP_SECRET", SECRET, "LIVEVISITORS_DASHBOARD_TOKEN", TOKEN);

    private final Map<String, String> environment;
    private ShopServer server;

    private Shop(Map<String, String> environment, String... options) {
        this.environment = environment;
        this.server = start(0, options);
    }

    static Shop open(String... options) {
        return new Shop(ENVIRONMENT, options);
    }

    /** Opens it for proxies at these addresses, which it trusts. */
    static Shop openBehind(String proxies) {
        Map<String, String> environment = new HashMap<>(ENVIRONMENT);
        environment.put("LIVEVISITORS_TRUSTED_PROXIES", proxies);
        return new Shop(environment);
    }

    /** Ends the server and opens it again at the same address, where it remembers nobody. */
    void restart() {
        int port = server.port();
        server.close();
        server = start(port);
    }

    @Override
    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.close();
    }

    private ShopServer start(int port, String... options) {
        String[] all = new String[options.length + 1];
        all[0] = "--port=" + port;
        System.arraycopy(options, 0, all, 1, options.length);
        return ShopServer.start(ShopSettings.from(all, environment));
    }
}
