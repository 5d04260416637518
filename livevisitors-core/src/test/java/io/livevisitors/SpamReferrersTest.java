package io.livevisitors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A referrer is spam by its host and those above it, and by nothing that merely looks alike. */
class SpamReferrersTest {

    private static final String PAGE = "https://shop.example/tea";

    private final SpamReferrers spam =
            SpamReferrers.with(List.of("spam.example", SpamReferrers.parse("Bücher-Spam.example.")));

    @Test
    void everyLineOfTheListIsAHostAsItIsCompared() {
        assertThat(SpamReferrers.builtIn())
                .hasSizeGreaterThan(2_000)
                .allSatisfy(host -> assertThat(SpamReferrers.parse(host)).isEqualTo(host));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://spam.example",
                "https://spam.example/",
                "http://spam.example?x",
                "http://SPAM.Example/Path",
                "https://spam.example./",
                "https://spam.example:8443/x#y",
                "https://a.b.c.spam.example/",
                "https://user:secret@spam.example/",
                "https://shop.example@spam.example/",
                "https://spam.example\\@shop.example/",
                "spam.example/without-scheme",
                "https://bücher-spam.example/",
                "https://www.xn--bcher-spam-9db.example/",
                "http://semalt.com/project?u=https://shop.example",
                "http://site3.free-share-buttons.com/",
                "http://buttons-for-website.com",
                "https://www.zvuker.net/x",
                "https://xn----ftbeoaiyg1ak1cb7d.xn--p1ai/"
            })
    void aListedHostAndAllBelowItAreSpam(String referrer) {
        assertThat(spam.isSpam(referrer, PAGE)).isTrue();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "https://",
                "https://notspam.example/",
                "https://spam.example.org/",
                "https://spam-example/",
                "https://example/",
                "https://shop.example/?ref=spam.example",
                "https://shop.example/spam.example",
                "https://shop.example#spam.example",
                "https://spam.example@shop.example/",
                "https://www.google.com/search?q=semalt.com",
                "https://adf.ly/1a2b3c",
                "https://t.co/1a2b3c",
                "about:blank",
                "android-app://com.google.android.gm/",
                "https://[2001:db8::1]/",
                "https://....../",
                "https://\u0000/",
                "\ud800"
            })
    void whatOnlyLooksAlikeIsNot(String referrer) {
        assertThat(spam.isSpam(referrer, PAGE)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"https://spam.example/, false", "https://www.spam.example/x, false", "https://other.example/, true"})
    void aListedSiteIsNoSpamToItself(String page, boolean isSpam) {
        assertThat(spam.isSpam("https://spam.example/", page)).isEqualTo(isSpam);
    }

    @Test
    void hostileReferrersAreAnsweredAtOnce() {
        String long1 = "https://" + "a.".repeat(1_000) + "/";
        String long2 = "https://" + "ä".repeat(2_000);
        String long3 = "https://" + ":".repeat(2_000) + "@".repeat(30);
        assertTimeoutPreemptively(Duration.ofMinutes(1), () -> {
            for (int i = 0; i < 10_000; i++) {
                assertThat(spam.isSpam(long1, PAGE) || spam.isSpam(long2, PAGE) || spam.isSpam(long3, PAGE))
                        .isFalse();
            }
        });
    }

    @Test
    void theListThatComesWithTheLibraryIsOfHostsAloneAndSaysWhereItIsFrom() throws IOException {
        try (InputStream stream = SpamReferrers.class.getResourceAsStream("spam-referrers.txt")) {
            String text = new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
            List<String> hosts =
                    text.lines().filter(line -> !line.startsWith("#")).toList();
            assertThat(hosts).hasSizeGreaterThan(2_000).doesNotHaveDuplicates().isSorted();
            assertThat(hosts)
                    .allSatisfy(host -> assertThat(SpamReferrers.parse(host)).isEqualTo(host));
            assertThat(text).contains("# Source: ", "# Version: ", "# Licence: ");
        }
    }
}
