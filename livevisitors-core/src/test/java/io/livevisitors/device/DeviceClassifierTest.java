package io.livevisitors.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviceClassifierTest {

    private static final String MAC_SAFARI =
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15";

    private final DeviceClassifier classifier = DeviceClassifier.builtIn();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "desktop | Chrome | Windows | Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
                "mobile | Mobile Safari | iOS | Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Mobile/15E148 Safari/604.1",
                "mobile | Chrome Mobile | Android | Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36",
                "tablet | Chrome | Android | Mozilla/5.0 (Linux; Android 13; SM-X710) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
                "tablet | Mobile Safari | iOS | Mozilla/5.0 (iPad; CPU OS 12_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/12.1.2 Mobile/15E148 Safari/604.1",
                "mobile | Chrome Mobile | Android | Mozilla/5.0 (Linux; Android 10; CUBOT NOTE 20) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36",
                "bot | Googlebot | | Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
                "desktop | Firefox | Linux | Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0",
            })
    void realBrowsersAreRecognised(String type, String browser, String os, String userAgent) {
        Device device = classifier.classify(DeviceHints.ofUserAgent(userAgent));
        assertThat(device.type().wireName()).isEqualTo(type);
        assertThat(device.browser()).isEqualTo(browser);
        assertThat(device.os()).isEqualTo(os);
        assertThat(device.automated()).isFalse();
    }

    @Test
    void anIpadThatSaysMacintoshIsATabletByItsTouchPoints() {
        assertThat(classifier.classify(hints(5)).type()).isEqualTo(DeviceType.TABLET);
        assertThat(classifier.classify(hints(0)).type()).isEqualTo(DeviceType.DESKTOP);
    }

    @Test
    void aHeadlessBrowserIsAutomatedAndKeepsItsClass() {
        Device device = classifier.classify(
                DeviceHints.ofUserAgent(
                        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/126.0.0.0 Safari/537.36"));
        assertThat(device.automated()).isTrue();
        assertThat(device.type()).isEqualTo(DeviceType.DESKTOP);
    }

    @Test
    void nothingEmptyAndHostileGetAnAnswer() {
        assertThat(classifier.classify(DeviceHints.ofUserAgent(null)).type()).isEqualTo(DeviceType.OTHER);
        assertThat(classifier.classify(DeviceHints.ofUserAgent("")).browser()).isNull();
        assertThat(Duration.ofNanos(nanos("HTC_".repeat(16_000)))).isLessThan(Duration.ofSeconds(10));
        assertThat(Duration.ofNanos(nanos("Mozilla/5.0 (" + "; ".repeat(32_000))))
                .isLessThan(Duration.ofSeconds(10));
    }

    private long nanos(String userAgent) {
        long start = System.nanoTime();
        assertThat(classifier.classify(DeviceHints.ofUserAgent(userAgent))).isNotNull();
        return System.nanoTime() - start;
    }

    private static DeviceHints hints(int touchPoints) {
        return new DeviceHints(MAC_SAFARI, null, null, null, null, null, null, touchPoints, null, null, false);
    }
}
