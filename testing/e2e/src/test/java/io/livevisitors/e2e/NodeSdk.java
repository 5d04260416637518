package io.livevisitors.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Pusher's server SDK for Node, unmodified, in a process that ends with this object, or with the tests at the latest.
 * {@link #close()} asserts that it complained of nothing. As a static extension it serves all tests of a class. Thread-safe:
 * one call at a time.
 */
final class NodeSdk implements ServerSdk, AfterAllCallback {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long PATIENCE_SECONDS = 20;

    /** A process that answers a line with a line. */
    private static final class NodeProcess {

        private final Process process;
        private final BufferedWriter in;
        private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
        private final Complaints complaints = new Complaints("Pusher's SDK for Node");
        private final List<Thread> readers;

        NodeProcess() {
            // What Node thinks of the packages that the SDK is made of is none of our business.
            ProcessBuilder builder = new ProcessBuilder("node", "--no-deprecation", script().toString());
            builder.environment()
                    .put("NODE_PATH", NpmClients.folderWith("pusher").toString());
            try {
                process = builder.start();
            } catch (IOException e) {
                throw new AssertionError("node is missing: run ./check, which installs it", e);
            }
            in = process.outputWriter(StandardCharsets.UTF_8);
            readers = List.of(
                    reader(process.inputReader(StandardCharsets.UTF_8), answers::add),
                    reader(process.errorReader(StandardCharsets.UTF_8), complaints::add));
        }

        private static Path script() {
            try {
                return Path.of(Objects.requireNonNull(NodeSdk.class.getResource("server-sdk.js"))
                        .toURI());
            } catch (URISyntaxException e) {
                throw new IllegalStateException(e);
            }
        }

        private static Thread reader(BufferedReader from, Consumer<String> to) {
            Thread thread = new Thread(() -> from.lines().forEach(to), "node-reader");
            thread.setDaemon(true);
            thread.start();
            return thread;
        }

        synchronized String ask(String line) {
            try {
                in.write(line);
                in.newLine();
                in.flush();
                String answer = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
                if (answer == null) {
                    throw new AssertionError("no answer to " + line + "; " + complaints.heard());
                }
                return answer;
            } catch (IOException e) {
                throw new UncheckedIOException("it does not listen; " + complaints.heard(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        /** The script ends with its input. */
        void end() {
            try {
                in.close();
                if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    throw new AssertionError("it does not end");
                }
                for (Thread reader : readers) {
                    reader.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                process.destroyForcibly();
            }
            complaints.check();
        }
    }

    private final NodeProcess node;
    private final Site site;
    private final Map<String, Object> options;
    private final int clockOffsetSeconds;

    private NodeSdk(NodeProcess node, Site site, Map<String, Object> options, int clockOffsetSeconds) {
        this.node = node;
        this.site = site;
        this.options = options;
        this.clockOffsetSeconds = clockOffsetSeconds;
    }

    /** A backend that knows the secret. */
    static NodeSdk of(Site site) {
        return of(site, Site.SECRET);
    }

    static NodeSdk of(Site site, String secret) {
        Map<String, Object> options = Map.of(
                "appId", Site.APP_ID,
                "key", Site.KEY,
                "secret", secret,
                "host", Site.HOST,
                "encryptionMasterKeyBase64", MASTER_KEY);
        return new NodeSdk(new NodeProcess(), site, options, 0);
    }

    /** The same on a machine whose clock is ahead by so many seconds. */
    NodeSdk withClockAhead(int seconds) {
        return new NodeSdk(node, site, options, seconds);
    }

    @Override
    public Answer trigger(List<String> channels, String event, Object data, @Nullable String exceptSocketId) {
        Map<String, String> parameters = exceptSocketId == null ? Map.of() : Map.of("socket_id", exceptSocketId);
        return trigger(channels, event, data, parameters);
    }

    /** @param parameters members that go beside the event, such as {@code info} */
    Answer trigger(List<String> channels, String event, Object data, Map<String, String> parameters) {
        return request("trigger", channels, event, data, parameters);
    }

    @Override
    public Answer triggerBatch(List<Event> events) {
        return request(
                "triggerBatch",
                events.stream()
                        .map(event -> Map.of("channel", event.channel(), "name", event.name(), "data", event.data()))
                        .toList());
    }

    @Override
    public Answer get(String path, Map<String, String> parameters) {
        return request("get", Map.of("path", path, "params", parameters));
    }

    /** Sends an event to all connections that are signed in as a user. */
    Answer sendToUser(String userId, String event, Object data) {
        return request("sendToUser", userId, event, data);
    }

    Answer terminateUserConnections(String userId) {
        return request("terminateUserConnections", userId);
    }

    @Override
    public String authorizeChannel(String socketId, String channel, @Nullable Object userId) {
        if (userId == null) {
            return value("authorizeChannel", socketId, channel);
        }
        Map<String, Object> member = Map.of("user_id", userId, "user_info", Map.of("name", userId));
        return value("authorizeChannel", socketId, channel, member);
    }

    /** What a backend answers a client that signs in, JSON. */
    String authenticateUser(String socketId, String userId) {
        return value("authenticateUser", socketId, Map.of("id", userId));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close();
    }

    @Override
    public void close() {
        node.end();
    }

    private Answer request(String method, Object... arguments) {
        JsonNode answer = call(method, arguments);
        return Answer.of(answer.path("status").asInt(), answer.path("body").asText());
    }

    private String value(String method, Object... arguments) {
        return call(method, arguments).path("value").toString();
    }

    private JsonNode call(String method, Object... arguments) {
        Map<String, Object> all = new HashMap<>(options);
        all.put("port", site.port());
        Map<String, Object> question = new LinkedHashMap<>();
        question.put("options", all);
        question.put("clockOffset", clockOffsetSeconds);
        question.put("method", method);
        question.put("args", arguments);
        try {
            JsonNode answer = JSON.readTree(node.ask(JSON.writeValueAsString(question)));
            if (answer.has("error")) {
                throw new AssertionError(answer.path("error").asText());
            }
            return answer;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
