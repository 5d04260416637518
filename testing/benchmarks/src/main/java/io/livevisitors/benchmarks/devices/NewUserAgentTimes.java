package io.livevisitors.benchmarks.devices;

import io.livevisitors.benchmarks.Sample;
import io.livevisitors.device.DeviceClassifier;
import io.livevisitors.device.DeviceHints;
import io.livevisitors.device.NewClassifiers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ua_parser.Parser;

/**
 * A process that shows what a new User-Agent costs, in nanoseconds. All who recognise take turns in slices of equal time
 * over one list, in one thread, each going on where it stopped; the library is among them twice, and the difference of
 * its two figures is how far the others are to be believed. Before the end of the list every User-Agent is new to the
 * library's classifier, and at its end a classifier with an empty cache takes over.
 */
final class NewUserAgentTimes {

    private static final int MOST_WARMING_ROUNDS = 60;
    /** Warm is who was no further from its last medians than this, in parts of 100. */
    private static final int FLAT = 5;

    private static final int FLAT_ROUNDS = 3;

    /** Keeps results from being optimised away. */
    @SuppressWarnings("unused")
    private static volatile @Nullable Object sink;

    @FunctionalInterface
    private interface Recogniser {
        Object recognise(String userAgent);
    }

    /** The library, which forgets all at the end of the list. */
    private static final class Ours implements Recogniser {

        private final NewClassifiers classifiers;
        private final int size;
        private DeviceClassifier classifier;
        private int asked;

        Ours(NewClassifiers classifiers, int size) {
            this.classifiers = classifiers;
            this.size = size;
            classifier = classifiers.next();
        }

        @Override
        public Object recognise(String userAgent) {
            asked++;
            return classifier.classify(DeviceHints.ofUserAgent(userAgent));
        }

        void forgetAtTheEnd() {
            if (asked == size) {
                asked = 0;
                classifier = classifiers.next();
            }
        }
    }

    /** One who takes turns. */
    private static final class Turn {

        private final String name;
        private final Recogniser recogniser;
        private final List<Long> medians = new ArrayList<>();
        private int next;

        Turn(String name, Recogniser recogniser) {
            this.name = name;
            this.recogniser = recogniser;
        }

        void slice(List<String> userAgents, long nanos, Sample times) {
            Sample ofSlice = new Sample(1 << 12);
            long end = System.nanoTime() + nanos;
            for (long now = System.nanoTime(); now < end; ) {
                String userAgent = Figures.copy(userAgents.get(next));
                next = (next + 1) % userAgents.size();
                if (recogniser instanceof Ours ours) {
                    ours.forgetAtTheEnd();
                }
                long before = System.nanoTime();
                sink = recogniser.recognise(userAgent);
                now = System.nanoTime();
                times.add(now - before);
                ofSlice.add(now - before);
            }
            medians.add(ofSlice.median());
        }

        boolean isFlat() {
            int rounds = medians.size();
            if (rounds <= FLAT_ROUNDS) {
                return false;
            }
            long last = medians.get(rounds - 1);
            return medians.subList(rounds - 1 - FLAT_ROUNDS, rounds - 1).stream()
                    .allMatch(median -> Math.abs(median - last) * 100 <= last * FLAT);
        }
    }

    private NewUserAgentTimes() {}

    /** Takes the folder of the corpora, how many User-Agents, rounds and milliseconds of a slice, and whether to ask Yauaa. */
    public static void main(String... arguments) throws IOException {
        List<String> userAgents = Figures.userAgents(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
        int rounds = Integer.parseInt(arguments[2]);
        long slice = Integer.parseInt(arguments[3]) * 1_000_000L;
        NewClassifiers classifiers = new NewClassifiers();
        List<Turn> turns = new ArrayList<>();
        turns.add(new Turn("ours", new Ours(classifiers, userAgents.size())));
        turns.add(new Turn("uap", new Parser()::parse));
        turns.add(new Turn("again", new Ours(classifiers, userAgents.size())));
        if (Boolean.parseBoolean(arguments[4])) {
            turns.add(new Turn("yauaa", new Yauaa()::parse));
        }
        int warming = 0;
        while (warming < Math.min(MOST_WARMING_ROUNDS, 2 * rounds)
                && !turns.stream().allMatch(Turn::isFlat)) {
            warming++;
            turns.forEach(turn -> turn.slice(userAgents, slice, new Sample(1 << 12)));
        }
        Figures.print("warming", warming);
        Figures.print("flat", turns.stream().allMatch(Turn::isFlat) ? 1 : 0);
        Figures.print("list", userAgents.size());
        List<Sample> times = turns.stream().map(turn -> new Sample(1 << 16)).toList();
        for (int round = 0; round < rounds; round++) {
            for (int turn = 0; turn < turns.size(); turn++) {
                turns.get(turn).slice(userAgents, slice, times.get(turn));
            }
        }
        for (int turn = 0; turn < turns.size(); turn++) {
            Figures.print(turns.get(turn).name, times.get(turn));
        }
    }
}
