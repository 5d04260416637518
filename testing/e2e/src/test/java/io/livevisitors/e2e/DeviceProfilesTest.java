package io.livevisitors.e2e;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.LiveVisitorsBuilder;
import io.livevisitors.device.DeviceType;
import io.livevisitors.model.LiveSnapshot;
import io.livevisitors.model.SnapshotQuery;
import io.livevisitors.servlet.LiveVisitorsFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * How many devices are taken for what they are, measured in Chromium, which shows pages one device after another, and
 * at the registry. A device whose emulation did not take effect is not measured, and fails the test.
 */
@ExtendWith(Chromium.class)
class DeviceProfilesTest {

    /** Of the tablets, at least so many are to be tablets. */
    private static final double TABLETS = .95;

    /**
     * The same where browsers are asked for hints. A tablet whose browser takes it for a phone then says so twice, and
     * is believed.
     */
    private static final double TABLETS_WITH_HINTS = .93;

    /** Of all devices, at least so many are to be what they are. */
    private static final double ALL = .93;

    private static final List<DeviceProfile> PROFILES = DeviceProfile.all();

    /** The visits of all devices to a site whose pages have the pixel, and that asks for nothing. */
    private static final List<DeviceCapture> UNASKED = new ArrayList<>();

    /** The visits of those that have client hints to a site that asks for them. */
    private static final List<DeviceCapture> ASKED = new ArrayList<>();

    @BeforeAll
    static void visit() {
        try (HostServer silent = HostServer.open(DeviceProfilesTest::behindAProxy);
                HostServer asking = HostServer.openWithFilter(
                        Map.of(LiveVisitorsFilter.CLIENT_HINTS, "on"),
                        PlainPages.pixelFrom(""),
                        DeviceProfilesTest::behindAProxy)) {
            for (DeviceProfile profile : PROFILES) {
                int number = UNASKED.size() + 1;
                try (EmulatedDevice device = EmulatedDevice.open(profile, number)) {
                    UNASKED.add(DeviceCapture.of(device, silent, page(number)));
                    if (profile.hints() != null) {
                        ASKED.add(DeviceCapture.of(device, asking, page(number)));
                    }
                }
            }
        }
    }

    @Test
    void profilesAreManyAndOfEveryClass() {
        Map<DeviceType, Long> sizes = PROFILES.stream().collect(groupingBy(DeviceProfile::label, counting()));

        assertThat(PROFILES)
                .hasSizeGreaterThanOrEqualTo(60)
                .extracting(DeviceProfile::device)
                .doesNotHaveDuplicates();
        assertThat(sizes).containsOnlyKeys(DeviceType.values());
        assertThat(sizes.get(DeviceType.TABLET)).isGreaterThanOrEqualTo(25);
    }

    @Test
    void devicesAreTakenForWhatTheyAreByPixelSignals() {
        judge("by pixel signals", UNASKED, false, TABLETS);
    }

    @Test
    void devicesAreTakenForWhatTheyAreWhenBrowsersAreAskedForHints() {
        // Browsers without hints say the same, asked or not.
        List<DeviceCapture> captures = Stream.concat(
                        UNASKED.stream().filter(capture -> capture.profile().hints() == null), ASKED.stream())
                .toList();

        judge("with hints", captures, true, TABLETS_WITH_HINTS);
    }

