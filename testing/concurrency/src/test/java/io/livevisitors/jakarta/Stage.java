package io.livevisitors.jakarta;

import io.livevisitors.channel.ChannelEvent;
import io.livevisitors.web.ChannelEventSink;
import io.livevisitors.web.ChannelSigner;
import io.livevisitors.web.Gateway;
import io.livevisitors.web.SocketLimits;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Channels whose outboxes send on the thread that fills them, so that what a client hears is settled when both actors are
 * done. Listeners' events are kept in their order.
 */
final class Stage implements ChannelEventSink {

    private static final SocketLimits LIMITS = new SocketLimits(
            new SocketLimits.KeepAlive(
                    Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1)),
            new SocketLimits.Quota(1_000, 1_000, 1_000),
            new SocketLimits.Messages(10_000, 1_000, Duration.ofSeconds(1), false, true),
            new SocketLimits.ChannelBounds(100, 100, 1_000, 1 << 20),
            new SocketLimits.OutboxBounds(1 << 20, Duration.ofHours(1), Duration.ofHours(1)),
            new SocketLimits.Api(10_000, 100, 10));

    final List<ChannelEvent> told = new ArrayList<>();
    private final Sockets sockets;

    Stage() {
        Gateway gateway = (Gateway) Proxy.newProxyInstance(
                Stage.class.getClassLoader(), new Class<?>[] {Gateway.class}, (proxy, method, arguments) -> {
                    return switch (method.getName()) {
                        case "socketLimits" -> LIMITS;
                        case "signer" -> new ChannelSigner("key", "secret");
                        case "channelEvents" -> this;
                        case "attach" -> (Gateway.Attachment) () -> {};
                        case "hashCode" -> System.identityHashCode(proxy);
                        case "count" -> null;
                        default -> throw new UnsupportedOperationException(method.getName());
                    };
                });
        sockets = new Sockets(gateway, new SocketThreads(new Inline()::execute, new Inline(), new Inline()));
    }

    Channels channels() {
        return sockets.channels();
    }

    /** A client that has joined nothing. */
    Client client(String socketId) {
        return new Client(socketId, sockets);
    }

    static ChannelName name(String name) {
        return Objects.requireNonNull(ChannelName.parse(name));
    }

    static Member member(String id) {
        return new Member(id, '"' + id + '"', "{}");
    }

    @Override
    public boolean isListenedTo() {
        return true;
    }

    @Override
    public void add(ChannelEvent event) {
        synchronized (told) {
            told.add(event);
        }
    }

    @Override
    public void deliver() {}

    /** Names of the records told, without those of connections and subscriptions. */
    String story() {
        synchronized (told) {
            return told.stream()
                    .map(event -> event.getClass().getSimpleName())
                    .filter(name -> name.startsWith("Channel"))
                    .toList()
                    .toString();
        }
    }

    /** One client, and what it heard. */
    static final class Client implements Remote {

        private static final Pattern EVENT = Pattern.compile("\"event\":\"([^\"]+)\"");
        private static final Pattern ID = Pattern.compile("\\\\\"user_id\\\\\":\\\\\"([^\\\\]+)\\\\\"");
        private static final Pattern IDS = Pattern.compile("\\\\\"ids\\\\\":\\[([^]]*)]");

        private final List<String> heard = new ArrayList<>();
        final Connection connection;

        private Client(String socketId, Sockets sockets) {
            connection = new Connection(socketId, sockets, Admission.granted(() -> {}), this);
        }

        /** Names of the events heard, the protocol's own in short, in their order. */
        String heard() {
            StringBuilder names = new StringBuilder();
            for (String frame : heard) {
                Matcher event = EVENT.matcher(frame);
                String name = event.find() ? event.group(1) : "?";
                names.append(names.isEmpty() ? "" : " ")
                        .append(
                                switch (name) {
                                    case "pusher_internal:subscription_succeeded" -> "joined";
                                    case "pusher:cache_miss" -> "miss";
                                    case "pusher_internal:member_added" -> "added";
                                    case "pusher_internal:member_removed" -> "removed";
                                    default -> name;
                                });
            }
            return names.toString();
        }

        /** Who is there, as the client has to believe after all that it heard; a star for a user told of twice. */
        String members() {
            List<String> members = new ArrayList<>();
            String twice = "";
            for (String frame : heard) {
                Matcher ids = IDS.matcher(frame);
                Matcher id = ID.matcher(frame);
                if (ids.find()) {
                    for (String each : ids.group(1).replaceAll("[\\\\\"]", "").split(",")) {
                        members.add(each);
                    }
                } else if (frame.contains("member_added") && id.find()) {
                    twice = members.contains(id.group(1)) ? "*" : twice;
                    members.add(id.group(1));
                } else if (frame.contains("member_removed") && id.find()) {
                    twice = members.remove(id.group(1)) ? twice : "*";
                }
            }
            return members.stream().sorted().toList() + twice;
        }

        @Override
        public void send(String text, Consumer<@Nullable Throwable> done) {
            heard.add(text);
            done.accept(null);
        }

        @Override
        public void ping() {}

        @Override
        public void close(int code, String reason) {}

        @Override
        public void abort() {}
    }

    /** Runs what it is given at once, but never within itself: an outbox may ask again from within its turn. */
    private static final class Inline extends AbstractExecutorService {

        private static final ThreadLocal<@Nullable ConcurrentLinkedQueue<Runnable>> RUNNING = new ThreadLocal<>();

        @Override
        public void execute(Runnable task) {
            ConcurrentLinkedQueue<Runnable> mine = RUNNING.get();
            if (mine != null) {
                mine.add(task);
                return;
            }
            ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
            tasks.add(task);
            RUNNING.set(tasks);
            try {
                for (Runnable next = tasks.poll(); next != null; next = tasks.poll()) {
                    next.run();
                }
            } finally {
                RUNNING.remove();
            }
        }

        @Override
        public void shutdown() {}

        @Override
        public List<Runnable> shutdownNow() {
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return false;
        }

        @Override
        public boolean isTerminated() {
            return false;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return true;
        }
    }
}
