package io.livevisitors.containers.report;

import java.util.Comparator;

/**
 * Something that the contracts promise: one test, of however many cases.
 *
 * @param contract simple name of the class
 * @param test name of the method
 */
record Behaviour(String contract, String test) implements Comparable<Behaviour> {

    private static final Comparator<Behaviour> ORDER =
            Comparator.comparing(Behaviour::contract).thenComparing(Behaviour::test);

    @Override
    public int compareTo(Behaviour other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return contract + "." + test;
    }
}
