package io.livevisitors.containers;

import io.livevisitors.contracts.ContainerUnderTest;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.util.ServerInfo;
import org.apache.tomcat.util.modeler.Registry;
import org.apache.tomcat.websocket.server.WsSci;

/** An embedded Tomcat. */
public final class TomcatContainer implements ContainerUnderTest {

    static {
        Registry.disableRegistry(); // one JVM has several servers here, which would register the same MBeans
    }

    @Override
    public String name() {
        return "Tomcat " + ServerInfo.getServerNumber().replaceFirst("\\.0$", "");
    }

    @Override
    public Running start(Application application) {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(folder().toString());
        Connector connector = new Connector();
        connector.setPort(0);
        connector.setProperty("address", "127.0.0.1");
        tomcat.setConnector(connector);
        Context context = tomcat.addContext(application.contextPath(), null);
        context.addServletContainerInitializer(new WsSci(), null);
        context.addServletContainerInitializer(
                (classes, site) -> application.registrations().forEach(one -> register(one, site)), null);
        tell(tomcat::start);
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
                tell(tomcat::stop);
                tell(tomcat::destroy);
            }
        };
    }

    private static void register(Registration registration, ServletContext site) {
        ServletRegistration.Dynamic servlet = site.addServlet(registration.name(), registration.servlet());
        servlet.addMapping(registration.mappings().toArray(String[]::new));
        servlet.setLoadOnStartup(1);
        servlet.setAsyncSupported(true);
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory(Files.createDirectories(Path.of("target/tomcat")), "base");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Step {
        void run() throws LifecycleException;
    }

    private static void tell(Step step) {
        try {
            step.run();
        } catch (LifecycleException e) {
            throw new IllegalStateException(e);
        }
    }
}
