package io.livevisitors.benchmarks.devices;

import io.livevisitors.benchmarks.Report;
import io.livevisitors.device.DeviceClassifier;
import io.livevisitors.device.DeviceHints;
import io.livevisitors.device.DeviceType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import ua_parser.Parser;

/** How often the class is right: over every corpus, beside Yauaa and, for robots, uap-java. */
final class Recognition {

    /** What uap-core calls the device of a robot. */
    private static final String SPIDER = "Spider";

    private static final String BOT = DeviceType.BOT.wireName();
    private static final String TABLET = DeviceType.TABLET.wireName();

    /** What a number speaks of. */
    private enum Kind {
        /** All classes; more is better. */
        CLASSES,
        /** Robots that are recognised; more is better. */
        ROBOTS,
        /** Others that are called robots; less is better. */
        FALSE_ROBOTS
    }

    /**
     * A number that is looked at, and what it should be.
     *
     * @param goal not a number if there is none
     */
    private record Measure(Corpus corpus, Kind kind, String what, ToDoubleFunction<Tally> of, double goal) {

        static Measure ofClasses(Corpus corpus, String what, ToDoubleFunction<Tally> of, double goal) {
            return new Measure(corpus, Kind.CLASSES, what, of, goal);
        }

        static Measure ofRobots(Corpus corpus, double goal) {
            return new Measure(corpus, Kind.ROBOTS, "robot recall", tally -> tally.recall(BOT), goal);
        }

        static Measure ofFalseRobots(Corpus corpus, double goal) {
            return new Measure(corpus, Kind.FALSE_ROBOTS, "others called robots", Tally::falseRobots, goal);
        }

        private boolean isShareOfErrors() {
            return kind == Kind.FALSE_ROBOTS;
        }

        boolean isOfRobots() {
            return kind != Kind.CLASSES;
        }

        String label() {
            return corpus.label() + ": " + what;
        }

        String shown(double value) {
            return isShareOfErrors()
                    ? String.format(Locale.ROOT, "%.2f %%", 100 * value)
                    : String.format(Locale.ROOT, "%.3f", value);
        }

        String shownGoal() {
            if (Double.isNaN(goal)) {
                return "";
            }
            return isShareOfErrors()
                    ? String.format(Locale.ROOT, "≤ %.1f %%", 100 * goal)
                    : "≥ " + String.format(Locale.ROOT, "%.3f", goal).replaceFirst("0$", "");
        }

        boolean isMet(double value) {
            return isShareOfErrors() ? value <= goal : value >= goal;
        }
    }

    private static final List<Measure> MEASURES = List.of(
            Measure.ofClasses(Corpus.MATOMO, "accuracy", Tally::accuracy, 0.95),
            Measure.ofClasses(Corpus.MATOMO, "tablet recall", tally -> tally.recall(TABLET), 0.88),
            Measure.ofClasses(Corpus.MATOMO, "mean recall of the five classes", Tally::macroRecall, 0.88),
            Measure.ofFalseRobots(Corpus.MATOMO, 0.001),
            Measure.ofClasses(Corpus.MATOMO_HEADERS, "accuracy", Tally::accuracy, 0.97),
            Measure.ofRobots(Corpus.ISBOT, 0.85),
            Measure.ofFalseRobots(Corpus.ISBOT, 0.002),
            Measure.ofRobots(Corpus.BOTSWIDE, Double.NaN),
            Measure.ofClasses(Corpus.INTOLI, "accuracy, weighted by traffic", Tally::accuracy, 0.994));

    private enum Contestant {
        OURS,
        YAUAA,
        UAP
    }

    private final Map<Contestant, Map<Corpus, Tally>> tallies = new EnumMap<>(Contestant.class);
    private final Map<Corpus, Integer> rows = new EnumMap<>(Corpus.class);

