package io.livevisitors.benchmarks.sockets;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.livevisitors.benchmarks.load.Tick;
import io.livevisitors.web.ChannelSigner;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;

/** Broadcasts ticks by signed requests to the Pusher HTTP API, as a backend would. Used by one thread. */
final class ApiPublisher {

    private static final String PATH = Host.API + "/events";
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ChannelSigner signer = new ChannelSigner(Host.KEY, Host.SECRET);
    private final ObjectMapper json = new ObjectMapper();
    private final InstantSource clock = InstantSource.system();
    private final String server;

    ApiPublisher(HostProcess host) {
        this.server = "http://" + Host.LOOPBACK + ":" + host.address().getPort();
    }

    /** Broadcasts the tick of that number, and returns when the request is answered. */
    void publish(int number) throws IOException, InterruptedException {
        String data = Tick.data(number, System.nanoTime());
        byte[] body = json.writeValueAsBytes(Map.of("name", Tick.EVENT, "channel", Tick.CHANNEL, "data", data));
        HttpRequest request = HttpRequest.newBuilder(URI.create(server + PATH + "?" + query(body)))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException("the HTTP API answers " + response.statusCode() + ": " + response.body());
        }
    }

    private String query(byte[] body) {
        Instant now = clock.instant();
        String parameters = "auth_key=" + Host.KEY + "&auth_timestamp=" + now.getEpochSecond()
                + "&auth_version=1.0&body_md5=" + md5(body);
        return parameters + "&auth_signature=" + signer.signRequest("POST\n" + PATH + "\n" + parameters);
    }

    private static String md5(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has MD5", e);
        }
    }
}
