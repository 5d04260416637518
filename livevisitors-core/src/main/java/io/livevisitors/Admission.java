package io.livevisitors;

import io.livevisitors.web.ClientRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

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
    int enter(PixelRegistry registry, Recogniser.Recognised recognised) {
        int wait = takeRates(registry, recognised);
        if (wait > 0) {
            registry.refused(recognised.visits().size());
            return wait;
        }
        int[] newcomerWait = {FULL_RETRY_SECONDS};
        PixelRegistry.Outcome outcome = registry.apply(recognised.visits(), () -> {
            int newcomers = rates.take(
                    RateLimits.Kind.NEW_VISITORS,
                    recognised.network(),
                    1,
                    settings.limit(Limit.NEW_VISITORS_PER_NETWORK));
            newcomerWait[0] = newcomers == 0 ? FULL_RETRY_SECONDS : newcomers;
            return newcomers == 0;
        });
        if (outcome == PixelRegistry.Outcome.OPTED_OUT) {
            counters.add("opted_out");
        }
        return outcome == PixelRegistry.Outcome.REFUSED ? newcomerWait[0] : 0;
    }

    /** Signs of life of known tabs have a limit for each tab, everything else one for its address and network. */
    private int takeRates(PixelRegistry registry, Recogniser.Recognised recognised) {
        int others = 0;
        Map<Long, Integer> byTab = new HashMap<>(2);
        for (Visit visit : recognised.visits()) {
            var tab = visit.who().tab();
            if (visit.type().isSignOfLife() && tab != null && registry.knowsTab(tab)) {
                byTab.merge(tab.high() ^ tab.low(), 1, Integer::sum);
            } else {
                others++;
            }
        }
        for (Map.Entry<Long, Integer> tab : byTab.entrySet()) {
            int wait =
                    rates.take(RateLimits.Kind.TAB, tab.getKey(), tab.getValue(), settings.limit(Limit.EVENTS_PER_TAB));
            if (wait > 0) {
                return wait;
            }
        }
        if (others == 0) {
            return 0;
        }
        int perAddress = settings.limit(Limit.EVENTS_PER_ADDRESS);
        int wait = rates.take(RateLimits.Kind.ADDRESS, recognised.address(), others, perAddress);
        if (wait > 0) {
            return wait;
        }
        int perNetwork =
                (int) Math.min(Integer.MAX_VALUE, (long) perAddress * settings.limit(Limit.ADDRESSES_PER_NETWORK));
        return rates.take(RateLimits.Kind.NETWORK, recognised.network(), others, perNetwork);
    }
}
