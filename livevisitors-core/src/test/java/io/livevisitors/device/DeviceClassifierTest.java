package io.livevisitors.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.device.rules.RuleBook;
import io.livevisitors.device.rules.Signals;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceClassifierTest {

    private static final String MAC_SAFARI =
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15";
    private static final String WINDOWS_CHROME =
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36";
    private static final String LINUX_CHROME =
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36";
    private static final String REDUCED_PHONE =
            "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36";
    private static final String REDUCED_TABLET =
            "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36";

    private final DeviceClassifier classifier = DeviceClassifier.builtIn();

    static List<Corpora.Labelled> own() {
        return Corpora.own();
    }

    @ParameterizedTest
    @MethodSource("own")
    void whatIsKnownIsRecognised(Corpora.Labelled labelled) {
        Device device = classifier.classify(DeviceHints.ofUserAgent(labelled.userAgent()));
        assertThat(device.type().wireName())
                .as("%s: %s", labelled.userAgent(), device.evidence())
                .isEqualTo(labelled.type());
        assertThat(device.evidence()).isNotBlank();
        assertThat(device.automated()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Chrome | 126 | Windows | 10 | Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
                "Mobile Safari | 17 | iOS | 17.4 | Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Mobile/15E148 Safari/604.1",
                "Chrome Mobile | 126 | Android | 14 | Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36",
                "Firefox | 127 | Linux | | Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0",
                "Googlebot | 2 | | | Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
            })
    void browserAndSystemComeWithTheirVersions(
            String browser, String browserVersion, @Nullable String os, @Nullable String osVersion, String userAgent) {
        Device device = classifier.classify(DeviceHints.ofUserAgent(userAgent));
        assertThat(device.browser()).isEqualTo(browser);
        assertThat(device.browserVersion()).isEqualTo(browserVersion);
        assertThat(device.os()).isEqualTo(os);
        assertThat(device.osVersion()).isEqualTo(osVersion);
    }

    @Test
    void anIpadThatSaysMacintoshIsATabletByItsTouchPoints() {
        Device touched = classifier.classify(hints(MAC_SAFARI, 5, "1024x1366", "MacIntel"));
        assertThat(touched.type()).isEqualTo(DeviceType.TABLET);
        assertThat(touched.os()).isEqualTo("iOS");
        assertThat(touched.osVersion()).isNull();
        assertThat(classifier
                        .classify(hints(MAC_SAFARI, 0, "1440x900", "MacIntel"))
                        .type())
                .isEqualTo(DeviceType.DESKTOP);
    }

    @Test
    void onlyAnApplesOwnDeviceBehindTheNameOfAMacintoshRunsIos() {
        assertThat(classifier
                        .classify(hints(MAC_SAFARI, 5, "390x844", "MacIntel"))
                        .os())
                .isEqualTo("iOS");
        DeviceHints androidApp =
                new DeviceHints(MAC_SAFARI, null, null, null, null, null, "com.example.app", null, null, null, false);
        assertThat(classifier.classify(androidApp).type()).isEqualTo(DeviceType.TABLET);
        assertThat(classifier.classify(androidApp).os()).isEqualTo("Mac OS X");
    }

    @Test
    void aLaptopWithATouchScreenStaysADesktop() {
        assertThat(classifier
                        .classify(hints(WINDOWS_CHROME, 10, "1536x864", "Win32"))
                        .type())
                .isEqualTo(DeviceType.DESKTOP);
        assertThat(classifier
                        .classify(hints(LINUX_CHROME, 10, "1920x1080", "Linux x86_64"))
                        .type())
                .isEqualTo(DeviceType.DESKTOP);
    }

    @Test
    void androidThatAsksForDesktopPagesIsKnownByItsPlatformTouchAndScreen() {
        assertThat(classifier
                        .classify(hints(LINUX_CHROME, 5, "412x915", "Linux armv81"))
                        .type())
                .isEqualTo(DeviceType.MOBILE);
        assertThat(classifier
                        .classify(hints(LINUX_CHROME, 5, "800x1280", "Linux armv81"))
                        .type())
                .isEqualTo(DeviceType.TABLET);
    }

    @ParameterizedTest
    @CsvSource({
        "Tablet, tablet",
        "Mobile, mobile",
        "Automotive, other",
        "Watch, other",
        "XR, other",
        "'Mobile, Tablet', tablet"
    })
    void formFactorsDecideBeforeTheUserAgent(String formFactor, String type) {
        String header = Stream.of(formFactor.split(", "))
                .map(name -> '"' + name + '"')
                .reduce((a, b) -> a + ", " + b)
                .orElseThrow();
        DeviceHints hints =
                new DeviceHints(REDUCED_PHONE, null, "?1", "\"Android\"", null, header, null, null, null, null, false);
        assertThat(classifier.classify(hints).type().wireName()).isEqualTo(type);
    }

    @Test
    void aModelThatIsOnlyHintedIsReadAsIfItStoodInTheUserAgent() {
        assertThat(classifier.classify(model(REDUCED_PHONE, "\"SM-X710\"")).type())
                .isEqualTo(DeviceType.TABLET);
        assertThat(classifier.classify(model(REDUCED_PHONE, "\"Pixel 8\"")).type())
                .isEqualTo(DeviceType.MOBILE);
        assertThat(classifier
                        .classify(model(REDUCED_TABLET, "\"BRAVIA 4K UR2\""))
                        .type())
                .isEqualTo(DeviceType.OTHER);
        assertThat(classifier.classify(model(REDUCED_PHONE, "\"\"")).type()).isEqualTo(DeviceType.MOBILE);
        String webView = REDUCED_PHONE.replace("; K)", "; K; wv)");
        assertThat(classifier.classify(model(webView, "\"SM-X710\"")).type()).isEqualTo(DeviceType.TABLET);
    }

    @Test
    void anEmptyModelSaysNothing() {
        DeviceHints hints =
                new DeviceHints(LINUX_CHROME, null, "?0", "\"Android\"", "\"\"", null, null, null, null, null, false);
        assertThat(classifier.classify(hints).type()).isEqualTo(DeviceType.TABLET);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/126.0.0.0 Safari/537.36",
                "Mozilla/5.0 (Unknown; Linux x86_64) AppleWebKit/538.1 (KHTML, like Gecko) PhantomJS/2.1.1 Safari/538.1",
            })
    void aHeadlessBrowserIsAutomatedAndKeepsItsClass(String userAgent) {
        Device device = classifier.classify(DeviceHints.ofUserAgent(userAgent));
        assertThat(device.automated()).isTrue();
        assertThat(device.type()).isEqualTo(DeviceType.DESKTOP);
    }

    @Test
    void aDrivenBrowserIsAutomatedAndKeepsItsClass() {
        Device device = classifier.classify(
                new DeviceHints(WINDOWS_CHROME, null, null, null, null, null, null, 0, "1280x720", "Win32", true));
        assertThat(device.automated()).isTrue();
        assertThat(device.type()).isEqualTo(DeviceType.DESKTOP);
    }

    @Test
    void aPhoneOnThePlatformOfAComputerWithoutTouchIsARobotInDisguise() {
        String phone =
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Mobile/15E148 Safari/604.1";
        assertThat(classifier.classify(hints(phone, 0, "390x844", "Win32")).type())
                .isEqualTo(DeviceType.BOT);
        assertThat(classifier.classify(hints(phone, 5, "390x844", "iPhone")).type())
                .isEqualTo(DeviceType.MOBILE);
        assertThat(classifier.classify(hints(phone, 1, "390x844", "Win32")).type())
                .as("the tools of developers touch")
                .isEqualTo(DeviceType.MOBILE);
    }

    @Test
    void noHintAndEveryHintEmptyGetAnAnswer() {
        DeviceHints nothing = DeviceHints.ofUserAgent(null);
        DeviceHints empty = new DeviceHints("", "", "", "", "", "", "", 0, "", "", false);
        for (DeviceHints hints : List.of(nothing, empty)) {
            Device device = classifier.classify(hints);
            assertThat(device.type()).isEqualTo(DeviceType.OTHER);
            assertThat(device.browser()).isNull();
            assertThat(device.os()).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"",
                "\"\"\"",
                "\\",
                "\u0000",
                "?1;a=b",
                "\ud83d",
                "(",
                ";;;",
                "\"a\\\"b\"",
                "9999999999x1",
                "-1x-1",
                "x"
            })
    void anyHintCanBeHostile(String text) {
        DeviceHints hints = new DeviceHints(text, text, text, text, text, text, text, 256, text, text, false);
        assertThat(classifier.classify(hints)).isNotNull();
        DeviceHints long_ = new DeviceHints(
                text.repeat(100_000),
                text.repeat(9_999),
                text,
                text,
                text.repeat(9_999),
                text,
                text,
                -5,
                text,
                text,
                true);
        assertThat(classifier.classify(long_)).isNotNull();
    }

    /** A stack of 16 kilobytes is below what a JVM gives any thread; the stack overflow of uap-java needs 1 MiB. */
    @Test
    void noUserAgentDeepensTheStack() throws InterruptedException {
        List<String> hostile = new ArrayList<>();
        for (String unit :
                List.of("HTC_", "; ", "(", "Mozilla/5.0 Mobile ", "Android 1.", "a", "a ", "Bot", "Build/(", "/1.0")) {
            hostile.add(unit.repeat(250_000 / unit.length()));
            hostile.add("Mozilla/5.0 (Linux; Android 4.0; " + unit.repeat(300));
        }
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        Thread small = new Thread(
                null,
                () -> hostile.forEach(userAgent -> classifier.classify(DeviceHints.ofUserAgent(userAgent))),
                "small-stack",
                16 * 1024);
        small.setUncaughtExceptionHandler((thread, thrown) -> failure.set(thrown));
        small.start();
        small.join();
        assertThat(failure.get()).isNull();
    }

    /** What takes long is counted in steps, for they are the same on every machine; a step takes some nanoseconds. */
    @Test
    void noUserAgentTakesMoreThanTheBudgetAndNoRealOneComesNearIt() throws IOException {
        RuleBook rules = RuleBook.load();
        int longest = 0;
        for (String userAgent : Corpora.userAgents()) {
            RuleBook.Answers answers = rules.ask(userAgent.substring(0, Math.min(512, userAgent.length())));
            answers.browser();
            answers.system();
            answers.verdict(Signals.NONE);
            assertThat(answers.isExhausted()).as(userAgent).isFalse();
            longest = Math.max(longest, answers.steps());
        }
        assertThat(longest).isLessThan(25_000);
    }

    @Test
    void aStreamOfNewUserAgentsLeavesThoseOfManyVisitorsInTheCache() {
        assertThat(shareKeptThrough(1)).isGreaterThan(0.999);
    }

    @Test
    void aStreamThatRepeatsEachUserAgentDoesNotFlushThoseOfManyVisitorsEither() {
        assertThat(shareKeptThrough(3)).isGreaterThan(0.95);
    }

    /** How often a User-Agent of many visitors is still known while a client sends 20 others for each of them. */
    private static double shareKeptThrough(int repetitions) {
        RuleDeviceClassifier own = new RuleDeviceClassifier(RuleBook.load());
        List<DeviceHints> common = IntStream.range(0, 200)
                .mapToObj(i -> DeviceHints.ofUserAgent(WINDOWS_CHROME.replace("126.0.0.0", "126.0." + i + ".0")))
                .toList();
        Map<DeviceHints, Device> last = new HashMap<>();
        for (int round = 0; round < 4; round++) {
            common.forEach(hints -> last.put(hints, own.classify(hints)));
        }
        int asked = 0;
        int kept = 0;
        for (int i = 0; i < 100_000; i++) {
            own.classify(DeviceHints.ofUserAgent("stranger " + i / repetitions));
            if (i % 20 == 0) {
                DeviceHints hints = common.get(asked % common.size());
                Device before = last.put(hints, own.classify(hints));
                asked++;
                kept += isSameInstance(before, last.get(hints)) ? 1 : 0;
            }
        }
        return (double) kept / asked;
    }

    /** An answer that was not worked out anew is the very same object. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean isSameInstance(@Nullable Device one, @Nullable Device other) {
        return one == other;
    }

    private static DeviceHints hints(String userAgent, int touchPoints, String screen, String platform) {
        return new DeviceHints(userAgent, null, null, null, null, null, null, touchPoints, screen, platform, false);
    }

    private static DeviceHints model(String userAgent, String model) {
        return new DeviceHints(userAgent, null, null, "\"Android\"", model, null, null, null, null, null, false);
    }
}
