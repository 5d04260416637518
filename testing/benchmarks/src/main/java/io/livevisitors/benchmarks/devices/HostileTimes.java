package io.livevisitors.benchmarks.devices;

import io.livevisitors.benchmarks.Sample;
import io.livevisitors.device.DeviceClassifier;
import io.livevisitors.device.DeviceHints;
import io.livevisitors.device.NewClassifiers;
import io.livevisitors.device.rules.RuleBook;
import io.livevisitors.device.rules.Signals;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ua_parser.Parser;

/**
 * A process that shows how long hostile User-Agents take: each several times by a classifier with an empty cache, and
 * those of at most 512 characters once by uap-java, in a thread of its own with a deadline.
 */
final class HostileTimes {

    /** Characters that the library looks at. */
    static final int LOOKED_AT = 512;

    /** The slowest inputs that are named. */
    static final int NAMED = 5;

    static final long DEADLINE_MILLIS = 2_000;

    private static final long SEED = 4_711;
    /** How often the library is asked in a row: the least time is what the input costs, the others what the machine did. */
    static final int REPEATS = 5;

    private static final int WARMING_ROUNDS = 3;
    /** A thread that is too late goes on until it is done; with more of them nothing could be measured. */
    private static final int MOST_LATE = 10;

    private final NewClassifiers classifiers = new NewClassifiers();
    private final HostileUserAgents hostile;
    private final int count;

    /** Keeps results from being optimised away. */
    @SuppressWarnings("unused")
    private static volatile @Nullable Object sink;

    private HostileTimes(List<String> samples, int count) {
        hostile = new HostileUserAgents(SEED, classifiers.rules().patterns().literals(), samples);
        this.count = count;
        for (int round = 0; round < WARMING_ROUNDS; round++) {
            samples.forEach(this::classify);
        }
    }

    /** Takes the folder of the corpora and the number of inputs. */
    public static void main(String... arguments) throws IOException, InterruptedException {
        List<String> samples = Figures.userAgents(Path.of(arguments[0]), 2_000);
        HostileTimes times = new HostileTimes(samples, Integer.parseInt(arguments[1]));
        times.ours();
        times.uap();
    }

    /** What one input took. */
    private record Attack(int number, HostileUserAgents.Kind kind, int length, long nanos, int steps) {}

    private void ours() {
        List<Attack> attacks = new ArrayList<>(count);
        Sample times = new Sample(count);
        Sample single = new Sample(count * REPEATS);
        Sample steps = new Sample(count);
        int exhausted = 0;
        for (int i = 0; i < count; i++) {
            HostileUserAgents.Input input = hostile.input(i);
            String userAgent = input.userAgent();
            long least = Long.MAX_VALUE;
            for (int repeat = 0; repeat < REPEATS; repeat++) {
                long nanos = classify(userAgent);
                least = Math.min(least, nanos);
                single.add(nanos);
            }
            RuleBook.Answers answers = answersOf(classifiers.rules(), userAgent);
            times.add(least);
            steps.add(answers.steps());
            exhausted += answers.isExhausted() ? 1 : 0;
            attacks.add(new Attack(i, input.kind(), userAgent.length(), least, answers.steps()));
        }
        Figures.print("ours", times);
        Figures.print("single.max", single.max());
        Figures.print("steps", steps);
        Figures.print("exhausted", exhausted);
        Figures.print("longest", attacks.stream().mapToInt(Attack::length).max().orElse(0));
        name(attacks);
    }

    private static void name(List<Attack> attacks) {
        attacks.sort(Comparator.comparingLong(Attack::nanos).reversed());
        for (int rank = 0; rank < Math.min(NAMED, attacks.size()); rank++) {
            Attack attack = attacks.get(rank);
            String name = "slowest" + rank;
            Figures.print(name + ".input", attack.number());
            Figures.print(name + ".kind", attack.kind().ordinal());
            Figures.print(name + ".length", attack.length());
            Figures.print(name + ".nanos", attack.nanos());
            Figures.print(name + ".steps", attack.steps());
        }
    }

    /** The nanoseconds that a classifier takes which never heard of it. */
    private long classify(String userAgent) {
        DeviceClassifier classifier = classifiers.next();
        DeviceHints hints = DeviceHints.ofUserAgent(userAgent);
        long before = System.nanoTime();
        sink = classifier.classify(hints);
        return System.nanoTime() - before;
    }

    /** The rules, asked all that the classifier asks of them. */
    static RuleBook.Answers answersOf(RuleBook rules, String userAgent) {
        RuleBook.Answers answers = rules.ask(userAgent.substring(0, Math.min(LOOKED_AT, userAgent.length())));
        sink = answers.verdict(Signals.NONE);
        sink = answers.browser();
        sink = answers.system();
        return answers;
    }

    private void uap() throws InterruptedException {
        Parser parser = new Parser();
        Sample times = new Sample(count);
        int late = 0;
        int failed = 0;
        for (int i = 0; i < count && late < MOST_LATE; i++) {
            String userAgent = hostile.input(i).userAgent();
            if (userAgent.length() <= LOOKED_AT) {
                Attempt attempt = new Attempt(parser, userAgent);
                attempt.start();
                attempt.join(DEADLINE_MILLIS);
                if (attempt.isAlive()) {
                    late++;
                } else if (attempt.failed) {
                    failed++;
                } else {
                    times.add(attempt.nanos);
                }
            }
        }
        Figures.print("uap", times);
        Figures.print("uap.late", late);
        Figures.print("uap.failed", failed);
    }

    /** One User-Agent before uap-java. Its results may be read when it has ended. */
    private static final class Attempt extends Thread {

        private final Parser parser;
        private final String userAgent;
        private long nanos;
        private boolean failed;

        Attempt(Parser parser, String userAgent) {
            super("uap-java");
            this.parser = parser;
            this.userAgent = userAgent;
            setDaemon(true);
        }

        @Override
        public void run() {
            long before = System.nanoTime();
            try {
                sink = parser.parse(userAgent);
            } catch (RuntimeException | StackOverflowError e) {
                failed = true;
            }
            nanos = System.nanoTime() - before;
        }
    }
}
