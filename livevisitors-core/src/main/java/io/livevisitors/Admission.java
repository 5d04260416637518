package io.livevisitors;

import io.livevisitors.presence.PixelRegistry;
import io.livevisitors.presence.Visit;
import io.livevisitors.privacy.Pseudonym;
import io.livevisitors.web.ClientRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Lets recognised visits into a registry as far as the rates allow. Thread-safe. */
final class Admission {

    /** What a full registry asks its newcomers to wait, in seconds. */
    private static final int FULL_RETRY_SECONDS = 60;

    private final RateLimits rates;
    private final Settings settings;
    private final Counters counters;

    Admission(RateLimits rates, Settings settings, Counters counters) {
        this.rates = rates;
        this.settings = settings;
        this.counters = counters;
    }

    boolean isLeftOut(ClientRequest request) {
        Set<String> roles = settings.leftOutRoles();
        return !roles.isEmpty() && roles.stream().anyMatch(request::hasRole);
    }

    /**
     * Applies the visits, or refuses them all.
     *
     * @return 0 if they were taken, else the seconds after which to try again
     */
    int enter(PixelRegistry registry, List<Visit> visits, long network) {
        int[] newcomerWait = {FULL_RETRY_SECONDS};
        BooleanSupplier admitNewcomer = () -> {
            int wait = rates.take(
                    RateLimits.Kind.NEW_VISITORS, network, 1, settings.limit(Limit.NEW_VISITORS_PER_NETWORK));
            newcomerWait[0] = wait == 0 ? FULL_RETRY_SECONDS : wait;
            return wait == 0;
        };
        PixelRegistry.Outcome outcome = registry.applyOrHandOver(visits, admitNewcomer, this::count);
        count(outcome);
        return outcome == PixelRegistry.Outcome.REFUSED ? newcomerWait[0] : 0;
    }

    private void count(PixelRegistry.Outcome outcome) {
        if (outcome == PixelRegistry.Outcome.OPTED_OUT) {
            counters.add("opted_out");
        }
    }

    /**
     * Whether the limits of the sender's address and network will refuse these events, without a look at their texts: what
     * is over its limit may be as long and as twisted as it likes, and costs next to nothing. Takes nothing.
     *
     * @param tab the pseudonym of a beacon's tab; null if it names none
     * @return 0 if they may pass, else the seconds after which to try again
     */
    int foresee(
            PixelRegistry registry,
            Recogniser.Sender sender,
            List<Beacon> beacons,
            Function<Beacon, @Nullable Pseudonym> tab) {
        if (look(sender, beacons.size()) == 0) {
            return 0;
        }
        int others = 0;
        for (Beacon beacon : beacons) {
            others += isOfKnownTab(registry, beacon, tab.apply(beacon)) ? 0 : 1;
        }
        int wait = others == 0 ? 0 : look(sender, others);
        if (wait > 0) {
            registry.refused(beacons.size());
        }
        return wait;
    }

    private int look(Recogniser.Sender sender, int events) {
        int wait = rates.look(RateLimits.Kind.ADDRESS, sender.address(), events, perAddress());
        return wait > 0 ? wait : rates.look(RateLimits.Kind.NETWORK, sender.network(), events, perNetwork());
    }

    /**
     * Takes the events from the limits of their tabs, address and network: signs of life of known tabs have one for each
     * tab, everything else one for its address and one for its network.
     *
     * @return 0 if they were taken, else the seconds after which to try again
     */
    int takeRates(PixelRegistry registry, Recogniser.Sender sender, Recogniser.Anonymous anonymous) {
        int wait = takeWindows(registry, sender, anonymous);
        if (wait > 0) {
            registry.refused(anonymous.beacons().size());
        }
        return wait;
    }

    private int takeWindows(PixelRegistry registry, Recogniser.Sender sender, Recogniser.Anonymous anonymous) {
        if (anonymous.beacons().size() == 1) {
            Pseudonym tab = anonymous.who().get(0).tab();
            return tab != null && isOfKnownTab(registry, anonymous.beacons().get(0), tab)
                    ? takeTab(numberOf(tab), 1)
                    : takeAddress(sender, 1);
        }
        int others = 0;
        Map<Long, Integer> byTab = new HashMap<>(2);
        for (int i = 0; i < anonymous.beacons().size(); i++) {
            Pseudonym tab = anonymous.who().get(i).tab();
            if (tab != null && isOfKnownTab(registry, anonymous.beacons().get(i), tab)) {
                byTab.merge(numberOf(tab), 1, Integer::sum);
            } else {
                others++;
            }
        }
        for (Map.Entry<Long, Integer> tab : byTab.entrySet()) {
            int wait = takeTab(tab.getKey(), tab.getValue());
            if (wait > 0) {
                return wait;
            }
        }
        return others == 0 ? 0 : takeAddress(sender, others);
    }

    private int takeTab(long tab, int events) {
        return rates.take(RateLimits.Kind.TAB, tab, events, settings.limit(Limit.EVENTS_PER_TAB));
    }

    private static long numberOf(Pseudonym tab) {
        return tab.high() ^ tab.low();
    }

    private static boolean isOfKnownTab(PixelRegistry registry, Beacon beacon, @Nullable Pseudonym tab) {
        return beacon.type().isSignOfLife() && tab != null && registry.knowsTab(tab);
    }

    private int takeAddress(Recogniser.Sender sender, int events) {
        int wait = rates.take(RateLimits.Kind.ADDRESS, sender.address(), events, perAddress());
        return wait > 0 ? wait : rates.take(RateLimits.Kind.NETWORK, sender.network(), events, perNetwork());
    }

    private int perAddress() {
        return settings.limit(Limit.EVENTS_PER_ADDRESS);
    }

    private int perNetwork() {
        return (int) Math.min(Integer.MAX_VALUE, (long) perAddress() * settings.limit(Limit.ADDRESSES_PER_NETWORK));
    }
}
