package io.livevisitors.jakarta;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.jakarta.Frame.Lane;
import io.livevisitors.jakarta.OutboxQueue.Sending;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutboxQueueTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Readers readers = new Readers();
    private final Reader reader = readers.make("private-pixel.shop");
    private final OutboxQueue queue = new OutboxQueue();

    @AfterEach
    void stop() {
        readers.close();
    }

    @Test
    void keepsTheOrderOfAllLanes() {
        add(Lane.SNAPSHOT, "snapshot");
        add(Lane.SINGLE, "one");
        queue.add(Frame.PONG, null, 0);
        add(Lane.TOTALS, "totals");
        add(Lane.SINGLE, "two");

        assertThat(drain(0)).containsExactly("snapshot#1", "one#2", "pusher:pong#0", "totals#3", "two#4");
        assertThat(queue.bytes()).isZero();
    }

    @Test
    void replacesTotalsWhereTheyStand() {
        Reader other = readers.make("private-pixel.blog");
        add(Lane.SNAPSHOT, "snapshot");
        queue.add(frame(Lane.SNAPSHOT, "other"), other, 0);
        queue.add(numbered(Lane.TOTALS, "stats", "\"n\":1"), reader, 0);
        queue.add(numbered(Lane.TOTALS, "stats", "\"n\":2"), other, 0);
        add(Lane.SINGLE, "one");
        queue.add(numbered(Lane.TOTALS, "stats", "\"n\":30"), other, 0);
        queue.add(numbered(Lane.TOTALS, "stats", "\"n\":40"), reader, 0);

        queue.poll(0, 1, 0);
        queue.poll(0, 1, 0);
        assertThat(nextText()).contains("\\\"seq\\\":2,\\\"n\\\":40");
        assertThat(nextText()).contains("\\\"seq\\\":2,\\\"n\\\":30");
        assertThat(drain(0)).containsExactly("one#3");
        assertThat(queue.bytes()).isZero();
    }

    @Test
    void losesTheOldestSingleEventsFirstAndShowsTheGap() {
        start();
        Frame single = frame(Lane.SINGLE, "event");
        for (int i = 0; i < 10; i++) {
            queue.add(single, reader, 0);
        }
        int lost = queue.trim(4L * single.bytes());

        assertThat(lost).isEqualTo(6);
        assertThat(drain(0)).containsExactly("event#8", "event#9", "event#10", "event#11");
        assertThat(queue.takeLossy(1_000)).containsExactly(reader);
        assertThat(queue.takeLossy(1_000)).isEmpty();
    }

    @Test
    void showsTheGapAfterTheSnapshotThatStillWaits() {
        add(Lane.SNAPSHOT, "snapshot");
        Frame single = frame(Lane.SINGLE, "event");
        for (int i = 0; i < 3; i++) {
            queue.add(single, reader, 0);
        }
        queue.trim(queue.bytes() - 1);

        assertThat(drain(0)).containsExactly("snapshot#1", "event#3", "event#4");
    }

    @Test
    void tellsWhoLostEventsOnlyWhenThereIsRoom() {
        start();
        Frame single = frame(Lane.SINGLE, "event");
        for (int i = 0; i < 5; i++) {
            queue.add(single, reader, 0);
        }
        long max = 4L * single.bytes();
        queue.trim(max);

        assertThat(queue.takeLossy(max)).isEmpty();
        queue.poll(0, 1, 0);
        queue.poll(0, 1, 0);
        assertThat(queue.takeLossy(max)).containsExactly(reader);
    }

    @Test
    void aNewSnapshotContainsWhatWaitsOfItsReader() {
        Reader other = readers.make("private-pixel.blog");
        add(Lane.SNAPSHOT, "snapshot");
        add(Lane.SINGLE, "one");
        add(Lane.TOTALS, "totals");
        queue.add(frame(Lane.SNAPSHOT, "other"), other, 0);
        add(Lane.SNAPSHOT, "newer");

        assertThat(drain(0)).containsExactly("other#1", "newer#1");
    }

    @Test
    void losesASnapshotRatherThanAReplyAndTakesNoEventBeforeTheNext() {
        add(Lane.SNAPSHOT, "snapshot");
        queue.add(Frame.PONG, null, 0);
        queue.trim(Frame.PONG.bytes());
        add(Lane.SINGLE, "too-early");

        assertThat(drain(0)).containsExactly("pusher:pong#0");
        assertThat(queue.takeLossy(1_000)).containsExactly(reader);
        add(Lane.SNAPSHOT, "again");
        add(Lane.SINGLE, "event");
        assertThat(drain(0)).containsExactly("again#2", "event#3");
    }

    @Test
    void countsTheMemoryThatAFrameTakesNotTheBytesThatAreSent() {
        Frame small = Frame.published("e", "c", "1");
        Frame ascii = Frame.published("e", "c", "x".repeat(1_000));
        Frame polish = Frame.published("e", "c", "x".repeat(999) + "ł");

        assertThat(small.bytes()).as("objects weigh more than so short a text").isBetween(170, 250);
        assertThat(ascii.bytes() - small.bytes()).isEqualTo(999);
        assertThat(polish.bytes() - ascii.bytes())
                .as("one such character, and all take two bytes")
                .isEqualTo(ascii.text(0).length());
    }

    @Test
    void neverLosesAReply() {
        for (int i = 0; i < 10; i++) {
            queue.add(Frame.PONG, null, 0);
        }
        assertThat(queue.trim(Frame.PONG.bytes())).isZero();
        assertThat(queue.isFlooded(Frame.PONG.bytes())).isTrue();
        assertThat(drain(0)).hasSize(10);
    }

    @Test
    void sendsASingleFrameThatIsLongerThanAllMayBe() {
        add(Lane.SNAPSHOT, "snapshot");

        assertThat(queue.trim(1)).isZero();
        assertThat(queue.isFlooded(1)).isFalse();
        assertThat(drain(0)).containsExactly("snapshot#1");
    }

    @Test
    void sendsTotalsFirstToASlowReader() {
        start();
        add(Lane.SINGLE, "one");
        add(Lane.SINGLE, "two");
        add(Lane.TOTALS, "totals");

        assertThat(drain(2 * SECOND)).containsExactly("totals#2", "one#3", "two#4");
    }

    @Test
    void sendsNoTotalsBeforeTheSnapshotTheyBelongTo() {
        add(Lane.SNAPSHOT, "snapshot");
        add(Lane.SINGLE, "one");
        add(Lane.TOTALS, "totals");

        assertThat(drain(2 * SECOND)).containsExactly("snapshot#1", "totals#2", "one#3");
    }

    @Test
    void remembersSinceWhenTheReaderIsBehindAlthoughTheOldestWereLost() {
        start();
        Frame single = frame(Lane.SINGLE, "event");
        for (int i = 0; i < 10; i++) {
            queue.add(single, reader, i * SECOND);
            queue.trim(2L * single.bytes());
        }
        assertThat(queue.waitingSince(20 * SECOND)).isZero();
        drain(20 * SECOND);
        assertThat(queue.waitingSince(20 * SECOND)).isEqualTo(20 * SECOND);
    }

    @Test
    void forgetsAReaderThatLeft() {
        Reader other = readers.make("private-pixel.blog");
        add(Lane.SNAPSHOT, "snapshot");
        add(Lane.SINGLE, "one");
        queue.add(frame(Lane.SNAPSHOT, "other"), other, 0);
        queue.forget(reader);

        assertThat(drain(0)).containsExactly("other#1");
        assertThat(queue.bytes()).isZero();
    }

    /** The reader has its snapshot. */
    private void start() {
        add(Lane.SNAPSHOT, "snapshot");
        queue.poll(0, 1, 0);
    }

    private void add(Lane lane, String event) {
        queue.add(frame(lane, event), reader, 0);
    }

    private static Frame frame(Lane lane, String event) {
        return numbered(lane, event, "\"x\":0");
    }

    private static Frame numbered(Lane lane, String event, String members) {
        return Frame.numbered(lane, event, "private-pixel.shop", "{" + members + "}");
    }

    private List<String> drain(long now) {
        List<String> sent = new ArrayList<>();
        for (Sending next : queue.poll(now, Integer.MAX_VALUE, Long.MAX_VALUE)) {
            sent.add(next.frame().event() + "#" + next.seq());
        }
        return sent;
    }

    private String nextText() {
        return queue.poll(0, 1, 0).get(0).text();
    }
}
