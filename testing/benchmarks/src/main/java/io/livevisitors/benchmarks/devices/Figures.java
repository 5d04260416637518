package io.livevisitors.benchmarks.devices;

import io.livevisitors.benchmarks.Sample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** What the processes that measure have in common: what they ask, and how they print. */
final class Figures {

    private static final long SEED = 20261123;

    private Figures() {}

    /** So many different User-Agents of the corpora of browsers and robots, in an order of no meaning. */
    static List<String> userAgents(Path corpora, int most) throws IOException {
        Set<String> all = new LinkedHashSet<>();
        for (Corpus corpus : List.of(Corpus.MATOMO, Corpus.ISBOT, Corpus.INTOLI)) {
            corpus.read(corpora).forEach(row -> all.add(row.userAgent()));
        }
        List<String> shuffled = new ArrayList<>(all);
        Collections.shuffle(shuffled, new Random(SEED));
        return List.copyOf(shuffled.subList(0, Math.min(most, shuffled.size())));
    }

    /** An equal text that was never hashed, as from a parser of requests. */
    static String copy(String text) {
        return String.valueOf(text.toCharArray());
    }

    static void print(String name, long value) {
        System.out.println(name + " " + value);
    }

    static void print(String name, Sample sample) {
        print(name + ".n", sample.size());
        print(name + ".p50", sample.median());
        print(name + ".p99", sample.quantile(0.99));
        print(name + ".max", sample.max());
    }
}
