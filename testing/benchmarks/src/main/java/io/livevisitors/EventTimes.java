package io.livevisitors;

import io.livevisitors.benchmarks.Sample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A process that times events at several sizes, in slices that take turns so that what else the machine does meets all of
 * them alike, and prints the median nanoseconds of one event, and of one read, for each kind and size.
 */
final class EventTimes {

    private static final int WARM_UP = 4;
    private static final int READS = 200;

    private EventTimes() {}

    /** Takes the number of slices, the milliseconds of each, and the sizes. */
    public static void main(String... arguments) {
        int slices = Integer.parseInt(arguments[0]);
        long nanos = Integer.parseInt(arguments[1]) * 1_000_000L;
        List<TimedCrowd> crowds = new ArrayList<>();
        for (String size : Arrays.asList(arguments).subList(2, arguments.length)) {
            crowds.add(new TimedCrowd(Integer.parseInt(size)));
        }
        for (TimedCrowd.Mix mix : TimedCrowd.Mix.values()) {
            time(mix, crowds, WARM_UP, nanos);
            List<Sample> samples = time(mix, crowds, slices, nanos);
            for (int i = 0; i < crowds.size(); i++) {
                System.out.println(
                        mix.name() + crowds.get(i).size() + " " + samples.get(i).median());
            }
        }
        for (TimedCrowd.Read read : TimedCrowd.Read.values()) {
            List<Sample> unused = reads(read, crowds); // warms
            List<Sample> samples = reads(read, crowds);
            for (int i = 0; i < crowds.size(); i++) {
                System.out.println(read.name() + crowds.get(i).size() + " "
                        + samples.get(i).median());
            }
        }
        for (TimedCrowd crowd : crowds) {
            System.out.println("PRESENT" + crowd.size() + " " + crowd.present());
        }
    }

    /** Reads of all sizes in turns, without events between them. */
    private static List<Sample> reads(TimedCrowd.Read read, List<TimedCrowd> crowds) {
        List<Sample> samples = new ArrayList<>();
        crowds.forEach(crowd -> samples.add(new Sample(READS)));
        for (int turn = 0; turn < READS; turn++) {
            for (int i = 0; i < crowds.size(); i++) {
                crowds.get(i).read(read, samples.get(i));
            }
        }
        return samples;
    }

    private static List<Sample> time(TimedCrowd.Mix mix, List<TimedCrowd> crowds, int slices, long nanos) {
        List<Sample> samples = new ArrayList<>();
        crowds.forEach(crowd -> samples.add(new Sample(slices)));
        for (int slice = 0; slice < slices; slice++) {
            for (int i = 0; i < crowds.size(); i++) {
                crowds.get(i).slice(mix, nanos, samples.get(i));
            }
        }
        return samples;
    }
}
