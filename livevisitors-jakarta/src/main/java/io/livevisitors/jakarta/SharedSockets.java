package io.livevisitors.jakarta;

import io.livevisitors.web.Gateway;
import jakarta.servlet.ServletContext;
import java.util.HashMap;
import java.util.Map;

/**
 * The sockets of one web application: one set for each core, however many servlets were registered for it, so that an
 * event published by one is heard at another. Kept in the servlet context; ends with the last servlet. Thread-safe.
 */
final class SharedSockets {

    private static final String ATTRIBUTE = SharedSockets.class.getName();

    private static final class Holding {
        final Sockets sockets;
        int servlets;

        Holding(Sockets sockets) {
            this.sockets = sockets;
        }
    }

    private final Map<Gateway, Holding> holdings = new HashMap<>();

    private SharedSockets() {}

    /** The web application's own. */
    private static SharedSockets of(ServletContext context) {
        synchronized (SharedSockets.class) {
            if (context.getAttribute(ATTRIBUTE) instanceof SharedSockets known) {
                return known;
            }
            SharedSockets made = new SharedSockets();
            context.setAttribute(ATTRIBUTE, made);
            return made;
        }
    }

    /** The sockets of a core, for one more servlet, which {@linkplain #leave leaves} them once. */
    static Sockets join(ServletContext context, Gateway gateway) {
        SharedSockets shared = of(context);
        synchronized (shared.holdings) {
            Holding holding = shared.holdings.computeIfAbsent(gateway, g -> new Holding(new Sockets(g)));
            holding.servlets++;
            return holding.sockets;
        }
    }

    /** One servlet less; the last one closes the sockets, which takes a few seconds at most. */
    static void leave(ServletContext context, Gateway gateway) {
        SharedSockets shared = of(context);
        Sockets last = null;
        synchronized (shared.holdings) {
            Holding holding = shared.holdings.get(gateway);
            if (holding != null && --holding.servlets == 0) {
                shared.holdings.remove(gateway);
                last = holding.sockets;
            }
        }
        if (last != null) {
            last.close();
        }
    }
}
