package io.livevisitors.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table that the build made, against the files it was made from and against the JDK's zones. */
class ClockCountryTest {

    private static final Path FILES = Path.of(System.getProperty("basedir", "."), "src", "main", "timezones");

    static Stream<String> rowsOfZoneTab() throws IOException {
        return Files.readAllLines(FILES.resolve("zone.tab")).stream().filter(line -> !line.startsWith("#"));
    }

    @ParameterizedTest
    @MethodSource("rowsOfZoneTab")
    void everyZoneHasTheCountryOfItsRow(String row) {
        String[] columns = row.split("\t");
        assertThat(ClockCountry.of(columns[2])).isEqualTo(columns[0]);
    }

    @ParameterizedTest
    @CsvSource({
        "Asia/Calcutta, IN",
        "US/Pacific, US",
        "Europe/Kiev, UA",
        "Poland, PL",
        "Asia/Saigon, VN",
        "America/Buenos_Aires, AR",
        "GB-Eire, GB",
        "Europe/Bratislava, SK",
        "Arctic/Longyearbyen, SJ"
    })
    void anOlderNameHasTheCountryOfTheZoneItLinksTo(String name, String country) {
        assertThat(ClockCountry.of(name)).isEqualTo(country);
    }

    /** Names that browsers still send, and whose links lead to a zone abroad that has the same time. */
    @ParameterizedTest
    @CsvSource({
        "Iceland, IS",
        "Africa/Asmera, ER",
        "Africa/Timbuktu, ML",
        "America/Coral_Harbour, CA",
        "America/Virgin, VI",
        "Antarctica/South_Pole, AQ",
        "Atlantic/Jan_Mayen, SJ",
        "Pacific/Johnston, UM",
        "Pacific/Ponape, FM",
        "Pacific/Truk, FM",
        "Pacific/Yap, FM"
    })
    void anOlderNameKeepsItsCountryWhereItsLinkLeadsAbroad(String name, String country) {
        assertThat(ClockCountry.of(name)).isEqualTo(country);
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {
                "UTC",
                "Etc/UTC",
                "Etc/GMT+1",
                "GMT",
                "Zulu",
                "UCT",
                "Universal",
                "Factory",
                "CET",
                "EST",
                "Nowhere/Land",
                "europe/warsaw",
                "EUROPE/WARSAW",
                " Europe/Warsaw",
                "+01:00"
            })
    void whatIsNoZoneOfACountryHasNone(String name) {
        assertThat(ClockCountry.of(name)).isNull();
    }

    @Test
    void everyRegionTheJdkKnowsHasACountryThatExists() {
        Set<String> countries = Set.of(Locale.getISOCountries());
        List<String> regions = ZoneId.getAvailableZoneIds().stream()
                .filter(id ->
                        id.matches("(Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific)/.+"))
                .toList();
        assertThat(regions)
                .hasSizeGreaterThan(400)
                .allSatisfy(id -> assertThat(ClockCountry.of(id)).as(id).isIn(countries));
        assertThat(ZoneId.getAvailableZoneIds().stream().filter(id -> id.startsWith("Etc/")))
                .isNotEmpty()
                .allSatisfy(id -> assertThat(ClockCountry.of(id)).isNull());
    }
}
