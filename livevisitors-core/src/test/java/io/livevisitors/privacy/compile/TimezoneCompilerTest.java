package io.livevisitors.privacy.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class TimezoneCompilerTest {

    private static final List<String> ZONES =
            List.of("# comment", "PL\t+5215+02100\tEurope/Warsaw", "SK\t+4809+01707\tEurope/Bratislava\tnote");

    @Test
    void followsChainsOfLinksToTheCountry() {
        assertThat(TimezoneCompiler.compile(
                        ZONES,
                        List.of("Link\tOld/Poland\tOlder/Poland", "Link\tEurope/Warsaw\tOld/Poland # a comment")))
                .containsEntry("Older/Poland", "PL")
                .containsEntry("Old/Poland", "PL");
    }

    @Test
    void aZoneKeepsItsOwnCountryWhereItLinksToANeighbour() {
        assertThat(TimezoneCompiler.compile(ZONES, List.of("Link\tEurope/Warsaw\tEurope/Bratislava")))
                .containsEntry("Europe/Bratislava", "SK");
    }

    @Test
    void aLinkAbroadHasTheCountryOfTheZoneNamedBehindIt() {
        assertThat(TimezoneCompiler.compile(
                        ZONES, List.of("Link\tEurope/Warsaw\t\tOld/Slovakia\t#= Europe/Bratislava")))
                .containsEntry("Old/Slovakia", "SK");
    }

    @Test
    void aLinkToAZoneOfNoCountryIsLeftOut() {
        assertThat(TimezoneCompiler.compile(ZONES, List.of("Link\tEtc/UTC\tUTC")))
                .doesNotContainKey("UTC");
    }

    @Test
    void aCircleAndARowThatIsNoneStopTheBuild() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TimezoneCompiler.compile(ZONES, List.of("Link\tA\tB", "Link\tB\tA")))
                .withMessageContaining("leads nowhere");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TimezoneCompiler.compile(List.of("PL Warsaw"), List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> TimezoneCompiler.compile(ZONES, List.of("Zone\tA\tB")));
    }
}
