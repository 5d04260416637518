package io.livevisitors.containers;

import io.livevisitors.contracts.ContainerUnderTest;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.ee11.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** An embedded Jetty. */
public final class JettyContainer implements ContainerUnderTest {

    @Override
    public String name() {
        return "Jetty " + Server.getVersion() + " ee11";
    }

    @Override
    public Running start(Application application) {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server, 1, 1);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler context =
                new ServletContextHandler(application.contextPath().isEmpty() ? "/" : application.contextPath());
        JakartaWebSocketServletContainerInitializer.configure(context, null);
        application.registrations().forEach(registration -> register(registration, context));
        server.setHandler(context);
        tell(server::start);
        return new Running() {
            @Override
            public int port() {
                return connector.getLocalPort();
            }

            @Override
            public void stopApplication() {
                tell(context::stop);
            }

            @Override
            public void close() {
                tell(server::stop);
            }
        };
    }

    private static void register(Registration registration, ServletContextHandler context) {
        ServletHolder holder = new ServletHolder(registration.servlet());
        holder.setInitOrder(1);
        holder.setAsyncSupported(true);
        registration.mappings().forEach(mapping -> context.addServlet(holder, mapping));
    }

    private interface Step {
        void run() throws Exception;
    }

    private static void tell(Step step) {
        try {
            step.run();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
