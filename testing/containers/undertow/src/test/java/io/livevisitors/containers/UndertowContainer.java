package io.livevisitors.containers;

import io.livevisitors.contracts.ContainerUnderTest;
import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.Version;
import io.undertow.server.handlers.PathHandler;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.ServletInfo;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import io.undertow.websockets.jsr.WebSocketDeploymentInfo;
import jakarta.servlet.ServletException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.logging.Logger;

/** An embedded Undertow. */
public final class UndertowContainer implements ContainerUnderTest {

    /** Held, since the JDK forgets a logger that nobody holds, and its filter with it. */
    private static final List<Logger> SOCKETS =
            List.of(Logger.getLogger("org.xnio.listener"), Logger.getLogger("org.xnio.nio"));

    static {
        // A socket that ends just when its server does finds no thread to be told on; that is nobody's fault.
        SOCKETS.forEach(
                logger -> logger.setFilter(entry -> !(entry.getThrown() instanceof RejectedExecutionException)));
    }

    @Override
    public String name() {
        return "Undertow " + Version.getVersionString();
    }

    @Override
    public Running start(Application application) {
        String path = application.contextPath().isEmpty() ? "/" : application.contextPath();
        DeploymentInfo deployment = Servlets.deployment()
                .setClassLoader(UndertowContainer.class.getClassLoader())
                .setContextPath(path)
                .setDeploymentName("contracts")
                .addServletContextAttribute(WebSocketDeploymentInfo.ATTRIBUTE_NAME, new WebSocketDeploymentInfo())
                .addServlets(application.registrations().stream()
                        .map(UndertowContainer::servlet)
                        .toList());
        DeploymentManager manager = Servlets.newContainer().addDeployment(deployment);
        manager.deploy();
        PathHandler paths = Handlers.path();
        Undertow server = Undertow.builder()
                .addHttpListener(0, "127.0.0.1")
                .setHandler(paths)
                .build();
        tell(() -> paths.addPrefixPath(path, manager.start()));
        server.start();
        return new Running() {
            @Override
            public int port() {
                return ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
            }

            @Override
            public void stopApplication() {
                paths.removePrefixPath(path);
                tell(manager::stop);
            }

            @Override
            public void close() {
                if (manager.getState() == DeploymentManager.State.STARTED) {
                    tell(manager::stop);
                }
                manager.undeploy();
                server.stop();
            }
        };
    }

    private static ServletInfo servlet(Registration registration) {
        ServletInfo servlet = Servlets.servlet(
                        registration.name(),
                        registration.servlet().getClass(),
                        new ImmediateInstanceFactory<>(registration.servlet()))
                .setLoadOnStartup(1)
                .setAsyncSupported(true);
        registration.mappings().forEach(servlet::addMapping);
        return servlet;
    }

    private interface Step {
        void run() throws ServletException;
    }

    private static void tell(Step step) {
        try {
            step.run();
        } catch (ServletException e) {
            throw new IllegalStateException(e);
        }
    }
}
