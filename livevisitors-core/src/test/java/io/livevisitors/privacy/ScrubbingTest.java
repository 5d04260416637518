package io.livevisitors.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is forgotten, and what must be kept. */
class ScrubbingTest {

    private final UrlScrubber urls = new UrlScrubber(Set.of("ref", "source"), false);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://Shop.Example/tea | https://shop.example/tea",
                "https://shop.example:443/tea | https://shop.example/tea",
                "http://shop.example:8080 | http://shop.example:8080/",
                "https://user:pass@shop.example/ | https://shop.example/",
                "https://shop.example/a?id=7&utm_source=mail&ref=x#top | https://shop.example/a?utm_source=mail&ref=x",
                "https://shop.example/u/ann@mail.example/orders | https://shop.example/u/{email}/orders",
                "https://shop.example/u/ann%40mail.example | https://shop.example/u/{email}",
                "https://shop.example/?ref=ann@mail.example | https://shop.example/?ref={email}",
                "https://shop.example/reset/9f86d081884c7d659a2feaa0c55ad015 | https://shop.example/reset/{token}",
                "https://shop.example/o/123e4567-e89b-12d3-a456-426614174000 | https://shop.example/o/{token}",
                "https://shop.example/pay/4111-1111-1111-1111 | https://shop.example/pay/{number}",
                "https://shop.example/12345678901234567890123456789012345678904111111111111111 | https://shop.example/{number}",
                "https://shop.example/?utm_jan@example.org=1&utm_term=tea | https://shop.example/?utm_term=tea",
                "https://shop.example/call/+48601234567 | https://shop.example/call/{number}",
                "https://shop.example/red-running-shoes-for-men-2024 | https://shop.example/red-running-shoes-for-men-2024",
                "https://shop.example/2024/11/23/news | https://shop.example/2024/11/23/news",
                "https://shop.example/product/12345678 | https://shop.example/product/12345678",
                "https://żółw.example/herbata | https://żółw.example/herbata",
            })
    void keepsThePageAndForgetsThePerson(String url, String expected) {
        UrlScrubber.Scrubbed scrubbed = urls.page(url);
        assertThat(scrubbed).isNotNull();
        assertThat(scrubbed.url()).isEqualTo(expected);
    }

    @Test
    void hashRoutesAreKeptOnlyWhenAskedFor() {
        UrlScrubber routes = new UrlScrubber(Set.of(), true);
        assertThat(page(routes, "https://shop.example/#/tea?x=1")).isEqualTo("https://shop.example/#/tea");
        assertThat(page(routes, "https://shop.example/#top")).isEqualTo("https://shop.example/");
        assertThat(page(urls, "https://shop.example/#/tea")).isEqualTo("https://shop.example/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"javascript:alert(1)", "ftp://x/", "https://", "https:///x", "//shop.example", "about:blank"})
    void whatIsNoWebPageIsNone(String url) {
        assertThat(urls.page(url)).isNull();
        assertThat(urls.referrer(url)).isNull();
    }

    @Test
    void aReferrerIsHostAndPath() {
        assertThat(urls.referrer("https://www.search.example/find?q=my+secret#x"))
                .isEqualTo("www.search.example/find");
        assertThat(urls.referrer("https://search.example/")).isEqualTo("search.example");
        assertThat(urls.referrer(null)).isNull();
    }

    @Test
    void textIsWellFormed() {
        assertThat(TextScrubber.scrub("a\u0000b\nc")).isEqualTo("a b c");
        assertThat(TextScrubber.scrub("broken \ud800 half")).isEqualTo("broken \ufffd half");
        assertThat(TextScrubber.scrub("Hello ann@mail.example!")).isEqualTo("Hello {email}!");
        assertThat(TextScrubber.scrub("Herbata zielona – 50 g")).isEqualTo("Herbata zielona – 50 g");
    }

    @Test
    void theCountryIsThatOfTheClock() {
        assertThat(ClockCountry.of("Europe/Warsaw")).isEqualTo("PL");
        assertThat(ClockCountry.of("Asia/Calcutta")).isEqualTo("IN");
        assertThat(ClockCountry.of("UTC")).isNull();
        assertThat(ClockCountry.of("Etc/GMT+1")).isNull();
        assertThat(ClockCountry.of("Nowhere/Land")).isNull();
    }

    @Test
    void aVisitorDiffersByPixelAddressAndUserAgentAndNotWithinOneHousehold() {
        SaltedAnonymizer anonymizer = Anonymizer.builtInWith().build();
        Pseudonym ann =
                anonymizer.anonymize(visit("shop", "192.0.2.1", "UA", null)).visitor();
        assertThat(anonymizer.anonymize(visit("shop", "192.0.2.1", "UA", null)).visitor())
                .isEqualTo(ann);
        assertThat(anonymizer.anonymize(visit("blog", "192.0.2.1", "UA", null)).visitor())
                .isNotEqualTo(ann);
        assertThat(anonymizer.anonymize(visit("shop", "192.0.2.2", "UA", null)).visitor())
                .isNotEqualTo(ann);
        assertThat(anonymizer.anonymize(visit("shop", "192.0.2.1", "UB", null)).visitor())
                .isNotEqualTo(ann);
        assertThat(anonymizer
                        .anonymize(visit("shop", "2001:db8:1:2::1", "UA", null))
                        .visitor())
                .isEqualTo(anonymizer
                        .anonymize(visit("shop", "2001:db8:1:2:ffff::9", "UA", null))
                        .visitor());
        assertThat(anonymizer.anonymize(visit("shop", "192.0.2.9", "UB", "me")).visitor())
                .isEqualTo(anonymizer
                        .anonymize(visit("shop", "192.0.2.1", "UA", "me"))
                        .visitor());
    }

    @Test
    void theSaltDiesAfterOneOverlap() {
        AtomicLong nanos = new AtomicLong();
        SaltedAnonymizer anonymizer = Anonymizer.builtInWith()
                .ticker(nanos::get)
                .rotation(Duration.ofDays(1))
                .overlap(Duration.ofMinutes(5))
                .build();
        RawVisit visit = visit("shop", "192.0.2.1", "UA", null);
        AnonymousVisit first = anonymizer.anonymize(visit);
        assertThat(first.previous()).isNull();

        nanos.addAndGet(Duration.ofHours(24).toNanos());
        AnonymousVisit overlapping = anonymizer.anonymize(visit);
        assertThat(overlapping.visitor()).isNotEqualTo(first.visitor());
        assertThat(overlapping.previous()).isEqualTo(first.visitor());

        nanos.addAndGet(Duration.ofMinutes(5).toNanos());
        AnonymousVisit after = anonymizer.anonymize(visit);
        assertThat(after.visitor()).isEqualTo(overlapping.visitor());
        assertThat(after.previous()).isNull();
    }

    @Test
    void aSaltThatNobodyCameToReplaceIsNotTriedLonger() {
        AtomicLong nanos = new AtomicLong();
        SaltedAnonymizer anonymizer =
                Anonymizer.builtInWith().ticker(nanos::get).build();
        RawVisit visit = visit("shop", "192.0.2.1", "UA", null);
        anonymizer.anonymize(visit);
        nanos.addAndGet(Duration.ofHours(24).plusMinutes(4).toNanos());
        assertThat(anonymizer.anonymize(visit).previous()).isNotNull();
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        assertThat(anonymizer.anonymize(visit).previous()).isNull();
    }

    private static String page(UrlScrubber scrubber, String url) {
        UrlScrubber.Scrubbed scrubbed = scrubber.page(url);
        assertThat(scrubbed).isNotNull();
        return scrubbed.url();
    }

    private static RawVisit visit(String pixel, String address, String userAgent, @Nullable String token) {
        return new RawVisit(
                pixel, "https://shop.example/", null, null, address, userAgent, token, null, null, null, null);
    }
}
