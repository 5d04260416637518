package io.livevisitors.containers.redeploy;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.loader.ParallelWebappClassLoader;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.websocket.server.WsSci;
import org.jspecify.annotations.Nullable;

/**
 * A Tomcat that goes on while {@link Shop} is deployed and taken away, with the same request threads throughout: the
 * listener that would renew them is not registered, so that nothing in them is forgotten by chance. Used by one thread.
 */
final class Site implements AutoCloseable {

    private final Tomcat tomcat = new Tomcat();
    private final Connector connector = new Connector();
    private final Path application;
    private final List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    private @Nullable StandardContext deployed;

    /** Starts it, without an application. */
    Site(Path folder) throws IOException, LifecycleException {
        application = WebApplication.unfold(folder.resolve("shop"));
        tomcat.setBaseDir(folder.toString());
        connector.setPort(0);
        connector.setProperty("address", "127.0.0.1");
        tomcat.setConnector(connector);
        tomcat.getHost();
        // It works in the name of an application, and an undeployment at that moment takes it for the application's.
        tomcat.getEngine().setBackgroundProcessorDelay(-1);
        tomcat.start();
    }

    int port() {
        return connector.getLocalPort();
    }

    /** @param fault what the application leaves behind, a value of {@link Shop#FAULT}; null for nothing */
    void deploy(@Nullable String fault) {
        StandardContext context = new StandardContext();
        context.setName("");
        context.setPath("");
        context.setDocBase(application.toString());
        context.setParentClassLoader(WebApplication.containersLoader());
        context.addLifecycleListener(new Tomcat.FixContextListener());
        context.addServletContainerInitializer(new WsSci(), null);
        context.addApplicationListener(Shop.class.getName());
        if (fault != null) {
            context.addParameter(Shop.FAULT, fault);
        }
        tomcat.getHost().addChild(context);
        ClassLoader loader = context.getLoader().getClassLoader();
        if (!(loader instanceof ParallelWebappClassLoader)
                || !context.getState().isAvailable()) {
            throw new IllegalStateException("the application is " + context.getStateName() + ", loaded by " + loader);
        }
        loaders.add(new WeakReference<>(loader));
        deployed = context;
    }

    /** Takes the application away. */
    void undeploy() {
        StandardContext context = deployed;
        if (context != null) {
            deployed = null;
            tomcat.getHost().removeChild(context);
        }
    }

    /** Applications that were taken away and whose classes are still loaded, as Tomcat finds them. Collects. */
    List<String> leaks() {
        return tomcat.getHost() instanceof StandardHost host
                ? List.of(host.findReloadedContextMemoryLeaks())
                : List.of("not a host that looks for them");
    }

    /** How many class loaders of applications are still there. */
    long loaders() {
        return loaders.stream().filter(loader -> loader.get() != null).count();
    }

    @Override
    public void close() throws LifecycleException {
        undeploy();
        tomcat.stop();
        tomcat.destroy();
    }
}
