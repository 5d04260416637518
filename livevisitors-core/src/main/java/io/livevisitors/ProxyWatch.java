package io.livevisitors;

import io.livevisitors.web.ClientRequest;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Notices that a proxy stands in front and is not trusted, so that all its clients look like one visitor. Warns once in
 * the log, and on the dashboard for as long as the application runs. A stranger who forwards for nobody looks the same, so
 * the warning says no more of the peer than {@link TrustedProxies#ownProxy} does. Thread-safe.
 */
final class ProxyWatch {

    private static final Logger LOG = System.getLogger(ProxyWatch.class.getName());

    private final TrustedProxies proxies;
    private final AtomicReference<@Nullable String> warning = new AtomicReference<>();

    ProxyWatch(TrustedProxies proxies) {
        this.proxies = proxies;
    }

    void look(ClientRequest request) {
        if (warning.get() == null && proxies.looksLikeMissing(request)) {
            String peer = proxies.ownProxy(request);
            boolean isNetwork = peer != null && peer.indexOf('/') >= 0;
            String text = "Requests come through a proxy " + (isNetwork ? "in " : "at ") + peer
                    + " that is not trusted, so all its clients count as one visitor. If it is yours, add "
                    + (isNetwork ? "its address, or its network if no visitor is in it, to the builder: " : "")
                    + "trustedProxies(\"" + peer + "\")" + (isNetwork ? "." : " to the builder.");
            if (warning.compareAndSet(null, text)) {
                LOG.log(Level.WARNING, text);
            }
        }
    }

    List<String> warnings() {
        String text = warning.get();
        return text == null ? List.of() : List.of(text);
    }
}
