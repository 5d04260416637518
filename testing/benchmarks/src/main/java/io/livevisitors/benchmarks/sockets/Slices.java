package io.livevisitors.benchmarks.sockets;

import io.livevisitors.benchmarks.Sample;
import java.util.ArrayList;
import java.util.List;

/** What the slices beside one kind of reader found, one of each round. Times are nanoseconds. Not thread-safe. */
final class Slices {

    private final List<Long> medians = new ArrayList<>();
    private final List<Long> mosts = new ArrayList<>();
    private final Sample sufferings = new Sample(16);
    private int readers;
    private int recorded;
    private int endedWell;

    /** Adds a slice by the times in which everybody else got their frames. */
    void add(Sample times) {
        medians.add(times.median());
        mosts.add(times.quantile(0.99));
    }

    /**
     * Adds a slow reader.
     *
     * @param suffering how long it was suffered since nothing more was taken for it
     * @param isRecorded whether it was counted under the name of its kind
     * @param isEndedWell whether it saw the end that is due to its kind
     */
    void addReader(long suffering, boolean isRecorded, boolean isEndedWell) {
        readers++;
        sufferings.add(suffering);
        recorded += isRecorded ? 1 : 0;
        endedWell += isEndedWell ? 1 : 0;
    }

    /** The times in which half of the frames came, one number for each slice. */
    Sample medians() {
        return Sample.of(medians);
    }

    /** The times in which 99 of 100 frames came. */
    Sample mosts() {
        return Sample.of(mosts);
    }

    /** The medians beside those of others in the same round, in thousandths. */
    Sample medianRatios(Slices others) {
        return Sample.ofRatios(medians, others.medians);
    }

    /** The times of 99 of 100 frames, likewise. */
    Sample mostRatios(Slices others) {
        return Sample.ofRatios(mosts, others.mosts);
    }

    /** How long each slow reader was suffered. */
    Sample sufferings() {
        return sufferings;
    }

    /** Whether there were slow readers, and each ended as it should. */
    boolean allEndedWell() {
        return readers > 0 && recorded == readers && endedWell == readers;
    }

    /** How the slow readers ended. */
    String verdict() {
        return recorded + " of " + readers + " recorded, " + endedWell + " ended so";
    }
}
