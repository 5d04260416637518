package io.livevisitors.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.livevisitors.Limit;
import io.livevisitors.LiveVisitors;
import io.livevisitors.web.DashboardAuthorizer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code dashboard/doctor}: for whom, and in which form. */
class DoctorTest {

    private static final String TOKEN = "0123456789abcdef";

    private final LiveVisitors live = LiveVisitors.builder()
            .pixel("shop")
            .keys("app-id", "app-key", "app-secret-0123456789")
            .environment(Map.of("VITE_REVERB_APP_KEY", "<b>old</b>"))
            .authorizer(DashboardAuthorizer.token(TOKEN))
            .limit(Limit.CONNECTIONS, 10) // any machine may open as many files
            .build();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);

    @BeforeEach
    void start() throws Exception {
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler("/");
        context.addServlet(new ServletHolder(new DashboardServlet(live)), "/livevisitors/dashboard/*");
        server.setHandler(context);
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
        live.close();
    }

    @Test
    void isForThoseWhoMaySeeTheVisitorsAlone() throws Exception {
        assertThat(get("*/*", null).statusCode()).isEqualTo(401);
        assertThat(get("text/html", "wrong-0123456789").statusCode()).isEqualTo(403);
    }

    @Test
    void answersProgramsInJson() throws Exception {
        HttpResponse<String> answer = get("*/*", TOKEN);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json;charset=utf-8");
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
        JsonNode diagnosis = new ObjectMapper().readTree(answer.body());
        assertThat(diagnosis.path("healthy").asBoolean()).isFalse();
        assertThat(diagnosis.path("findings"))
                .anySatisfy(finding -> {
                    assertThat(finding.path("check").asText()).isEqualTo("key");
                    assertThat(finding.path("verdict").asText()).isEqualTo("fault");
                    assertThat(finding.path("cause").asText()).contains("\"<b>old</b>\"");
                    assertThat(finding.path("cure").asText()).contains("VITE_REVERB_APP_KEY to \"app-key\"");
                })
                .anySatisfy(
                        finding -> assertThat(finding.path("check").asText()).isEqualTo("socket_servlet"));
    }

    @Test
    void showsPeopleAPageInWhichNothingIsMarkupButItsOwn() throws Exception {
        HttpResponse<String> answer = get("text/html,application/xhtml+xml,*/*;q=0.8", TOKEN);

        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/html;charset=utf-8");
        assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'")
                .doesNotContain("unsafe");
        assertThat(answer.body())
                .contains("<title>Doctor", "One thing is broken", "What is broken", "What is well")
                .contains("&lt;b&gt;old&lt;/b&gt;")
                .doesNotContain("<b>old");
    }

    @Test
    void takesATokenOutOfTheAddressAsTheDashboardDoes() throws Exception {
        HttpRequest link = HttpRequest.newBuilder(URI.create(url() + "?token=" + TOKEN + "&pixel_id=shop"))
                .build();
        HttpResponse<String> answer = client.send(link, BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location")).hasValue("doctor?pixel_id=shop");
        assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow()).contains(TOKEN, "HttpOnly");
    }

    private String url() {
        return "http://127.0.0.1:" + connector.getLocalPort() + "/livevisitors/dashboard/doctor";
    }

    private HttpResponse<String> get(String accept, @Nullable String token) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url())).header("Accept", accept);
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }
}
