package io.livevisitors.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks are counted as counting them anew would, and the heaviest is known at every moment. */
class NetworkCountsTest {

    private final NetworkCounts counts = new NetworkCounts();

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 50, 4_000})
    void countsAreThoseOfCountingAnew(int networks) {
        Random random = new Random(networks);
        Map<Integer, Integer> expected = new HashMap<>();
        List<Integer> present = new ArrayList<>();
        for (int step = 0; step < 30_000; step++) {
            // Neighbours in the table, so that they are probed past one another.
            int network = random.nextInt(networks) * (random.nextBoolean() ? 1 : 1 << 20);
            if (present.isEmpty() || random.nextInt(100) < (step / 5_000 % 2 == 0 ? 60 : 40)) {
                counts.add(network);
                expected.merge(network, 1, Integer::sum);
                present.add(network);
            } else {
                int gone = present.remove(present.size() - 1 - random.nextInt(Math.min(20, present.size())));
                counts.remove(gone);
                expected.computeIfPresent(gone, (unused, held) -> held == 1 ? null : held - 1);
            }
            assertThat(counts.of(network)).isEqualTo(expected.getOrDefault(network, 0));
            if (step % 50 == 0) {
                expected.forEach((each, held) -> assertThat(counts.of(each)).isEqualTo(held));
                int heaviest = expected.values().stream().mapToInt(n -> n).max().orElse(0);
                assertThat(counts.heaviest()).as("step %s", step).isEqualTo(heaviest);
            }
        }
    }

    @Test
    void whoIsNotHereCannotLeave() {
        assertThatThrownBy(() -> counts.remove(7)).hasMessageContaining("7");
    }
}
