package io.livevisitors.benchmarks.startup;

import jakarta.servlet.ServletContainerInitializer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.util.ServerInfo;
import org.apache.tomcat.websocket.server.WsSci;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** A servlet container that is embedded, with its own defaults, on a free loopback port. */
enum Container {
    TOMCAT {
        @Override
        String label() {
            return "Tomcat " + ServerInfo.getServerNumber().replaceFirst("\\.0$", "");
        }

        @Override
        int start(boolean withSockets, ServletContainerInitializer application) throws Exception {
            Path folder = Files.createTempDirectory("startup-tomcat");
            folder.toFile().deleteOnExit();
            Tomcat tomcat = new Tomcat();
            tomcat.setBaseDir(folder.toString());
            Connector connector = new Connector();
            connector.setPort(0);
            connector.setProperty("address", LOOPBACK);
            tomcat.setConnector(connector);
            StandardContext context = (StandardContext) tomcat.addContext("", null);
            if (withSockets) {
                context.addServletContainerInitializer(new WsSci(), null);
            }
            context.addServletContainerInitializer(application, null);
            tomcat.start();
            return connector.getLocalPort();
        }
    },
    JETTY {
        @Override
        String label() {
            return "Jetty " + Server.getVersion();
        }

        @Override
        int start(boolean withSockets, ServletContainerInitializer application) throws Exception {
            Server server = new Server();
            ServerConnector connector = new ServerConnector(server);
            connector.setHost(LOOPBACK);
            server.addConnector(connector);
            ServletContextHandler context = new ServletContextHandler("/", ServletContextHandler.NO_SESSIONS);
            if (withSockets) {
                JakartaWebSocketServletContainerInitializer.configure(context, null);
            }
            context.addServletContainerInitializer(application);
            server.setHandler(context);
            server.start();
            return connector.getLocalPort();
        }
    };

    static final String LOOPBACK = "127.0.0.1";

    /** Its name and version. */
    abstract String label();

    /**
     * Starts it with one application, for the rest of this process.
     *
     * @param withSockets whether applications get its WebSockets
     * @return the port on which it serves
     */
    abstract int start(boolean withSockets, ServletContainerInitializer application) throws Exception;
}
