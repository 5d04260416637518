package io.livevisitors.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.livevisitors.contracts.RawClient.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events on their way to those who read them: each once, in order, whole (WIRE.md, section 4). */
public class DeliveryContract {

    private static final String EVENT = "order.paid";

    @RegisterExtension
    static final Host host = Host.plain();

    // ---------------------------------------------------------------- once, in order, whole

    @Test
    void reachesEveryReaderOnceAndInOneOrderFromSeveralPublishers() {
        String channel = host.channel("");
        List<RawClient> readers =
                IntStream.range(0, 10).mapToObj(i -> host.join(channel)).toList();
        List<Integer> published = Crowd.of(4, publisher -> {
            for (int i = 0; i < 100; i++) {
                host.publish(channel, EVENT, publisher + ":" + i);
            }
            return 100;
        });
        assertThat(published).containsOnly(100);

        List<String> first = read(readers.get(0), 400);
        assertThat(new HashSet<>(first)).as("each once").hasSize(400);
        assertKeepsTheOrderOfEachPublisher(first);
        for (RawClient reader : readers.subList(1, readers.size())) {
            assertThat(read(reader, 400)).isEqualTo(first);
            reader.hearsNothing();
        }
    }

    @Test
    void reachesReadersInOneOrderWhoeverPublishes() {
        String channel = host.channel("private-");
        List<RawClient> readers =
                IntStream.range(0, 4).mapToObj(i -> host.join(channel)).toList();
        RawClient member = host.join(channel);
        List<Integer> published = Crowd.of(3, publisher -> {
            for (int i = 0; i < 30; i++) {
                String data = publisher + ":" + i;
                switch (publisher) {
                    case 0 -> host.publish(channel, EVENT, data);
                    case 1 -> host.api().publish(channel, EVENT, data);
                    default -> member.whisper("client-order", channel, '"' + data + '"');
                }
            }
            return publisher;
        });
        assertThat(published).hasSize(3);

        List<String> first = read(readers.get(0), 90);
        assertThat(new HashSet<>(first)).hasSize(90);
        assertKeepsTheOrderOfEachPublisher(first);
        for (RawClient reader : readers.subList(1, readers.size())) {
            assertThat(read(reader, 90)).isEqualTo(first);
        }
    }

    @Test
    void keepsTheOrderOfEveryChannelOnOneConnection() {
        List<String> channels =
                IntStream.range(0, 5).mapToObj(i -> host.channel("")).toList();
        RawClient reader = host.connect();
        channels.forEach(channel -> host.join(reader, channel));
        List<Integer> published = Crowd.of(5, number -> {
            for (int i = 0; i < 100; i++) {
                host.publish(channels.get(number), EVENT, "" + i);
            }
            return number;
        });
        assertThat(published).hasSize(5);

        Map<String, Integer> next = new HashMap<>();
        for (int i = 0; i < 500; i++) {
            Event event = reader.next(EVENT);
            int expected = next.merge(event.channel(), 1, Integer::sum) - 1;
            assertThat(event.dataText()).isEqualTo("" + expected);
        }
        reader.hearsNothing();
    }

    @Test
    void reachesTwoHundredReaders() {
        String channel = host.channel("");
        List<RawClient> readers =
                IntStream.range(0, 200).mapToObj(i -> host.join(channel)).toList();
        host.publish(channel, EVENT, "7");

        for (RawClient reader : readers) {
            assertThat(reader.next(EVENT).dataText()).isEqualTo("7");
        }
    }

    @Test
    void comesNeverBeforeTheAnswerThatOneJoined() {
        String channel = host.channel("");
        List<Boolean> rounds = whilePublishing(
                channel,
                () -> Crowd.of(4, i -> {
                    for (int round = 0; round < 10; round++) {
                        RawClient client = host.connect();
                        client.subscribe(channel);
                        client.next(RawClient.SUCCEEDED);
                        assertWithoutGap(read(client, 20));
                    }
                    return true;
                }));

        assertThat(rounds).containsOnly(true);
    }

