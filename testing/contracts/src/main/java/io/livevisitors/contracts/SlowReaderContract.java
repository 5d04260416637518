package io.livevisitors.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.livevisitors.Limit;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Readers that do not read, or not fast enough: the network takes no more, and the server's sends stop (WIRE.md, section 4). */
public class SlowReaderContract {

    private static final String EVENT = "order.paid";
    private static final int EVENT_BYTES = 8_000;
    private static final String TEXT = "x".repeat(EVENT_BYTES);

    /** Events at once, more than an outbox holds. */
    private static final int BURST = 20;

    /** More readers than the server has threads that could wait for one each. */
    private static final int CROWD = 40;

    /** Without anything taken, after which a reader takes nothing any more. */
    private static final Duration STALLED = Duration.ofMillis(250);

    /** Forgives slowness for as long as a test takes. */
    @RegisterExtension
    static final Host patient = Host.with(builder -> builder.limit(Limit.OUTBOX_BYTES, 64 * 1024)
            .maxOutboxAge(Duration.ofMinutes(2))
            .sendTimeout(Duration.ofMinutes(2)));

    /** The same, for many who do not read. */
    @RegisterExtension
    static final Host crowded = Host.with(builder -> builder.limit(Limit.OUTBOX_BYTES, 64 * 1024)
            .maxOutboxAge(Duration.ofMinutes(2))
            .sendTimeout(Duration.ofMinutes(2)));

    /** Closes whoever is behind for long, while it can be told. */
    @RegisterExtension
    static final Host strict = Host.with(builder -> builder.limit(Limit.OUTBOX_BYTES, 64 * 1024)
            .maxOutboxAge(Duration.ofSeconds(1))
            .sendTimeout(Duration.ofMinutes(2)));

    /** Drops whoever takes nothing. */
    @RegisterExtension
    static final Host hasty = Host.with(builder -> builder.limit(Limit.OUTBOX_BYTES, 64 * 1024)
            .maxOutboxAge(Duration.ofMinutes(2))
            .sendTimeout(Duration.ofMillis(300)));

    @Test
    void delaysNobodyElse() {
        String channel = patient.channel("");
        patient.join(patient.connectSlow(), channel);
        stall(patient, channel);
        RawClient quick = patient.join(channel);
        for (int i = 0; i < 500; i++) {
            patient.publish(channel, EVENT, i + TEXT);
            assertThat(quick.next(EVENT).dataText()).startsWith(i + "x");
        }
    }

    @Test
    void delaysNobodyElseHoweverManyThereAre() {
        String channel = crowded.channel("");
        for (int i = 0; i < CROWD; i++) {
            crowded.join(crowded.connectSlow(), channel);
        }
        stall(crowded, channel, CROWD);
        RawClient quick = crowded.join(channel);
        for (int i = 0; i < 500; i++) {
            crowded.publish(channel, EVENT, i + TEXT);
            assertThat(quick.next(EVENT).dataText()).startsWith(i + "x");
        }
    }

    @Test
    void costsNoMoreMemoryThanItsOutboxMay() {
        String channel = patient.channel("");
        patient.join(patient.connectSlow(), channel);
        stall(patient, channel);
        long before = patient.counted("outbox_dropped");
        for (int i = 0; i < 1_000; i++) {
            patient.publish(channel, EVENT, TEXT);
        }

        assertThat(patient.counted("outbox_dropped") - before)
                .as("one goes for each that comes")
                .isEqualTo(1_000);
    }

    @Test
    void losesTheOldestEventsAndKeepsTheOrderOfTheRest() {
        String channel = patient.channel("");
        RawClient slow = patient.join(patient.connectSlow(), channel);
        int published = stall(patient, channel);
        int last = -1;
        int read = 0;
        while (last < published - 1) {
            String data = slow.next(EVENT).dataText();
            int number = Integer.parseInt(data.substring(0, data.indexOf('x')));
            assertThat(number).isGreaterThan(last);
            last = number;
            read++;
        }

        assertThat(read).isLessThan(published);
        slow.hearsNothing();
    }

    @Test
    void losesNoAnswerOfTheProtocol() {
        String channel = patient.channel("");
        RawClient slow = patient.join(patient.connectSlow(), channel);
        stall(patient, channel);
        for (int i = 0; i < 20; i++) {
            slow.subscribe(patient.channel("") + "-answer");
        }
        for (int i = 0; i < 20; i++) {
            assertThat(slow.event(RawClient.SUCCEEDED).channel()).endsWith("-answer");
        }
    }

