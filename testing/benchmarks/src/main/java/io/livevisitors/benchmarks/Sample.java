package io.livevisitors.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Numbers measured, all of them kept; the unit is the caller's. Not thread-safe. */
public final class Sample {

    private long[] values;
    private int size;
    private boolean sorted = true;

    /**
     * Makes an empty one.
     *
     * @param expected how many values will come, so that adding them makes no garbage
     */
    public Sample(int expected) {
        values = new long[Math.max(16, expected)];
    }

    /** Numbers beside others, each as thousandths of the other at the same place, which is not 0. */
    public static Sample ofRatios(List<Long> numbers, List<Long> others) {
        Sample sample = new Sample(numbers.size());
        for (int i = 0; i < numbers.size(); i++) {
            sample.add(1_000 * numbers.get(i) / others.get(i));
        }
        return sample;
    }

    /** These numbers. */
    public static Sample of(List<Long> numbers) {
        Sample sample = new Sample(numbers.size());
        numbers.forEach(sample::add);
        return sample;
    }

    public void add(long value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = value;
        sorted = false;
    }

    public int size() {
        return size;
    }

    /**
     * The smallest value that so many of all values do not exceed.
     *
     * @param part 0 for the least value to 1 for the greatest
     * @throws IllegalStateException if there are no values
     */
    public long quantile(double part) {
        if (size == 0) {
            throw new IllegalStateException("nothing was measured");
        }
        if (!sorted) {
            Arrays.sort(values, 0, size);
            sorted = true;
        }
        return values[Math.max(0, (int) Math.ceil(part * size) - 1)];
    }

    public long median() {
        return quantile(0.5);
    }

    public long max() {
        return quantile(1);
    }

    /** A quantile of values that are nanoseconds, as milliseconds with three digits. */
    public String millis(double part) {
        return String.format(Locale.ROOT, "%.3f", quantile(part) / 1e6);
    }

    /** A quantile of values that are nanoseconds, as whole milliseconds. */
    public String wholeMillis(double part) {
        return String.valueOf(Math.round(quantile(part) / 1e6));
    }
}
