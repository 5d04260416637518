package io.livevisitors.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.livevisitors.Limit;
import io.livevisitors.Subscription;
import io.livevisitors.channel.ChannelEvent;
import io.livevisitors.channel.ChannelOccupied;
import io.livevisitors.channel.ChannelVacated;
import io.livevisitors.channel.ClientEvent;
import io.livevisitors.channel.ConnectionClosed;
import io.livevisitors.channel.ConnectionOpened;
import io.livevisitors.channel.MemberAdded;
import io.livevisitors.channel.MemberRemoved;
import io.livevisitors.channel.Subscribed;
import io.livevisitors.channel.Unsubscribed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the host's own code hears of connections and channels, by {@code live.channels()}: everything once, in order. */
public class ListenerContract {

    /** A host for each test, so that nobody hears of another's clients. */
    @RegisterExtension
    final Host host = Host.plain();

    private final Queue<ChannelEvent> heard = new ConcurrentLinkedQueue<>();

    @SuppressWarnings("NullAway.Init")
    private Subscription listening;

    @BeforeEach
    void listen() {
        listening = host.live().channels().onEvent(heard::add);
    }

    @AfterEach
    void listenNoMore() {
        listening.close();
    }

    // ---------------------------------------------------------------- each once, in order

    @Test
    void hearsALifeInItsOrder() {
        String channel = host.channel("presence-");
        RawClient client = host.connect();
        String id = client.socketId();
        host.subscribePresence(client, channel, "{\"user_id\":7,\"user_info\":{\"name\":\"Ada\"}}");
        client.next(RawClient.SUCCEEDED);
        client.whisper("client-typing", channel, "{\"a\":1}");
        client.unsubscribe(channel);
        client.hearsNothing();
        client.close();

        awaitHeard(new ConnectionClosed(id));
        assertThat(heard)
                .containsExactly(
                        new ConnectionOpened(id),
                        new ChannelOccupied(channel),
                        new Subscribed(channel, id, "7"),
                        new MemberAdded(channel, "7", "{\"name\":\"Ada\"}"),
                        new ClientEvent(channel, "client-typing", "{\"a\":1}", id, "7"),
                        new Unsubscribed(channel, id, "7"),
                        new MemberRemoved(channel, "7"),
                        new ChannelVacated(channel),
                        new ConnectionClosed(id));
    }