    @Test
    void drivenBrowserIsOfTheSameClassAndCountedApart() {
        List<DeviceProfile> oneOfEach = Arrays.stream(DeviceType.values())
                .filter(type -> type != DeviceType.BOT)
                .map(type -> PROFILES.stream()
                        .filter(profile -> profile.label() == type)
                        .findFirst()
                        .orElseThrow())
                .toList();
        try (HostServer site = HostServer.open(
                builder -> behindAProxy(builder).countAutomated(false).gracePeriod(Duration.ofMinutes(2)))) {
            List<DeviceCapture> driven = new ArrayList<>();
            List<DeviceCapture> own = new ArrayList<>();
            for (DeviceProfile profile : oneOfEach) {
                int number = 2 * own.size() + 1;
                try (EmulatedDevice device = EmulatedDevice.open(profile, number)) {
                    driven.add(DeviceCapture.of(device, site, page(number)));
                }
                try (EmulatedDevice device = EmulatedDevice.open(profile, number + 1)) {
                    device.hideTheDriver();
                    own.add(DeviceCapture.of(device, site, page(number + 1)));
                }
            }

            assertThat(driven).allMatch(capture -> capture.visitor().device().automated());
            assertThat(own).noneMatch(capture -> capture.visitor().device().automated());
            assertThat(driven)
                    .extracting(DeviceCapture::found)
                    .containsExactlyElementsOf(
                            own.stream().map(DeviceCapture::found).toList());
            LiveSnapshot apart =
                    site.live().snapshot(SnapshotQuery.of(Site.PIXEL).withAutomated(true));
            assertThat(apart.visitors()).hasSameSizeAs(oneOfEach);
            assertThat(apart.totals().count()).isEqualTo(oneOfEach.size());
            assertThat(apart.totals().automated()).isEqualTo(oneOfEach.size());
        }
    }

    /** Visits come from this machine in the name of others, so that equal browsers are different visitors. */
    private static LiveVisitorsBuilder behindAProxy(LiveVisitorsBuilder builder) {
        return builder.pixel(Site.PIXEL).trustedProxies(Site.HOST);
    }

    /** A page of its own for each number below 676. */
    private static String page(int number) {
        return "" + (char) ('a' + number / 26) + (char) ('a' + number % 26);
    }

    /** Asserts that every device was measured, prints what was found, and asserts that it is good enough. */
    private static void judge(String how, List<DeviceCapture> captures, boolean askedForHints, double enoughTablets) {
        assertThat(captures).hasSameSizeAs(PROFILES);
        assertThat(captures.stream().flatMap(capture -> capture.differences(askedForHints).stream()))
                .as("not measured " + how + ", because the emulation did not take effect")
                .isEmpty();

        double tablets = shareRight(captures, capture -> capture.profile().label() == DeviceType.TABLET);
        double all = shareRight(captures, capture -> true);
        print(
                "%s: right are %.3f of %d tablets, %.3f of all %d",
                how, tablets, tablets(captures), all, captures.size());
        confusion(captures).lines().forEach(line -> print("%s", line));
        captures.stream()
                .filter(capture -> !capture.isRight())
                .forEach(capture -> print(
                        "%s is %s, found %s: %s",
                        capture.profile().device(),
                        capture.profile().label().wireName(),
                        capture.found().wireName(),
                        capture.visitor().device().evidence()));

        assertThat(tablets).as("tablets found, " + how).isGreaterThanOrEqualTo(enoughTablets);
        assertThat(all).as("devices found, " + how).isGreaterThanOrEqualTo(ALL);
    }

    private static double shareRight(List<DeviceCapture> captures, Predicate<DeviceCapture> which) {
        return captures.stream()
                .filter(which)
                .mapToInt(capture -> capture.isRight() ? 1 : 0)
                .average()
                .orElseThrow();
    }

    private static long tablets(List<DeviceCapture> captures) {
        return captures.stream()
                .filter(capture -> capture.profile().label() == DeviceType.TABLET)
                .count();
    }

    /** A row for each class that devices are of, a column for each that they were found to be. */
    private static String confusion(List<DeviceCapture> captures) {
        Map<DeviceType, Map<DeviceType, Long>> found = captures.stream()
                .collect(
                        groupingBy(capture -> capture.profile().label(), groupingBy(DeviceCapture::found, counting())));
        StringBuilder table = new StringBuilder("is \\ found");
        for (DeviceType column : DeviceType.values()) {
            table.append("%8s".formatted(column.wireName()));
        }
        for (DeviceType row : DeviceType.values()) {
            table.append("\n%-10s".formatted(row.wireName()));
            for (DeviceType column : DeviceType.values()) {
                table.append("%8d".formatted(found.getOrDefault(row, Map.of()).getOrDefault(column, 0L)));
            }
        }
        return table.toString();
    }

    private static void print(String format, Object... values) {
        System.out.println("Devices: " + String.format(Locale.ROOT, format, values));
    }
}
