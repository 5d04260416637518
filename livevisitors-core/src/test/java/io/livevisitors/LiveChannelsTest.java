package io.livevisitors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

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
import io.livevisitors.web.ChannelEventSink;
import io.livevisitors.web.ChannelServer;
import io.livevisitors.web.Gateway.Attachment;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The host's side of the channels; an adapter's side is played by hand, to say things at a given moment. */
class LiveChannelsTest {

    private static final List<ChannelEvent> ALL = List.of(
            new ConnectionOpened("1.1"),
            new ChannelOccupied("presence-room"),
            new Subscribed("presence-room", "1.1", "7"),
            new MemberAdded("presence-room", "7", "{}"),
            new ClientEvent("presence-room", "client-typing", "{}", "1.1", "7"),
            new Unsubscribed("presence-room", "1.1", "7"),
            new MemberRemoved("presence-room", "7"),
            new ChannelVacated("presence-room"),
            new ConnectionClosed("1.1"));

    private final LiveVisitors live = LiveVisitors.builder()
            .pixel("shop")
            .keys("app", "key", "secret")
            .limit(Limit.LISTENER_QUEUE, 10)
            .build();
    private final LiveChannels channels = live.channels();
    private final ChannelEventSink sink = live.gateway().channelEvents();
    private final List<ChannelEvent> heard = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        live.close();
    }

    @Test
    void everyListenerHearsItsOwnKindOnce() {
        channels.onConnect(heard::add);
        channels.onDisconnect(heard::add);
        channels.onSubscribe(heard::add);
        channels.onUnsubscribe(heard::add);
        channels.onOccupied(heard::add);
        channels.onVacated(heard::add);
        channels.onMemberAdded(heard::add);
        channels.onMemberRemoved(heard::add);
        channels.onClientEvent(heard::add);
        tell(ALL);

        await().until(() -> heard.size() == ALL.size());
        assertThat(heard).containsExactlyInAnyOrderElementsOf(ALL);
    }

    @Test
    void oneListenerHearsEverythingInOrder() {
        channels.onEvent(heard::add);
        tell(ALL);

        await().untilAsserted(() -> assertThat(heard).containsExactlyElementsOf(ALL));
    }

    @Test
    void aListenerThatIsClosedHearsNoMore() {
        Subscription subscription = channels.onEvent(heard::add);
        assertThat(sink.isListenedTo()).isTrue();
        subscription.close();
        assertThat(sink.isListenedTo()).isFalse();

        List<ChannelEvent> other = new CopyOnWriteArrayList<>();
        channels.onConnect(other::add);
        tell(ALL);
        await().until(() -> other.size() == 1);
        assertThat(heard).isEmpty();
    }

    @Test
    void aListenerThatThrowsGoesOnAndHurtsNobodyElse() {
        channels.onEvent(event -> {
            throw new IllegalStateException("a listener's own affair");
        });
        channels.onEvent(heard::add);
        tell(ALL);

        await().until(() -> heard.size() == ALL.size());
        await().until(() -> live.counters().getOrDefault("listener_failed", 0L) == ALL.size());
    }

    @Test
    void aListenerThatHangsMissesTheOldestAndHoldsUpNobody() {
        CountDownLatch hanging = new CountDownLatch(1);
        channels.onConnect(event -> await().atMost(Duration.ofMinutes(1)).until(() -> hanging.getCount() == 0));
        channels.onConnect(heard::add);
        for (int i = 0; i < 5; i++) {
            int batch = i;
            tell(List.of(
                    new ConnectionOpened("1." + i), new ConnectionOpened("2." + i), new ConnectionOpened("3." + i)));
            await().until(() -> heard.size() == 3 * (batch + 1));
        }
        assertThat(live.counters()).containsKey("listener_dropped");
        hanging.countDown();
    }

    @Test
    void publishesToWhoeverServesChannels() {
        RecordingServer server = new RecordingServer();
        assertThat(channels.publish("orders", "order.paid", "{}")).isFalse();

        Attachment attachment = live.gateway().attach(server);
        assertThat(channels.publish("orders", "order.paid", "{\"id\":7}")).isTrue();
        assertThat(channels.publishExcept("12.34", "orders", "order.sent", "{}"))
                .isTrue();
        channels.disconnectUser("7");
        attachment.close();
        assertThat(channels.publish("orders", "order.paid", "{}")).isFalse();

        assertThat(server.log)
                .containsExactly(
                        "publish orders order.paid {\"id\":7} except null",
                        "publish orders order.sent {} except 12.34",
                        "disconnect 7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "with space", "sl/ash", "##x", "\u00e4"})
    void publishesToNoChannelThatHasNoName(String channel) {
        assertThatThrownBy(() -> channels.publish(channel, "event", "{}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("channel: \"")
                .hasMessageContaining("1 to 164");
    }

    @ParameterizedTest
    @ValueSource(strings = {"private-pixel.shop", "pixel.shop"})
    void publishesNothingAmongAPixelsOwnEvents(String channel) {
        assertThatThrownBy(() -> channels.publish(channel, "visitor.active", "{}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("use a channel of your own");
        assertThat(channels.publish(channel + "s", "event", "{}"))
                .as("no pixel has that ID")
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "pusher:error", "pusher_internal:member_added"})
    void publishesNoEventOfTheProtocolsOwn(String event) {
        assertThatThrownBy(() -> channels.publish("orders", event, "{}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("event: \"" + event + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "12", "12.", "12.34 ", "12.34:private-x", "1.2\n"})
    void leavesOutNobodyWhoIsNoSocket(String socketId) {
        assertThatThrownBy(() -> channels.publishExcept(socketId, "orders", "order.paid", "{}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("exceptSocketId: \"")
                .hasMessageContaining("such as 123.456");
    }

    private void tell(List<ChannelEvent> events) {
        events.forEach(sink::add);
        sink.deliver();
    }

    private static final class RecordingServer implements ChannelServer {

        final List<String> log = new CopyOnWriteArrayList<>();

        @Override
        public void publish(String channel, String event, String data, @Nullable String exceptSocketId) {
            log.add("publish " + channel + " " + event + " " + data + " except " + exceptSocketId);
        }

        @Override
        public void disconnectUser(String userId) {
            log.add("disconnect " + userId);
        }
    }
}