    @Test
    void comesNeverAfterOneHasLeft() {
        String channel = host.channel("");
        List<Boolean> rounds = whilePublishing(
                channel,
                () -> Crowd.of(4, i -> {
                    RawClient client = host.connect();
                    for (int round = 0; round < 10; round++) {
                        host.join(client, channel);
                        client.next(EVENT);
                        client.unsubscribe(channel);
                        client.send(RawClient.PING_EVENT, "{}");
                        client.event(RawClient.PONG_EVENT);
                        client.hearsNothing();
                    }
                    return true;
                }));

        assertThat(rounds).containsOnly(true);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 8_191, 8_192, 65_535, 65_536, 300_000})
    void comesWholeHoweverLongItIs(int length) {
        String channel = host.channel("");
        RawClient reader = host.join(channel);
        String data = "x".repeat(length);
        host.publish(channel, EVENT, data);
        host.publish(channel, EVENT, "after");

        assertThat(reader.next(EVENT).dataText()).isEqualTo(data);
        assertThat(reader.next(EVENT).dataText()).isEqualTo("after");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u00e4", "\u20ac", "\ud83d\ude00", "x\ud83d\ude00\u20ac"})
    void comesWholeWhereverTheContainerCutsIt(String characters) {
        String channel = host.channel("");
        RawClient reader = host.join(channel);
        for (int length : new int[] {2_000, 4_095, 4_096, 8_191, 30_000}) {
            host.publish(channel, EVENT, characters.repeat(length));
            assertThat(reader.next(EVENT).dataText()).isEqualTo(characters.repeat(length));
        }
    }

    @Test
    void comesInAFrameThatIsTheSameForAll() {
        String channel = host.channel("");
        RawClient first = host.join(channel);
        RawClient second = host.join(channel);
        host.publish(channel, EVENT, "{\"id\":7}");

        String text = first.frame().text();
        assertThat(text)
                .isEqualTo("{\"event\":\"order.paid\",\"channel\":\"" + channel + "\",\"data\":\"{\\\"id\\\":7}\"}");
        assertThat(second.frame().text()).isEqualTo(text);
    }

    @Test
    void costsAReaderNothingWhenAnotherIsTornAway() {
        String channel = host.channel("");
        RawClient reader = host.join(channel);
        List<RawClient> torn =
                IntStream.range(0, 20).mapToObj(i -> host.join(channel)).toList();
        for (int i = 0; i < 200; i++) {
            host.publish(channel, EVENT, "" + i);
            if (i % 10 == 0) {
                torn.get(i / 10).reset();
            }
        }

        assertThat(read(reader, 200).get(199)).isEqualTo("199");
        reader.hearsNothing();
    }

    // ---------------------------------------------------------------- what the host's own code may publish

    @Test
    void leavesOutTheClientThatTheHostNames() {
        String channel = host.channel("");
        RawClient author = host.join(channel);
        RawClient other = host.join(channel);
        host.live().channels().publishExcept(author.socketId(), channel, EVENT, "{}");

        other.event(EVENT);
        author.hearsNothing();
    }

    @Test
    void saysWhetherSomebodyServesTheChannel() {
        assertThat(host.live().channels().publish(host.channel(""), EVENT, "{}"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "with space", "\u00e4", "##a"})
    void refusesAChannelOfTheHostsThatIsNone(String channel) {
        assertThatThrownBy(() -> host.publish(channel, EVENT, "{}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("channel");
    }

    @ParameterizedTest
    @ValueSource(strings = {"private-pixel.shop", "pixel.shop"})
    void refusesTheHostAPixelsChannel(String channel) {
        assertThatThrownBy(() -> host.publish(channel, EVENT, "{}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("pixel");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "pusher:error", "pusher_internal:member_added"})
    void refusesTheHostANameOfTheProtocols(String name) {
        String channel = host.channel("");
        assertThatThrownBy(() -> host.publish(channel, name, "{}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("event");
    }

    /** Publishes numbers that count up while the task runs. */
    private static <T> T whilePublishing(String channel, Supplier<T> task) {
        CountDownLatch over = new CountDownLatch(1);
        Thread publisher = new Thread(() -> {
            try {
                for (int i = 0; !over.await(100, TimeUnit.MICROSECONDS); i++) {
                    host.publish(channel, EVENT, "0:" + i);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        publisher.start();
        try {
            return task.get();
        } finally {
            over.countDown();
        }
    }

    private static List<String> read(RawClient reader, int events) {
        List<String> data = new ArrayList<>();
        while (data.size() < events) {
            data.add(reader.event().dataText());
        }
        return data;
    }

    private static void assertKeepsTheOrderOfEachPublisher(List<String> data) {
        Map<String, Integer> next = new HashMap<>();
        for (String event : data) {
            String[] parts = event.split(":", 2);
            assertThat(Integer.parseInt(parts[1])).isEqualTo(next.getOrDefault(parts[0], 0));
            next.put(parts[0], Integer.parseInt(parts[1]) + 1);
        }
    }

    private static void assertWithoutGap(List<String> data) {
        int first = Integer.parseInt(data.get(0).substring(2));
        for (int i = 0; i < data.size(); i++) {
            assertThat(data.get(i)).isEqualTo("0:" + (first + i));
        }
    }
}
