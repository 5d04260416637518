package io.livevisitors.benchmarks.broadcast;

/** When the next event is published. */
enum Pace {
    /** When the last has come to all readers. */
    ONE_AT_A_TIME,
    /** As soon as not too many are on their way. */
    SATURATED
}
