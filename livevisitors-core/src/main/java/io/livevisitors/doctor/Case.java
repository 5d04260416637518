package io.livevisitors.doctor;

import io.livevisitors.web.StrippedUpgrade;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one installation. Immutable.
 *
 * @param publicUrl where browsers find the library, the base path included; null if nobody said
 * @param pathKnown whether the path of publicUrl was said, and not only its host, as by REVERB_HOST
 * @param openedAt where the doctor was asked for, as the browser saw it: scheme, host and port; null if from code
 * @param appKey the application key
 * @param isSecret whether a text is the application secret, which must not be shown
 * @param probe what tells the doctor's own attempts from others'
 * @param originAllowed whether a page of an origin may open a socket, asked for under this host
 * @param maxConnections sockets that may be open at once
 * @param servesSockets whether a servlet for sockets runs by now
 * @param somebodyMaySee whether anybody was let see the visitors
 * @param foreign variables of Laravel Reverb and its applications that are set, by name
 * @param unknown variables that look like settings and are none, each with the name that may be meant, or an empty text
 * @param redis the Redis server that is named; null if none is
 * @param scaling whether visitors are meant to be shared between nodes
 * @param stripped handshakes that a proxy made ordinary requests of, until now; the newest first
 * @param symptoms what else went wrong
 * @param warnings sentences of their own, each with its remedy
 */
public record Case(
        @Nullable URI publicUrl,
        boolean pathKnown,
        @Nullable URI openedAt,
        String appKey,
        Predicate<String> isSecret,
        String probe,
        OriginRule originAllowed,
        int maxConnections,
        BooleanSupplier servesSockets,
        boolean somebodyMaySee,
        Map<String, String> foreign,
        Map<String, String> unknown,
        @Nullable URI redis,
        boolean scaling,
        Supplier<List<StrippedUpgrade.Sighting>> stripped,
        List<Symptom> symptoms,
        List<String> warnings) {

    /** Whether a page may open a socket. */
    @FunctionalInterface
    public interface OriginRule {
        boolean allows(String origin, String host);
    }

    /** The symptoms of a kind. */
    List<Symptom> symptoms(Symptom.Kind kind) {
        Predicate<Symptom> ofKind = symptom -> symptom.kind() == kind;
        return symptoms.stream().filter(ofKind).toList();
    }

    /** A variable of somebody else; null if it is not set. */
    @Nullable String variable(String name) {
        return foreign.get(name);
    }

    /** Where it is, alone: variables and the address of Redis may hold passwords. */
    @Override
    public String toString() {
        return "Case[publicUrl=" + publicUrl + "]";
    }
}
