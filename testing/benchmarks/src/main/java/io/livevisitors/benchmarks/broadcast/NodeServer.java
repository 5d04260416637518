package io.livevisitors.benchmarks.broadcast;

import io.livevisitors.benchmarks.Conversation;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * {@code feed-server.js} in a process of Node: the same protocol on npm's {@code ws}, and each page view is sent to each
 * dashboard. Used by one thread.
 */
final class NodeServer implements FeedServer {

    /** The property that names the folder with npm's packages for benchmarks and tests; see {@code ./check}. */
    private static final String CLIENTS = "clients";

    private static final String NODE = "node";
    private static final String SOURCE = "feed-server.js";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Conversation conversation;
    private final String label;

    private NodeServer(Conversation conversation) throws IOException, InterruptedException {
        this.conversation = conversation;
        this.label = "Node " + conversation.ask("node") + " with ws " + conversation.ask("ws");
    }

    /** Why it cannot be started here; null if it can. */
    static @Nullable String missing() throws InterruptedException {
        return missing(modules(), NODE);
    }

    /**
     * Likewise.
     *
     * @param modules the folder of npm's packages
     * @param node the command
     */
    static @Nullable String missing(Path modules, String node) throws InterruptedException {
        Path ws = modules.resolve("ws").resolve("package.json");
        if (!Files.exists(ws)) {
            return "npm's ws is not there (" + ws + "); ./check fetches it";
        }
        try {
            Process process = new ProcessBuilder(node, "--version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            boolean ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return ended && process.exitValue() == 0 ? null : node + " does not work";
        } catch (IOException e) {
            return node + " is not on the PATH";
        }
    }

    /** Starts it. */
    static NodeServer start() throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(NODE, "-e", source());
        builder.environment().put("NODE_PATH", modules().toString());
        builder.environment().put("APP_KEY", Host.KEY);
        builder.environment().put("APP_SECRET", Host.SECRET);
        Conversation conversation = Conversation.with(builder, PATIENCE);
        try {
            return new NodeServer(conversation);
        } catch (IOException | InterruptedException | RuntimeException e) {
            conversation.close();
            throw e;
        }
    }

    private static Path modules() {
        return Path.of(System.getProperty(CLIENTS, "../e2e/.clients"))
                .resolve("node_modules")
                .toAbsolutePath();
    }

    private static String source() throws IOException {
        try (InputStream in = NodeServer.class.getResourceAsStream(SOURCE)) {
            if (in == null) {
                throw new IOException(SOURCE + " is not among the classes");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public InetSocketAddress address() throws IOException, InterruptedException {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), Math.toIntExact(conversation.ask("port")));
    }

    @Override
    public long processorNanos() throws IOException, InterruptedException {
        return conversation.ask("cpu");
    }

    @Override
    public long track(Duration time) throws IOException, InterruptedException {
        return conversation.ask("track", time.toMillis());
    }

    @Override
    public long leftOut() {
        return 0;
    }

    @Override
    public long pageViews() throws IOException, InterruptedException {
        return conversation.ask("views");
    }

    @Override
    public void close() throws IOException {
        conversation.close();
    }
}
