package io.livevisitors;

import io.livevisitors.privacy.AnonymousVisit;
import io.livevisitors.privacy.Pseudonym;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The visitors of a pixel: by pseudonym, by arrival, by how long they have been silent, by network. Constant time, save for
 * {@link #named}, which looks at everybody. Owned by the registry's lock.
 */
final class Roster {

    /** One network holding more than this part of a full roster gets no more newcomers in. */
    private static final int HEAVY_NETWORK_PART = 16;

    private final int maxVisitors;
    private final Population population;
    private final Map<Pseudonym, Stay> stays = new HashMap<>();
    private final Map<Long, Integer> networks = new HashMap<>();
    private final Lineup<Stay> arrivals = new Lineup<>();
    private final Lineup<Stay> silences = new Lineup<>();
    private long arrivalNumber;

    Roster(int maxVisitors, Population population) {
        this.maxVisitors = maxVisitors;
        this.population = population;
    }

    /** Under this salt's pseudonym, else under that of the salt before; null if nobody is. */
    @Nullable Stay find(AnonymousVisit who) {
        Stay stay = stays.get(who.visitor());
        return stay != null || who.previous() == null ? stay : stays.get(who.previous());
    }

    /** A new visitor, with what its first visit says. */
    Stay arrive(Visit visit, long unixSeconds, long now) {
        AnonymousVisit who = visit.who();
        String page = who.pageUrl() == null ? "" : who.pageUrl();
        Stay stay = new Stay(who.visitor(), arrivalNumber++, visit.network(), page, unixSeconds, now);
        stay.device = visit.device();
        stay.pageTitle = who.pageTitle();
        stay.referrer = who.referrer();
        stay.utmSource = who.utmSource();
        stay.utmMedium = who.utmMedium();
        stay.utmCampaign = who.utmCampaign();
        stays.put(stay.key, stay);
        networks.merge(stay.network, 1, Integer::sum);
        population.arrived();
        arrivals.touch(stay.arrival, now);
        silences.touch(stay.silence, now);
        return stay;
    }

    /** Notes that a visitor was heard of; a new salt gives it a new pseudonym to be found by. */
    void heard(Stay stay, AnonymousVisit who, long now) {
        if (stay.key.equals(who.previous()) && !stays.containsKey(who.visitor())) {
            stays.remove(stay.key);
            stay.key = who.visitor();
            stays.put(stay.key, stay);
        }
        silences.touch(stay.silence, now);
    }

    void remove(Stay stay) {
        stays.remove(stay.key);
        stay.arrival.leave();
        stay.silence.leave();
        stay.gone = true;
        networks.computeIfPresent(stay.network, (unused, held) -> held == 1 ? null : held - 1);
        population.left();
    }

    boolean hasRoom() {
        return stays.size() < maxVisitors && population.hasRoom();
    }

    /**
     * Who has to go so that one more of a network can come; null if nobody has to, because the network holds more than
     * its part already.
     */
    @Nullable Stay whoMakesRoomFor(long network) {
        boolean heavy = networks.getOrDefault(network, 0) >= Math.max(1, maxVisitors / HEAVY_NETWORK_PART);
        return heavy ? null : silences.first();
    }

    List<Stay> named(String token) {
        return stays.values().stream().filter(stay -> stay.token.equals(token)).toList();
    }

    /** In the order of arrival. */
    Lineup<Stay> arrivals() {
        return arrivals;
    }

    boolean isEmpty() {
        return stays.isEmpty();
    }
}