    /**
     * Asks everybody for every row.
     *
     * @param most rows of each corpus
     * @param withYauaa whether Yauaa is asked, which takes seconds to start
     */
    Recognition(Path corpora, int most, boolean withYauaa) throws IOException {
        DeviceClassifier classifier = DeviceClassifier.builtIn();
        Yauaa yauaa = withYauaa ? new Yauaa() : null;
        Parser uap = new Parser();
        for (Corpus corpus : Corpus.values()) {
            List<Corpus.Row> some = corpus.read(corpora, most);
            rows.put(corpus, some.size());
            tally(
                    Contestant.OURS,
                    corpus,
                    some,
                    hints -> classifier.classify(hints).type());
            if (yauaa != null) {
                tally(Contestant.YAUAA, corpus, some, yauaa::classOf);
            }
            tally(Contestant.UAP, corpus, some, hints -> robotOrNot(uap, hints));
        }
    }

    private void tally(
            Contestant contestant, Corpus corpus, List<Corpus.Row> some, Function<DeviceHints, DeviceType> classes) {
        Tally tally = new Tally();
        some.forEach(row -> tally.add(row.truth(), classes.apply(row.hints()), row.weight()));
        tallies.computeIfAbsent(contestant, any -> new EnumMap<>(Corpus.class)).put(corpus, tally);
    }

    private static DeviceType robotOrNot(Parser uap, DeviceHints hints) {
        String userAgent = hints.userAgent();
        boolean isRobot =
                userAgent != null && uap.parse(userAgent).device.family.equals(SPIDER);
        return isRobot ? DeviceType.BOT : DeviceType.OTHER;
    }

    /** Tables of all measures and of who was taken for whom. */
    void report(Report report) {
        report.heading("How often the class is right");
        report.paragraph("The class by the User-Agent alone unless headers are named, over "
                + String.join(
                        ", ",
                        rows.entrySet().stream()
                                .map(entry -> String.format(
                                        Locale.ROOT,
                                        "%,d rows of %s",
                                        entry.getValue(),
                                        entry.getKey().label()))
                                .toList())
                + ". " + Yauaa.MAPPING
                + "; uap-java tells no classes but calls the device of a robot `" + SPIDER + "`.");
        List<List<String>> table = new ArrayList<>();
        for (Measure measure : MEASURES) {
            double ours = value(measure, Contestant.OURS);
            table.add(List.of(
                    measure.label(),
                    measure.shownGoal(),
                    measure.shown(ours),
                    tallies.containsKey(Contestant.YAUAA) ? measure.shown(value(measure, Contestant.YAUAA)) : "–",
                    measure.isOfRobots() ? measure.shown(value(measure, Contestant.UAP)) : "–"));
            if (!Double.isNaN(measure.goal)) {
                report.goal(measure.label() + " " + measure.shownGoal(), measure.shown(ours), measure.isMet(ours));
            }
        }
        report.table(List.of("share of rows", "goal", "Live Visitors", "Yauaa", "uap-java"), table);
        report.heading("Who is taken for whom");
        report.paragraph(
                "What Live Visitors answers for the rows of each class; intoli's rows by their share of traffic.");
        for (Corpus corpus : Corpus.values()) {
            confusion(corpus, report);
        }
    }

    private void confusion(Corpus corpus, Report report) {
        Tally tally = tally(Contestant.OURS, corpus);
        List<String> header = new ArrayList<>(List.of(corpus.label()));
        List<List<String>> table = new ArrayList<>();
        for (DeviceType type : DeviceType.values()) {
            header.add(type.wireName());
        }
        for (String truth : tally.truths()) {
            List<String> row = new ArrayList<>(List.of("is " + truth));
            for (DeviceType type : DeviceType.values()) {
                row.add(String.format(
                        Locale.ROOT, corpus == Corpus.INTOLI ? "%.4f" : "%,.0f", tally.count(truth, type)));
            }
            table.add(row);
        }
        report.table(header, table);
    }

    private double value(Measure measure, Contestant contestant) {
        return measure.of.applyAsDouble(tally(contestant, measure.corpus));
    }

    private Tally tally(Contestant contestant, Corpus corpus) {
        Tally tally = tallies.getOrDefault(contestant, Map.of()).get(corpus);
        if (tally == null) {
            throw new IllegalStateException("nobody asked " + contestant + " for " + corpus);
        }
        return tally;
    }
}
