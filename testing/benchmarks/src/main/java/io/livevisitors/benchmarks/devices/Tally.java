package io.livevisitors.benchmarks.devices;

import io.livevisitors.device.DeviceType;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Which class was answered for which truth, by weight. Not thread-safe. */
final class Tally {

    private static final String BOT = DeviceType.BOT.wireName();

    private final Map<String, double[]> answers = new TreeMap<>();

    void add(String truth, DeviceType answer, double weight) {
        row(truth)[answer.ordinal()] += weight;
    }

    /** How much of this truth was answered so. */
    double count(String truth, DeviceType answer) {
        return row(truth)[answer.ordinal()];
    }

    /** All truths, in the order of the alphabet. */
    Set<String> truths() {
        return Collections.unmodifiableSet(answers.keySet());
    }

    /** How much of all was answered right. */
    double accuracy() {
        double right = 0;
        double all = 0;
        for (Map.Entry<String, double[]> row : answers.entrySet()) {
            right += right(row.getKey());
            all += sum(row.getValue());
        }
        return right / all;
    }

    /** How much of this truth was answered right; not a number if there is none of it. */
    double recall(String truth) {
        return right(truth) / sum(row(truth));
    }

    /** The mean of the recalls of all classes that the corpus holds. */
    double macroRecall() {
        return answers.keySet().stream()
                .filter(truth -> sum(row(truth)) > 0)
                .mapToDouble(this::recall)
                .average()
                .orElse(Double.NaN);
    }

    /** How much of what is no robot was called one. */
    double falseRobots() {
        double called = 0;
        double all = 0;
        for (Map.Entry<String, double[]> row : answers.entrySet()) {
            if (!row.getKey().equals(BOT)) {
                called += row.getValue()[DeviceType.BOT.ordinal()];
                all += sum(row.getValue());
            }
        }
        return called / all;
    }

    private double right(String truth) {
        double right = 0;
        for (DeviceType type : DeviceType.values()) {
            if (type.wireName().equals(truth)) {
                right += count(truth, type);
            }
        }
        return right;
    }

    private double[] row(String truth) {
        return answers.computeIfAbsent(truth, any -> new double[DeviceType.values().length]);
    }

    private static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }
}
