package io.livevisitors.abuse;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.modeler.Registry;
import org.apache.tomcat.websocket.server.WsSci;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** The containers that strangers are let loose on, with their own limits as they ship, save how long they wait for a client. */
enum Container {
    JETTY {
        @Override
        Running start(Filter filter, Map<String, Servlet> servlets, Duration idle) {
            Server server = new Server();
            ServerConnector connector = new ServerConnector(server, 1, 1);
            connector.setHost("127.0.0.1");
            connector.setIdleTimeout(idle.toMillis());
            server.addConnector(connector);
            ServletContextHandler context = new ServletContextHandler("/");
            JakartaWebSocketServletContainerInitializer.configure(context, null);
            context.addServletContainerInitializer((classes, site) -> register(site, filter, servlets));
            server.setHandler(context);
            try {
                server.start();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            return new Running(connector.getLocalPort(), () -> {
                try {
                    server.stop();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
        }
    },
    TOMCAT {
        @Override
        Running start(Filter filter, Map<String, Servlet> servlets, Duration idle) {
            Registry.disableRegistry(); // one JVM has several servers here, which would register the same MBeans
            Tomcat tomcat = new Tomcat();
            tomcat.setBaseDir(folder().toString());
            Connector connector = new Connector();
            connector.setPort(0);
            connector.setProperty("address", "127.0.0.1");
            connector.setProperty("connectionTimeout", String.valueOf(idle.toMillis()));
            tomcat.setConnector(connector);
            Context context = tomcat.addContext("", null);
            context.addServletContainerInitializer(new WsSci(), null);
            context.addServletContainerInitializer((classes, site) -> register(site, filter, servlets), null);
            try {
                tomcat.start();
            } catch (LifecycleException e) {
                throw new IllegalStateException(e);
            }
            return new Running(connector.getLocalPort(), () -> {
                try {
                    tomcat.stop();
                    tomcat.destroy();
                } catch (LifecycleException e) {
                    throw new IllegalStateException(e);
                }
            });
        }
    };

    /** A container that serves. */
    record Running(int port, Runnable stop) {}

    /**
     * Starts it.
     *
     * @param servlets by their mappings, which a comma parts
     * @param idle how long it waits for a client that says nothing
     */
    abstract Running start(Filter filter, Map<String, Servlet> servlets, Duration idle);

    private static void register(ServletContext site, Filter filter, Map<String, Servlet> servlets) {
        site.addFilter("watch", filter).addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
        servlets.forEach((mappings, servlet) -> {
            ServletRegistration.Dynamic registration =
                    site.addServlet(servlet.getClass().getSimpleName(), servlet);
            registration.addMapping(mappings.split(","));
            registration.setAsyncSupported(true);
            registration.setLoadOnStartup(1);
        });
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory(Files.createDirectories(Path.of("target/tomcat")), "base");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
