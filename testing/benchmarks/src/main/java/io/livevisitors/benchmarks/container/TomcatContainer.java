package io.livevisitors.benchmarks.container;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.websocket.server.WsSci;

/** An embedded Tomcat. Its one setting that is not its own: a connection is kept for any number of requests. */
final class TomcatContainer implements Container {

    private final Tomcat tomcat = new Tomcat();
    private final Connector connector = new Connector();
    private final Path folder = Files.createTempDirectory("benchmark-tomcat");

    TomcatContainer(List<Mapping> mappings) throws IOException {
        tomcat.setBaseDir(folder.toString());
        connector.setPort(0);
        connector.setProperty("address", LOOPBACK);
        connector.setProperty("maxKeepAliveRequests", "-1");
        tomcat.setConnector(connector);
        StandardContext context = (StandardContext) tomcat.addContext("", null);
        context.setClearReferencesRmiTargets(
                false); // the process ends with it: nobody need look for what it left behind
        context.setClearReferencesThreadLocals(false);
        context.addServletContainerInitializer(new WsSci(), null);
        context.addServletContainerInitializer((classes, site) -> register(mappings, site), null);
    }

    private static void register(List<Mapping> mappings, ServletContext site) {
        for (Mapping mapping : mappings) {
            ServletRegistration.Dynamic servlet = site.addServlet(mapping.pattern(), mapping.servlet());
            servlet.addMapping(mapping.pattern());
            servlet.setLoadOnStartup(1);
            servlet.setAsyncSupported(true);
        }
    }

    @Override
    public void start() throws LifecycleException {
        tomcat.start();
    }

    @Override
    public int port() {
        return connector.getLocalPort();
    }

    @Override
    public void close() throws LifecycleException, IOException {
        tomcat.stop();
        tomcat.destroy();
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