    static Stream<Arguments> endings() {
        return Stream.of(
                ending("a close frame", client -> client.sayGoodbye(1000)),
                ending("no word", RawClient::close),
                ending("a reset", RawClient::reset),
                ending("a broken frame", client -> client.send(0x7, new byte[0])),
                ending("text that is not UTF-8", client -> client.send(RawClient.TEXT, new byte[] {(byte) 0xff})),
                ending("a message that is too large", client -> client.send("x".repeat(20_000))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("endings")
    void hearsTheEndOnceHoweverItComes(String how, Consumer<RawClient> ending) {
        String channel = host.channel("");
        RawClient client = host.join(channel);
        String id = client.socketId();
        ending.accept(client);

        awaitHeard(new ConnectionClosed(id));
        settle();
        assertThat(heard)
                .containsExactly(
                        new ConnectionOpened(id),
                        new ChannelOccupied(channel),
                        new Subscribed(channel, id, null),
                        new Unsubscribed(channel, id, null),
                        new ChannelVacated(channel),
                        new ConnectionClosed(id));
    }

    @Test
    void hearsTheEndOfAUserWhoIsSentAway() {
        RawClient client = host.joinPresence(host.channel("presence-"), "7");
        host.live().channels().disconnectUser("7");
        assertThat(client.closeCode()).isEqualTo(4009);

        awaitHeard(new ConnectionClosed(client.socketId()));
    }

    @Test
    void hearsOfAChannelsFirstAndLastReader() {
        String channel = host.channel("");
        RawClient first = host.join(channel);
        RawClient second = host.join(channel);
        first.unsubscribe(channel);
        first.hearsNothing();
        second.unsubscribe(channel);
        second.hearsNothing();

        awaitHeard(new ChannelVacated(channel));
        assertThat(heard)
                .filteredOn(event -> !(event instanceof ConnectionOpened))
                .containsExactly(
                        new ChannelOccupied(channel),
                        new Subscribed(channel, first.socketId(), null),
                        new Subscribed(channel, second.socketId(), null),
                        new Unsubscribed(channel, first.socketId(), null),
                        new Unsubscribed(channel, second.socketId(), null),
                        new ChannelVacated(channel));
    }

    @Test
    void hearsOfAUserOnTwoConnectionsOnce() {
        String channel = host.channel("presence-");
        RawClient first = host.joinPresence(channel, "7");
        RawClient second = host.joinPresence(channel, "7");
        first.unsubscribe(channel);
        first.hearsNothing();
        second.unsubscribe(channel);
        second.hearsNothing();

        awaitHeard(new ChannelVacated(channel));
        assertThat(heard)
                .filteredOn(event -> event instanceof MemberAdded || event instanceof MemberRemoved)
                .containsExactly(new MemberAdded(channel, "7", "{}"), new MemberRemoved(channel, "7"));
    }

    @Test
    void hearsOfClientEventsOnPrivateChannelsWithoutAUser() {
        String channel = host.channel("private-");
        RawClient client = host.join(channel);
        client.whisper("client-typing", channel, "\"text\"");

        awaitHeard(new ClientEvent(channel, "client-typing", "text", client.socketId(), null));
    }

    // ---------------------------------------------------------------- not heard

    @Test
    void hearsNothingOfRefusedHandshakes() {
        assertThat(host.handshake("/app/other-key?protocol=7").closeCode()).isEqualTo(4001);
        assertThat(host.handshake("/app/app-key?protocol=4").closeCode()).isEqualTo(4007);
        assertThat(host.handshake(Map.of("Origin", "https://evil.example")).closeCode())
                .isEqualTo(4009);
        assertThat(host.handshake("/app/a/b?protocol=7").status()).isEqualTo(403);
        assertThat(host.handshake(Map.of("Sec-WebSocket-Version", "99")).status())
                .isIn(400, 426);

        settle();
        assertThat(heard).isEmpty();
    }

    @Test
    void hearsNothingOfWhoComesBeyondTheQuota() {
        Queue<ChannelEvent> there = new ConcurrentLinkedQueue<>();
        try (Host full = Host.with(builder -> builder.limit(Limit.CONNECTIONS, 1))
                        .open();
                Subscription unused = full.live().channels().onEvent(there::add)) {
            RawClient first = full.connect();
            assertThat(full.handshake(Map.of()).closeCode()).isEqualTo(4004);
            first.close();

            await().until(() -> there.contains(new ConnectionClosed(first.socketId())));
            assertThat(there)
                    .containsExactly(new ConnectionOpened(first.socketId()), new ConnectionClosed(first.socketId()));
        }
    }

    @Test
    void hearsNothingOfSubscriptionsThatAreRepeatedOrRefused() {
        String channel = host.channel("presence-");
        RawClient client = host.joinPresence(channel, "7");
        host.joinPresence(client, channel, "7");
        client.subscribe(host.channel("private-"));
        client.next(RawClient.REFUSED);
        client.subscribe("with space");
        client.next(RawClient.REFUSED);
        client.unsubscribe("nothing");
        client.hearsNothing();

        settle();
        assertThat(heard)
                .containsExactly(
                        new ConnectionOpened(client.socketId()),
                        new ChannelOccupied(channel),
                        new Subscribed(channel, client.socketId(), "7"),
                        new MemberAdded(channel, "7", "{}"));
    }

    @Test
    void hearsNothingOfClientEventsThatAreRefused() {
        String open = host.channel("");
        RawClient client = host.join(open);
        client.whisper("client-typing", open, "{}");
        client.next(RawClient.ERROR);
        client.whisper("client-typing", host.channel("private-"), "{}");
        client.next(RawClient.ERROR);

        settle();
        assertThat(heard).noneMatch(event -> event instanceof ClientEvent);
    }

    @Test
    void hearsNothingOfWhatHostAndBackendsPublish() {
        String channel = host.channel("private-");
        RawClient client = host.join(channel);
        host.publish(channel, "order.paid", "{}");
        host.api().publish(channel, "order.paid", "{}");
        client.next("order.paid");
        client.next("order.paid");

        settle();
        assertThat(heard).hasSize(3);
    }

    // ---------------------------------------------------------------- listeners of one kind

    @Test
    void hearsOnlyOfTheKindThatItListensTo() {
        List<Queue<ChannelEvent>> kinds = new ArrayList<>();
        List<Subscription> subscriptions = new ArrayList<>();
        subscriptions.add(host.live().channels().onConnect(into(kinds)));
        subscriptions.add(host.live().channels().onOccupied(into(kinds)));
        subscriptions.add(host.live().channels().onSubscribe(into(kinds)));
        subscriptions.add(host.live().channels().onMemberAdded(into(kinds)));
        subscriptions.add(host.live().channels().onClientEvent(into(kinds)));
        subscriptions.add(host.live().channels().onUnsubscribe(into(kinds)));
        subscriptions.add(host.live().channels().onMemberRemoved(into(kinds)));
        subscriptions.add(host.live().channels().onVacated(into(kinds)));
        subscriptions.add(host.live().channels().onDisconnect(into(kinds)));
        String channel = host.channel("presence-");
        RawClient client = host.joinPresence(channel, "7");
        client.whisper("client-typing", channel, "{}");
        client.hearsNothing();
        client.close();
        awaitHeard(new ConnectionClosed(client.socketId()));

        List<ChannelEvent> all = List.copyOf(heard);
        assertThat(all).hasSize(9);
        for (int i = 0; i < 9; i++) {
            Queue<ChannelEvent> kind = kinds.get(i);
            await().until(() -> !kind.isEmpty());
            assertThat(kind).containsExactly(all.get(i));
        }
        subscriptions.forEach(Subscription::close);
    }

    @Test
    void hearsNothingMoreWhenItListensNoMore() {
        Queue<ChannelEvent> other = new ConcurrentLinkedQueue<>();
        Subscription subscription = host.live().channels().onEvent(other::add);
        host.connect();
        await().until(() -> other.size() == 1);
        subscription.close();
        host.connect();
        await().until(() -> heard.size() == 2);

        assertThat(other).hasSize(1);
    }

    // ---------------------------------------------------------------- listeners that fail

    @Test
    void hurtsNobodyWhenItThrows() {
        long before = host.counted("listener_failed");
        try (Subscription unused = host.live().channels().onEvent(event -> {
            throw new HostFault();
        })) {
            String channel = host.channel("presence-");
            RawClient other = host.joinPresence(channel, "8");
            RawClient client = host.joinPresence(channel, "7");
            client.whisper("client-typing", channel, "{}");
            other.next(RawClient.MEMBER_ADDED);
            other.next("client-typing");
            client.close();
            other.next(RawClient.MEMBER_REMOVED);

            awaitHeard(new ConnectionClosed(client.socketId()));
            await().until(() -> host.counted("listener_failed") >= before + heard.size());
        }
    }

    @Test
    void hurtsNobodyWhenItHangs() {
        CountDownLatch hanging = new CountDownLatch(1);
        try (Subscription unused = host.live().channels().onEvent(event -> {
            try {
                hanging.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        })) {
            String channel = host.channel("presence-");
            RawClient other = host.joinPresence(channel, "8");
            RawClient client = host.connect();
            for (int i = 0; i < 400; i++) {
                host.joinPresence(client, channel, "7");
                client.unsubscribe(channel);
                other.next(RawClient.MEMBER_ADDED);
                other.next(RawClient.MEMBER_REMOVED);
            }
            client.close();

            awaitHeard(new ConnectionClosed(client.socketId()));
            assertThat(host.counted("listener_dropped"))
                    .as("what waited for it was bounded")
                    .isPositive();
        } finally {
            hanging.countDown();
        }
    }

    @Test
    void mayCallAnythingOfTheLibrary() {
        String channel = host.channel("presence-");
        try (Subscription unused = host.live().channels().onMemberAdded(member -> {
            host.publish(member.channel(), "welcome", member.userId());
            host.live().channels().disconnectUser("nobody");
        })) {
            RawClient client = host.joinPresence(channel, "7");
            assertThat(client.next("welcome").dataText()).isEqualTo("7");

            host.joinPresence(channel, "8");
            client.next(RawClient.MEMBER_ADDED);
            assertThat(client.next("welcome").dataText()).isEqualTo("8");
        }
    }

    // ---------------------------------------------------------------- a crowd

    @Test
    void hearsOfACrowdInTurns() {
        String channel = host.channel("");
        List<Boolean> crowd = Crowd.of(6, i -> {
            for (int round = 0; round < 20; round++) {
                RawClient client = host.connect();
                host.join(client, channel);
                if (round % 2 == 0) {
                    client.unsubscribe(channel);
                    client.hearsNothing();
                }
                client.close();
            }
            return true;
        });
        assertThat(crowd).containsOnly(true);
        await().until(() -> count(ConnectionClosed.class) == 120);

        assertThat(count(ConnectionOpened.class)).isEqualTo(120);
        assertThat(count(Subscribed.class)).isEqualTo(120);
        assertThat(count(Unsubscribed.class)).isEqualTo(120);
        int readers = 0;
        boolean occupied = false;
        for (ChannelEvent event : heard) {
            if (event instanceof ChannelOccupied || event instanceof ChannelVacated) {
                assertThat(event instanceof ChannelOccupied).isNotEqualTo(occupied);
                assertThat(readers).isZero();
                occupied = event instanceof ChannelOccupied;
            } else if (event instanceof Subscribed) {
                assertThat(occupied).isTrue();
                readers++;
            } else if (event instanceof Unsubscribed) {
                readers--;
            }
        }
        assertThat(occupied).isFalse();
    }

    private int count(Class<? extends ChannelEvent> kind) {
        return (int) heard.stream().filter(kind::isInstance).count();
    }

    private static Consumer<ChannelEvent> into(List<Queue<ChannelEvent>> kinds) {
        Queue<ChannelEvent> kind = new ConcurrentLinkedQueue<>();
        kinds.add(kind);
        return kind::add;
    }

    private void awaitHeard(ChannelEvent event) {
        await().until(() -> heard.contains(event));
    }

    /** Waits until all that has happened has been told: somebody comes and goes, and that is heard last. */
    private void settle() {
        RawClient last = host.connect();
        last.close();
        awaitHeard(new ConnectionClosed(last.socketId()));
        heard.remove(new ConnectionOpened(last.socketId()));
        heard.remove(new ConnectionClosed(last.socketId()));
    }

    private static Arguments ending(String name, Consumer<RawClient> how) {
        return Arguments.of(name, how);
    }
}
