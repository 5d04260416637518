package io.livevisitors.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is counted stands in order at every moment. */
class RankingTest {

    private final Ranking<Name> ranking = new Ranking<>();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 300})
    void orderAndCountsAreThoseOfCountingAnew(int names) {
        Random random = new Random(names);
        List<Name> all = new ArrayList<>();
        for (int i = 0; i < names; i++) {
            all.add(new Name("name " + i));
        }
        Map<Name, Integer> counts = new HashMap<>();
        for (int step = 0; step < 20_000; step++) {
            Name name = all.get((int) (names * random.nextDouble() * random.nextDouble()));
            boolean more = counts.getOrDefault(name, 0) == 0 || random.nextInt(100) < (step / 1_000 % 2 == 0 ? 60 : 40);
            if (more) {
                ranking.add(name);
            } else {
                ranking.remove(name);
            }
            counts.merge(name, more ? 1 : -1, (was, change) -> was + change == 0 ? null : was + change);
            check(counts, step);
        }
    }

    private void check(Map<Name, Integer> counts, int step) {
        List<Integer> ranked = new ArrayList<>();
        for (int rank = 0; rank < ranking.size(); rank++) {
            Name name = ranking.at(rank);
            assertThat(name.count()).as("step %s, %s", step, name).isEqualTo(counts.get(name));
            ranked.add(name.count());
        }
        List<Integer> expected = new ArrayList<>(counts.values());
        expected.sort(Collections.reverseOrder());
        assertThat(ranked).as("step %s", step).isEqualTo(expected);
        assertThat(ranking.total())
                .isEqualTo(counts.values().stream().mapToInt(n -> n).sum());
    }

    @Test
    void onlyWhatWasCountedCanBeTakenBack() {
        Name name = new Name("never");

        assertThatThrownBy(() -> ranking.remove(name)).hasMessageContaining("never");
    }

    @Test
    void namesBeyondTheLimitAreThoseOfFewestAndSummed() {
        List<Name> names = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            Name name = new Name("page " + i);
            names.add(name);
            for (int n = 0; n <= i; n++) {
                ranking.add(name);
            }
        }

        assertThat(new TopNames(ranking, 3).toMap())
                .containsExactly(
                        Map.entry("page 9", 10),
                        Map.entry("page 8", 9),
                        Map.entry("page 7", 8),
                        Map.entry("(other)", 28));

        for (int i = 0; i < 20; i++) {
            ranking.add(names.get(0));
        }

        assertThat(new TopNames(ranking, 3).toMap())
                .as("a page that became popular is told apart at once")
                .containsExactly(
                        Map.entry("page 0", 21),
                        Map.entry("page 9", 10),
                        Map.entry("page 8", 9),
                        Map.entry("(other)", 35));
    }
}
