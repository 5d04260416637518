package io.livevisitors.jakarta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.livevisitors.LiveVisitors;
import jakarta.servlet.ServletException;
import java.util.List;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.ee10.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.Test;

class RegistrationTest {

    @Test
    void namesTheAttributeAndTheRemedyWhenThereIsNoInstance() throws Exception {
        Server server = new Server();
        ServletContextHandler context = new ServletContextHandler("/");
        ServletHolder holder = new ServletHolder(LiveSocketServlet.class);
        holder.setInitOrder(1);
        context.addServlet(holder, "/livevisitors/app/*");
        server.setHandler(context);

        assertThatThrownBy(server::start)
                .isInstanceOf(ServletException.class)
                .hasMessageContaining(LiveVisitors.CONTEXT_ATTRIBUTE)
                .hasMessageContaining("new LiveSocketServlet(live)");
        server.stop();
    }

    @Test
    void givesThePlaceBackWhenTheServerHasNoWebSocket() throws Exception {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler("/");
        LiveSocketServlet servlet = new LiveSocketServlet(new FakeGateway(TestServer.LIMITS));
        context.addServlet(new ServletHolder(servlet), "/livevisitors/app/*");
        server.setHandler(context);
        server.start();

        try (TestClient client = TestClient.handshake(connector.getLocalPort(), TestServer.TARGET, 0)) {
            assertThat(client.status()).isEqualTo(500);
        }
        assertThat(servlet.connections()).isZero();
        server.stop();
    }

    @Test
    void servesTheSameChannelsByHoweverManyInstances() throws Exception {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler("/");
        JakartaWebSocketServletContainerInitializer.configure(context, null);
        FakeGateway gateway = new FakeGateway(TestServer.LIMITS);
        LiveSocketServlet first = new LiveSocketServlet(gateway);
        LiveSocketServlet second = new LiveSocketServlet(gateway);
        for (LiveSocketServlet servlet : List.of(first, second)) {
            ServletHolder holder = new ServletHolder(servlet);
            holder.setInitOrder(1);
            context.addServlet(holder, servlet == first ? "/livevisitors/app/*" : "/app/*");
        }
        server.setHandler(context);
        server.start();

        try (TestClient one = TestClient.handshake(connector.getLocalPort(), TestServer.TARGET, 0);
                TestClient other =
                        TestClient.handshake(connector.getLocalPort(), "/app/" + FakeGateway.KEY + "?protocol=7", 0)) {
            one.established();
            other.established();
            assertThat(first.connections()).isEqualTo(2).isEqualTo(second.connections());

            first.destroy();
            one.send("{\"event\":\"pusher:ping\"}");
            assertThat(one.event().event())
                    .as("the other instance is still there")
                    .isEqualTo("pusher:pong");
            second.destroy();
            assertThat(one.closeCode()).isEqualTo(1001);
        }
        server.stop();
    }
}
