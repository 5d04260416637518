package io.livevisitors.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.LiveVisitorsBuilder;
import io.livevisitors.privacy.Anonymizer;
import io.livevisitors.servlet.Call.Answer;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose word counts for the country. Every test sends from 127.0.0.1, with a clock in Warsaw. */
class CountryHeaderTest {

    private static final String HEADER = "CF-IPCountry";
    private static final String VISITOR = Events.pageViewWith(",\"timezone\":\"Europe/Warsaw\"");

    private static LiveVisitorsBuilder trusting() {
        return Site.settings().trustedProxies("127.0.0.0/8").countryHeader(HEADER);
    }

    @ParameterizedTest
    @CsvSource({
        "DE, DE",
        "JP, JP",
        "XX, PL",
        "T1, PL",
        "de, PL",
        "XK, PL",
        "UK, PL",
        "EU, PL",
        "ZZ, PL",
        "DEU, PL",
        "D, PL",
        "'', PL",
        "'DE, US', PL",
        "DE;q=1, PL",
        "49, PL",
        "%44%45, PL"
    })
    void aTrustedProxySaysTheCountryElseTheClockDoes(String said, String shown) {
        try (Site site = Site.start(trusting())) {
            assertTaken(site.event(VISITOR).header(HEADER, said).send());

            assertThat(country(site)).isEqualTo(shown);
        }
    }

    @Test
    void theHeadersNameMayBeInAnyCase() {
        try (Site site =
                Site.start(Site.settings().trustedProxies("127.0.0.1").countryHeader("cloudfront-viewer-country"))) {
            assertTaken(site.event(VISITOR)
                    .header("CloudFront-Viewer-Country", "DE")
                    .send());

            assertThat(country(site)).isEqualTo("DE");
        }
    }

    @Test
    void withoutTheHeaderTheClockSaysTheCountry() {
        try (Site site = Site.start(trusting())) {
            assertTaken(site.event(VISITOR).send());

            assertThat(country(site)).isEqualTo("PL");
        }
    }

    @Test
    void aHeaderThatIsForgedByAnUntrustedPeerIsIgnored() {
        try (Site site = Site.start(Site.settings().trustedProxies("10.0.0.0/8").countryHeader(HEADER))) {
            assertTaken(site.event(VISITOR)
                    .header(HEADER, "DE")
                    .header("X-Forwarded-For", "203.0.113.1, 10.0.0.1")
                    .header("Forwarded", "for=10.0.0.1")
                    .send());

            assertThat(country(site)).isEqualTo("PL");
        }
    }

    @Test
    void aHeaderThatNobodyAskedForIsIgnored() {
        try (Site site = Site.start(Site.settings().trustedProxies("127.0.0.0/8"))) {
            assertTaken(site.event(VISITOR).header(HEADER, "DE").send());

            assertThat(country(site)).isEqualTo("PL");
        }
    }

    @Test
    void aLineThatAClientPutBesideTheProxysOwnLeavesTheCountryToTheClock() {
        try (Site site = Site.start(trusting())) {
            assertTaken(site.event(VISITOR)
                    .anotherLine(HEADER, "JP")
                    .anotherLine(HEADER, "DE")
                    .send());

            assertThat(country(site)).isEqualTo("PL");
        }
    }

    @Test
    void aBackendThatReportsForOthersIsNotWhereTheyAre() {
        try (Site site = Site.start(trusting())) {
            assertTaken(site.event(Events.pageViewWith(",\"timezone\":\"Europe/Warsaw\",\"client_ip\":\"203.0.113.1\""))
                    .header(HEADER, "DE")
                    .send());

            assertThat(country(site)).isEqualTo("PL");
        }
    }

    @Test
    void pagesWithoutScriptHaveTheCountryToo() {
        try (Site site = Site.start(trusting())) {
            site.call("GET", "/pixel.gif?pixel_id=shop")
                    .header("Referer", Events.PAGE)
                    .header(HEADER, "DE")
                    .send();

            assertThat(country(site)).isEqualTo("DE");
        }
    }

    @Test
    void anAnonymizerThatKeepsNoCountryKeepsNoneOfACdnEither() {
        try (Site site = Site.start(
                trusting().anonymizer(Anonymizer.builtInWith().countries(false).build()))) {
            assertTaken(site.event(VISITOR).header(HEADER, "DE").send());

            assertThat(country(site)).isNull();
        }
    }

    @Test
    void itCanBeSetByName() {
        try (Site site = Site.start(Site.settings()
                .environment(Map.of(
                        "LIVEVISITORS_TRUSTED_PROXIES", "127.0.0.0/8", "LIVEVISITORS_COUNTRY_HEADER", HEADER)))) {
            assertTaken(site.event(VISITOR).header(HEADER, "DE").send());

            assertThat(country(site)).isEqualTo("DE");
        }
    }

    private static @Nullable String country(Site site) {
        assertThat(site.snapshot().visitors()).hasSize(1);
        return site.snapshot().visitors().get(0).country();
    }

    private static void assertTaken(Answer answer) {
        assertThat(answer.status()).isEqualTo(204);
    }
}
