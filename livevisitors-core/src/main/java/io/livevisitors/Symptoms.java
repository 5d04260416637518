package io.livevisitors;

import io.livevisitors.doctor.Symptom;
import io.livevisitors.doctor.Symptom.Kind;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What went wrong since the start at sockets and in backends, for the doctor. Strangers can cause most of it, so of each
 * kind a few are told apart and the rest is left to the counters. Thread-safe.
 */
final class Symptoms {

    private static final int MAX_OF_A_KIND = 10;
    private static final int MAX_DETAIL = 300;

    private record Key(Kind kind, String detail) {}

    private final InstantSource clock;
    private final Map<Key, Symptom> seen = new LinkedHashMap<>();

    Symptoms(InstantSource clock) {
        this.clock = clock;
    }

    /** @param detail as it came; it is made fit for people */
    void see(Kind kind, String detail) {
        Instant now = clock.instant();
        Key key = new Key(kind, Printable.of(detail, MAX_DETAIL));
        synchronized (seen) {
            Symptom before = seen.get(key);
            long ofKind = seen.keySet().stream().filter(k -> k.kind == kind).count();
            if (before != null || ofKind < MAX_OF_A_KIND) {
                seen.put(key, new Symptom(kind, key.detail, before == null ? 1 : before.count() + 1, now));
            }
        }
    }

    /** The newest first. */
    List<Symptom> all() {
        synchronized (seen) {
            return seen.values().stream()
                    .sorted(Comparator.comparing(Symptom::last).reversed())
                    .toList();
        }
    }
}
