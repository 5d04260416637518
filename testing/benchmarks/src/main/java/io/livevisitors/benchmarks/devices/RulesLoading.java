package io.livevisitors.benchmarks.devices;

import io.livevisitors.benchmarks.LiveHeap;
import io.livevisitors.device.rules.RuleBook;
import org.jspecify.annotations.Nullable;
import ua_parser.Parser;

/** A process that loads rules once, and prints the nanoseconds or the bytes of live heap that this takes. */
final class RulesLoading {

    /** Keeps the rules in the heap. */
    @SuppressWarnings("unused")
    private static volatile @Nullable Object kept;

    private RulesLoading() {}

    /** Takes whose rules, {@code ours} or {@code uap}, and what to look at, {@code time} or {@code heap}. */
    public static void main(String... arguments) throws InterruptedException {
        boolean ours = arguments[0].equals("ours");
        if (arguments[1].equals("time")) {
            long before = System.nanoTime();
            kept = load(ours);
            Figures.print("nanos", System.nanoTime() - before);
        } else {
            long before = LiveHeap.bytes();
            kept = load(ours);
            Figures.print("bytes", LiveHeap.bytes() - before);
        }
    }

    private static Object load(boolean ours) {
        return ours ? RuleBook.load() : new Parser();
    }
}
