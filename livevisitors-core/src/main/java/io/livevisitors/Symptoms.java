package io.livevisitors;

import io.livevisitors.doctor.Symptom;
import io.livevisitors.doctor.Symptom.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What went wrong lately at sockets and in backends, for the doctor. Strangers can cause most of it, so of each kind a
 * number is told apart, and whoever comes beyond takes the place of the rarest; what happens again and again stays.
 * Thread-safe; owns its table under its lock.
 */
final class Symptoms {

    /** What has not come back for so long is over. */
    static final Duration REMEMBERED = Duration.ofHours(1);

    private static final int MAX_OF_A_KIND = 100;
    private static final int SHOWN_OF_A_KIND = 5;
    private static final int MAX_DETAIL = 300;
    private static final Comparator<Symptom> RAREST =
            Comparator.comparing(Symptom::count).thenComparing(Symptom::last);

    private final InstantSource clock;
    private final Map<Kind, Map<String, Symptom>> seen = new EnumMap<>(Kind.class);

    Symptoms(InstantSource clock) {
        this.clock = clock;
    }

    /** @param detail as it came; it is made fit for people */
    void see(Kind kind, String detail) {
        Instant now = clock.instant();
        String shown = Printable.of(detail, MAX_DETAIL);
        synchronized (seen) {
            Map<String, Symptom> ofKind = seen.computeIfAbsent(kind, k -> new HashMap<>());
            Symptom before = ofKind.get(shown);
            if (before == null && ofKind.size() >= MAX_OF_A_KIND) {
                ofKind.values().stream().min(RAREST).ifPresent(rarest -> ofKind.remove(rarest.detail()));
            }
            ofKind.put(shown, new Symptom(kind, shown, before == null ? 1 : before.count() + 1, now));
        }
    }

    /** Those of the last hour, of each kind the most frequent few, the most frequent first. */
    List<Symptom> recent() {
        Instant since = clock.instant().minus(REMEMBERED);
        synchronized (seen) {
            return seen.values().stream()
                    .flatMap(ofKind -> ofKind.values().stream()
                            .filter(symptom -> !symptom.last().isBefore(since))
                            .sorted(RAREST.reversed())
                            .limit(SHOWN_OF_A_KIND))
                    .toList();
        }
    }
}
