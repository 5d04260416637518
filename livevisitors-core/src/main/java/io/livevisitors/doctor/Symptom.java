package io.livevisitors.doctor;

import java.time.Instant;

/**
 * Something that went wrong at a socket or in a backend, as often as it was seen. Immutable.
 *
 * @param detail what was given, made fit for people: a key, an origin, seconds
 * @param count how often
 * @param last when the newest came
 */
public record Symptom(Kind kind, String detail, long count, Instant last) {

    /** What went wrong. */
    public enum Kind {
        /** A client asked for another application's key: {@code detail} is the key. */
        UNKNOWN_KEY,
        /** A client asked for the application secret, as if it were the key; {@code detail} is empty. */
        SECRET_AS_KEY,
        /** A page of an origin that is not allowed asked for a socket: the origin, a space, and the host asked for. */
        REFUSED_ORIGIN,
        /** A backend that knows the secret is late: whole minutes, in seconds, by which its clock is behind, less than 0 if it is ahead. */
        CLOCK_SKEW,
        /** There were as many connections as there may be: of one address, or in all. */
        QUOTA_REACHED
    }
}
