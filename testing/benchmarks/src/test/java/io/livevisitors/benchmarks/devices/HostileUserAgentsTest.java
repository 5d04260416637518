package io.livevisitors.benchmarks.devices;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HostileUserAgentsTest {

    private static final int INPUTS = 600;

    private final HostileUserAgents hostile =
            new HostileUserAgents(7, List.of("htc", "android"), List.of("A real line/1.0"));

    @Test
    void aSeedAlwaysMakesTheSame() {
        HostileUserAgents again = new HostileUserAgents(7, List.of("htc", "android"), List.of("A real line/1.0"));
        HostileUserAgents other = new HostileUserAgents(8, List.of("htc", "android"), List.of("A real line/1.0"));
        assertThat(inputs(again)).isEqualTo(inputs(hostile)).isNotEqualTo(inputs(other));
    }

    @Test
    void thereAreAllKindsAndAllLengths() {
        List<HostileUserAgents.Input> inputs = inputs(hostile);
        Set<HostileUserAgents.Kind> kinds = EnumSet.noneOf(HostileUserAgents.Kind.class);
        inputs.forEach(input -> kinds.add(input.kind()));
        assertThat(kinds).containsExactly(HostileUserAgents.Kind.values());
        assertThat(inputs)
                .allSatisfy(input -> assertThat(input.userAgent()).hasSizeBetween(1, HostileUserAgents.LONGEST))
                .anySatisfy(input -> assertThat(input.userAgent()).hasSizeGreaterThan(HostileUserAgents.LONGEST / 2));
        assertThat(inputs.stream()
                        .filter(input -> input.userAgent().length() <= 512)
                        .count())
                .isGreaterThan(INPUTS / 3);
    }

    @Test
    void hardlyAnyComesTwice() {
        Set<String> different = new HashSet<>();
        inputs(hostile).forEach(input -> different.add(input.userAgent()));
        assertThat(different).hasSizeGreaterThan(INPUTS * 9 / 10);
    }

    @Test
    void withoutLiteralsAndSamplesItHasItsOwn() {
        assertThat(inputs(new HostileUserAgents(7, List.of(), List.of()))).hasSize(INPUTS);
    }

    private static List<HostileUserAgents.Input> inputs(HostileUserAgents hostile) {
        return IntStream.range(0, INPUTS).mapToObj(hostile::input).toList();
    }
}
