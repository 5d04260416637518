package io.livevisitors.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.livevisitors.ManualTime;
import io.livevisitors.device.Device;
import io.livevisitors.device.DeviceType;
import io.livevisitors.model.LiveSnapshot;
import io.livevisitors.model.SnapshotQuery;
import io.livevisitors.model.Visitor;
import io.livevisitors.model.VisitorState;
import io.livevisitors.privacy.AnonymousVisit;
import io.livevisitors.privacy.Pseudonym;
import io.livevisitors.web.PageViewSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A list read in parts, with events between the parts, is the list of the moment when the reading began. */
class ReadingTest {

    private static final int VISITORS = 3_000;

    private static final List<Device> DEVICES = List.of(
            new Device(DeviceType.DESKTOP, "Chrome", "126", "Windows", "10", false),
            new Device(DeviceType.MOBILE, "Mobile Safari", "17", "iOS", "17", false),
            new Device(DeviceType.BOT, "Googlebot", null, null, null, false),
            new Device(DeviceType.DESKTOP, "Chrome", "126", "Linux", null, true));

    private final ManualTime time = new ManualTime();
    private final TimeSource clocks = new TimeSource(time::now, time::nanos);
    private final PresenceSettings settings =
            new PresenceSettings(300_000, 5_000, 60_000, 86_400_000, 100_000, 100, 100, 100, 100, 5, 16_384, false);
    private final Ledger ledger = new Ledger("shop", settings, clocks, new WrittenStream(false));
    private final Presence presence = new Presence(settings, clocks, ledger, new Population(1_000_000));
    private Random random = new Random(1);
    private long now = 1_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatHappensBetweenThePartsIsNotSeen(long seed) {
        random = new Random(seed);
        for (int i = 0; i < VISITORS; i++) {
            event(EventType.PAGE_VIEW, i);
        }
        for (SnapshotQuery query : queries()) {
            List<Visitor> expected = readAtOnce(query).visitors();
            Reading reading = begin(query);
            ledger.follow(reading);
            while (!reading.isComplete()) {
                for (int i = 0; i < 400; i++) {
                    somethingHappens();
                }
                reading.advance();
            }
            ledger.unfollow(reading);

            assertThat(reading.snapshot().visitors()).as("%s", query).isEqualTo(expected);
        }
    }

    @Test
    void totalsAreOfTheSameMoment() {
        for (int i = 0; i < VISITORS; i++) {
            event(EventType.PAGE_VIEW, i);
        }
        Reading reading = begin(SnapshotQuery.of("shop").withState(VisitorState.IDLE));
        ledger.follow(reading);
        for (int i = 0; i < VISITORS; i++) {
            event(EventType.PAGE_LEAVE, i);
        }
        while (!reading.isComplete()) {
            reading.advance();
        }

        assertThat(reading.snapshot().totals().leaving()).isZero();
        assertThat(reading.snapshot().totals().count())
                .isEqualTo(readAtOnce(SnapshotQuery.of("shop")).totals().count());
    }

    @Test
    void pagesOfAListHoldEachVisitorOnce() {
        for (int i = 0; i < VISITORS; i++) {
            event(EventType.PAGE_VIEW, i);
        }
        List<String> expected = new ArrayList<>();
        for (Stay stay = presence.roster().newest(); stay != null; stay = stay.earlier) {
            if (stay.isCounted()) {
                expected.add(stay.token());
            }
        }
        List<String> listed = new ArrayList<>();
        String cursor = null;
        do {
            LiveSnapshot page =
                    readAtOnce(SnapshotQuery.of("shop").withLimit(101).withCursor(cursor));
            page.visitors().forEach(visitor -> listed.add(visitor.visitorToken()));
            cursor = page.nextCursor();
        } while (cursor != null);

        assertThat(listed).isEqualTo(expected);
    }

    @Test
    void aCursorHoldsWhenTheVisitorItNamesIsGone() {
        for (int i = 0; i < 10; i++) {
            event(EventType.PAGE_VIEW, i, DEVICES.get(0));
        }
        LiveSnapshot first = readAtOnce(SnapshotQuery.of("shop").withLimit(4));
        String last = first.visitors().get(3).visitorToken();
        assertThat(presence.forget(last, now)).isTrue();

        LiveSnapshot second = readAtOnce(SnapshotQuery.of("shop").withCursor(first.nextCursor()));

        assertThat(second.visitors())
                .hasSize(6)
                .extracting(Visitor::visitorToken)
                .doesNotContain(last);
        assertThat(second.visitors()).doesNotContainAnyElementsOf(first.visitors());
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "1", "1.", ".AAAAAAAAAAAAAAAAAAAAAA", "!.AAAAAAAAAAAAAAAAAAAAAA", "1.AAAA"})
    void whatIsNoCursorIsRefused(String cursor) {
        assertThatThrownBy(() -> new Reading(SnapshotQuery.of("shop").withCursor(cursor)))
                .isInstanceOf(InvalidQueryException.class)
                .hasMessageContaining("cursor");
    }

    private static List<SnapshotQuery> queries() {
        SnapshotQuery all = SnapshotQuery.of("shop");
        return List.of(
                all,
                all.withLimit(20).withState(VisitorState.IDLE),
                all.withPage("https://shop.example/3"),
                all.withDevice(DeviceType.MOBILE),
                all.withDevice(DeviceType.BOT),
                all.withAutomated(true),
                all.withReferrer("from.example/2"),
                all.withState(VisitorState.ACTIVE)
                        .withPage("https://shop.example/1")
                        .withLimit(7));
    }

    private LiveSnapshot readAtOnce(SnapshotQuery query) {
        Reading reading = begin(query);
        while (!reading.isComplete()) {
            reading.advance();
        }
        return reading.snapshot();
    }

    private Reading begin(SnapshotQuery query) {
        Reading reading = new Reading(query);
        reading.begin(presence.roster(), ledger.photograph(), clocks.unixSeconds(), now);
        return reading;
    }

    private void somethingHappens() {
        now += random.nextInt(40);
        presence.expire(now);
        int who = random.nextInt(VISITORS + 500);
        switch (random.nextInt(8)) {
            case 0, 1, 2 -> event(EventType.PAGE_VIEW, who);
            case 3, 4 -> event(EventType.VISIBILITY, who);
            case 5 -> event(EventType.HEARTBEAT, who);
            case 6 -> event(EventType.PAGE_LEAVE, who);
            default -> event(EventType.OPT_OUT, random.nextInt(10) == 0 ? who : -1);
        }
    }

    private void event(EventType type, int who) {
        event(type, who, DEVICES.get(Math.floorMod(who, 50) < 40 ? who & 1 : 2 + (who & 1)));
    }

    private void event(EventType type, int who, Device device) {
        AnonymousVisit visit = new AnonymousVisit(
                new Pseudonym(1, who),
                null,
                new Pseudonym(2, who),
                "https://shop.example/" + random.nextInt(6),
                null,
                referrer(),
                null,
                null,
                null,
                null,
                null);
        presence.apply(
                new Visit(
                        type,
                        null,
                        Map.of(),
                        visit,
                        true,
                        device,
                        PageViewSource.PIXEL,
                        Visit.NONE,
                        type == EventType.VISIBILITY ? random.nextBoolean() : null,
                        Visit.NONE,
                        Visit.NONE,
                        who),
                now);
    }

    private @Nullable String referrer() {
        return random.nextBoolean() ? "from.example/" + random.nextInt(4) : null;
    }
}
