package io.livevisitors.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The registry does what a naive model of the same rules does, whatever comes. A run that fails names its seed and the
 * shortest part of it that fails too; {@code -Dlivevisitors.model.seed=N} runs one seed alone,
 * {@code -Dlivevisitors.model.events=N} runs longer ones.
 */
class ModelTest {

    private static final long SEEDS = 20;
    private static final int EVENTS = Integer.getInteger("livevisitors.model.events", 50_000);

    static LongStream seeds() {
        Long seed = Long.getLong("livevisitors.model.seed");
        return seed == null ? LongStream.rangeClosed(1, SEEDS) : LongStream.of(seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void registryDoesWhatTheModelDoes(long seed) {
        ModelRun run = new ModelRun(seed);
        run.take(EVENTS);
        assertThat(run.world().seen()).isNotEmpty();
    }

    /** Traffic that never comes to a rule would not test it. */
    @Test
    void trafficComesToEveryRule() {
        Map<String, Integer> seen = new TreeMap<>();
        for (long seed = 1; seed <= SEEDS; seed++) {
            ModelRun run = new ModelRun(seed);
            run.take(5_000);
            run.world().seen().forEach((what, count) -> seen.merge(what, count, Integer::sum));
        }
        assertThat(seen)
                .containsKeys(
                        "active",
                        "idle",
                        "leaving",
                        "left closed",
                        "left expired",
                        "left evicted",
                        "left forgotten",
                        "custom event",
                        "TAKEN",
                        "OPTED_OUT",
                        "REFUSED",
                        "found to forget",
                        "robots 1",
                        "automated 1",
                        "other pages");
        assertThat(seen.values()).allMatch(count -> count >= 10);
    }
}