    @Test
    void readsOnAsIfNothingHadBeenWhenItHasCaughtUp() {
        String channel = patient.channel("");
        RawClient slow = patient.join(patient.connectSlow(), channel);
        stall(patient, channel);
        patient.publish(channel, "order.sent", "{}");
        slow.event("order.sent");
        for (int i = 0; i < 50; i++) {
            patient.publish(channel, EVENT, "" + i);
            assertThat(slow.next(EVENT).dataText()).isEqualTo("" + i);
        }
    }

    @Test
    void isClosedWith4100WhenItStaysBehind() {
        String room = strict.channel("presence-");
        RawClient other = strict.joinPresence(room, "8");
        String channel = strict.channel("");
        RawClient slow = strict.join(strict.joinPresence(strict.connectSlow(), room, "7"), channel);
        stall(strict, channel);
        for (int i = 0; i < 75; i++) {
            strict.publish(channel, "order.sent", "" + i); // whoever offers looks how old the oldest is
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }

        assertThat(slow.closeCode()).isEqualTo(4100);
        assertThat(strict.counted("slow_reader")).isEqualTo(1);
        assertThat(strict.counted("slow_consumer")).isZero();
        assertThat(other.event(RawClient.MEMBER_REMOVED).data().path("user_id").asText())
                .isEqualTo("7");
    }

    @Test
    void isDroppedWithoutAWordWhenItTakesNothingAtAll() {
        String channel = hasty.channel("");
        RawClient stuck = hasty.join(hasty.connectSlow(), channel);
        long before = hasty.counted("slow_consumer");
        stall(hasty, channel);

        await().atMost(Duration.ofSeconds(20)).until(() -> hasty.counted("slow_consumer") == before + 1);
        await().until(() ->
                hasty.api().get("channels/" + channel).response().body().contains("false"));
        assertThat(stuck.closeCode()).as("it never sees 4100").isNotEqualTo(4100);
    }

    @Test
    void losesItsSocketWhenItWasDropped() {
        String channel = hasty.channel("");
        RawClient stuck = hasty.join(hasty.connectSlow(), channel);
        stall(hasty, channel);

        await("nothing can be sent to a socket that is gone")
                .atMost(Duration.ofSeconds(40))
                .until(() -> {
                    try {
                        stuck.send(RawClient.PONG, new byte[0]);
                        return false;
                    } catch (UncheckedIOException e) {
                        return true;
                    }
                });
    }

    @Test
    void isSentAwayWhenItAsksWithoutReading() {
        RawClient greedy = hasty.connectSlow();
        long before = hasty.counted("slow_consumer") + hasty.counted("slow_reader");
        RawClient witness = hasty.connect();
        Thread asking = new Thread(() -> {
            try {
                for (int i = 0; i < 1_000_000; i++) {
                    greedy.send(RawClient.PING_EVENT, "{}");
                }
            } catch (UncheckedIOException e) {
                assertThat(e).as("closed under its hands").isNotNull();
            }
        });
        asking.setDaemon(true);
        asking.start();

        await().atMost(Duration.ofSeconds(30))
                .until(() -> hasty.counted("slow_consumer") + hasty.counted("slow_reader") > before);
        witness.hearsNothing();
    }

    private static int stall(Host host, String channel) {
        return stall(host, channel, 1);
    }

    /**
     * Publishes until the readers' network takes nothing more: burst after burst, each with a pause in which something
     * could be sent, is lost whole, for so long that no busy machine is to blame; or until the reader is gone, which loses
     * nothing any more. Answers how many events that took; they are numbered from 0.
     */
    private static int stall(Host host, String channel, int readers) {
        int published = 0;
        int lostNothing = 0;
        long lastTaken = System.nanoTime();
        while (System.nanoTime() - lastTaken < STALLED.toNanos() && lostNothing < 100) {
            long before = host.counted("outbox_dropped");
            for (int i = 0; i < BURST; i++) {
                host.publish(channel, EVENT, published++ + TEXT);
            }
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
            long lost = host.counted("outbox_dropped") - before;
            lastTaken = lost >= (long) readers * BURST ? lastTaken : System.nanoTime();
            lostNothing = lost == 0 ? lostNothing + 1 : 0;
        }
        return published;
    }
}
