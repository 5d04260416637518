package io.livevisitors.presence;

import io.livevisitors.privacy.AnonymousVisit;
import io.livevisitors.privacy.Pseudonym;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The visitors of a pixel: by pseudonym, by arrival, by how long they have been silent, by network. Constant time. Owned
 * by the registry's lock.
 */
final class Roster {

    private final int maxVisitors;
    private final Population population;
    private final PseudonymTable<Stay> stays = new PseudonymTable<>();
    /** Those who came under another salt, by the pseudonym that they still show. */
    private final Map<Pseudonym, Stay> renamed = new HashMap<>();

    private final NetworkCounts networks = new NetworkCounts();
    private final Lineup<Stay> silentPeople = new Lineup<>();
    private final Lineup<Stay> silentPrograms = new Lineup<>();
    private @Nullable Stay newest;
    private long arrivals;
    /** Whether a place among the visitors of all pixels is kept for the next who arrives. */
    private boolean placeKept;

    Roster(int maxVisitors, Population population) {
        this.maxVisitors = maxVisitors;
        this.population = population;
    }

    // ---------------------------------------------------------------- questions

    /** Under this salt's pseudonym, else under that of the salt before or after; null if nobody is. */
    @Nullable Stay find(AnonymousVisit who) {
        Stay stay = stays.get(who.visitor());
        if (stay == null && who.previous() != null) {
            stay = stays.get(who.previous());
        }
        // A visit that was on its way while the salt changed knows nothing of the new one.
        return stay != null || renamed.isEmpty() ? stay : renamed.get(who.visitor());
    }

    /** The visitor shown under a pseudonym; null if nobody is. */
    @Nullable Stay shownAs(Pseudonym token) {
        Stay stay = renamed.get(token);
        if (stay == null) {
            stay = stays.get(token);
        }
        return stay == null || (stay.firstId != null && !stay.firstId.equals(token)) ? null : stay;
    }

    /**
     * Who has to go so that one more of a network can come: the longest silent, robots and driven browsers before people.
     * Null if nobody has to: because the network is the heaviest, which holds several visitors while no other holds more;
     * or because the newcomer is a program and only people are here.
     */
    @Nullable Stay whoMakesRoomFor(long network, Audience newcomer) {
        int held = networks.of(fold(network));
        if (held > 1 && held == networks.heaviest()) {
            return null;
        }
        Stay program = silentPrograms.first();
        return program != null || newcomer != Audience.PEOPLE ? program : silentPeople.first();
    }

    private Lineup<Stay> silences(Stay stay) {
        return stay.isCounted() ? silentPeople : silentPrograms;
    }

    /** Who arrived last and is still here; null if nobody is. */
    @Nullable Stay newest() {
        return newest;
    }

    /** How many ever arrived. */
    long arrivals() {
        return arrivals;
    }

    boolean isEmpty() {
        return stays.size() == 0;
    }

    // ---------------------------------------------------------------- events

    /** Keeps a place for the next who arrives, here and among the visitors of all pixels; false if there is none. */
    boolean keepPlace() {
        if (!placeKept && stays.size() < maxVisitors) {
            placeKept = population.enter();
        }
        return placeKept;
    }

    /** Gives back the place kept, if nobody arrived to take it. */
    void givePlaceBack() {
        if (placeKept) {
            placeKept = false;
            population.left();
        }
    }

    /** Enters a new visitor at the place kept. */
    Stay arrive(
            Visit visit,
            Audience audience,
            Profile profile,
            Acquisition acquisition,
            Name entryPage,
            long unixSeconds,
            long now) {
        int network = fold(visit.network());
        Stay stay = new Stay(
                visit.who().visitor(), arrivals++, network, audience, profile, acquisition, entryPage, unixSeconds);
        stays.add(stay);
        networks.add(network);
        placeKept = false;
        silences(stay).touch(stay, now);
        stay.earlier = newest;
        if (newest != null) {
            newest.later = stay;
        }
        newest = stay;
        return stay;
    }

    /** Notes that a visitor was heard of; a new salt gives it a new pseudonym to be found by. */
    void heard(Stay stay, AnonymousVisit who, long now) {
        if (stay.is(who.previous()) && !stays.contains(who.visitor())) {
            if (stay.firstId == null) {
                stay.firstId = stay.id();
                renamed.put(stay.firstId, stay);
            }
            stays.rename(stay, who.visitor());
        }
        silences(stay).touch(stay, now);
    }

    /** Takes a visitor out; {@code makesRoom} keeps its place for the next who arrives, so that no other pixel gets it. */
    void remove(Stay stay, boolean makesRoom) {
        stays.remove(stay);
        if (stay.firstId != null) {
            renamed.remove(stay.firstId);
        }
        networks.remove(stay.network);
        placeKept |= makesRoom;
        if (!makesRoom) {
            population.left();
        }
        stay.leave();
        if (stay.later == null) {
            newest = stay.earlier;
        } else {
            stay.later.earlier = stay.earlier;
        }
        if (stay.earlier != null) {
            stay.earlier.later = stay.later;
        }
        stay.later = null;
        stay.earlier = null;
        stay.gone = true;
    }

    private static int fold(long network) {
        return Long.hashCode(network);
    }
}
