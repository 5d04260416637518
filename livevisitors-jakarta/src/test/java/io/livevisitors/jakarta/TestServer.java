package io.livevisitors.jakarta;

import io.livevisitors.web.SocketLimits;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.ee10.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** A real Jetty on a free loopback port, with the servlet mapped as a host would. */
final class TestServer implements AutoCloseable {

    /** Limits that no test meets by accident. */
    static final SocketLimits LIMITS = Limits.of().build();

    static final String TARGET =
            "/livevisitors/app/" + FakeGateway.KEY + "?protocol=7&client=js&version=8.4.0&flash=false";

    private static final int SMALL_BUFFER = 4_096;

    final FakeGateway gateway;
    final LiveSocketServlet servlet;
    final FakeFeed shop = FakeFeed.ofVisitors();
    private final ServletContextHandler context = new ServletContextHandler("/");
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server, 1, 1);

    private TestServer(FakeGateway gateway, LiveSocketServlet servlet) {
        this.gateway = gateway;
        this.servlet = servlet;
        gateway.feeds.put("shop", shop);
        connector.setHost("127.0.0.1");
        connector.setAcceptedSendBufferSize(SMALL_BUFFER);
        server.addConnector(connector);
        JakartaWebSocketServletContainerInitializer.configure(context, null);
        ServletHolder holder = new ServletHolder(servlet);
        for (String path : new String[] {"/livevisitors/app/*", "/livevisitors/apps/*", "/app/*", "/apps/*"}) {
            context.addServlet(holder, path);
        }
        server.setHandler(context);
        try {
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    static TestServer start() {
        return start(LIMITS);
    }

    static TestServer start(SocketLimits limits) {
        FakeGateway gateway = new FakeGateway(limits);
        return new TestServer(gateway, new LiveSocketServlet(gateway));
    }

    int port() {
        return connector.getLocalPort();
    }

    TestClient connect() {
        return TestClient.handshake(port(), TARGET, 0).established();
    }

    /** A client that the server soon finds full when it does not read. */
    TestClient connectSlow() {
        return TestClient.handshake(port(), TARGET, SMALL_BUFFER).established();
    }

    /** A client that has joined the pixel's channel and read its snapshot. */
    TestClient watchShop() {
        return watchShop(connect());
    }

    TestClient watchShop(TestClient client) {
        client.subscribe("private-pixel.shop", sign(client, "private-pixel.shop"));
        client.event("pusher_internal:subscription_succeeded");
        client.event("visitors.snapshot");
        return client;
    }

    String sign(TestClient client, String channel) {
        return gateway.signer().sign(client.socketId(), channel, null);
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
