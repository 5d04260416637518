package io.livevisitors.benchmarks.container;

import java.util.List;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.ee11.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** An embedded Jetty. */
final class JettyContainer implements Container {

    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);

    JettyContainer(List<Mapping> mappings) {
        connector.setHost(LOOPBACK);
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler("/", ServletContextHandler.NO_SESSIONS);
        JakartaWebSocketServletContainerInitializer.configure(context, null);
        for (Mapping mapping : mappings) {
            ServletHolder holder = new ServletHolder(mapping.servlet());
            holder.setAsyncSupported(true);
            holder.setInitOrder(1);
            context.addServlet(holder, mapping.pattern());
        }
        server.setHandler(context);
    }

    @Override
    public void start() throws Exception {
        server.start();
    }

    @Override
    public int port() {
        return connector.getLocalPort();
    }

    @Override
    public void close() throws Exception {
        server.stop();
    }
}
