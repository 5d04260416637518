package io.livevisitors.presence;

import java.util.Arrays;

/**
 * How many visitors each network holds, and how many the heaviest one does. Two arrays with linear probing: a visitor may
 * well be the only one of its network, so a network must cost little. Constant time but for the doubling of the arrays.
 * Owned by the registry's lock.
 */
final class NetworkCounts {

    private static final int MIN_LENGTH = 16;

    private int[] networks = new int[MIN_LENGTH];
    /** Visitors of the network in the same place; 0 where there is none. */
    private int[] visitors = new int[MIN_LENGTH];

    private int size;
    /** How many networks hold that many visitors. */
    private int[] networksHolding = new int[MIN_LENGTH];

    private int heaviest;

    void add(int network) {
        if (2 * (size + 1) > networks.length) {
            resize(2 * networks.length);
        }
        int place = find(network);
        networks[place] = network;
        size += visitors[place] == 0 ? 1 : 0;
        count(visitors[place], -1);
        count(++visitors[place], 1);
        heaviest = Math.max(heaviest, visitors[place]);
    }

    void remove(int network) {
        int place = find(network);
        if (visitors[place] == 0) {
            throw new IllegalStateException("nobody is of network " + network);
        }
        count(visitors[place], -1);
        if (networksHolding[heaviest] == 0) {
            heaviest--;
        }
        count(--visitors[place], 1);
        if (visitors[place] == 0) {
            size--;
            close(place);
            if (8 * size < networks.length && networks.length > MIN_LENGTH) {
                resize(networks.length / 2);
            }
        }
    }

    int of(int network) {
        return visitors[find(network)];
    }

    /** Visitors of the network that holds most; 0 if nobody is here. */
    int heaviest() {
        return heaviest;
    }

    private void count(int held, int change) {
        if (held == networksHolding.length) {
            networksHolding = Arrays.copyOf(networksHolding, 2 * held);
        }
        if (held > 0) {
            networksHolding[held] += change;
        }
    }

    /** Where a network is, or the empty place where it would be put. */
    private int find(int network) {
        int place = home(network);
        while (visitors[place] != 0 && networks[place] != network) {
            place = next(place);
        }
        return place;
    }

    /** Moves back what was probed past a place that became empty. */
    private void close(int empty) {
        int hole = empty;
        for (int place = next(hole); visitors[place] != 0; place = next(place)) {
            int home = home(networks[place]);
            boolean stays = hole <= place ? hole < home && home <= place : hole < home || home <= place;
            if (!stays) {
                networks[hole] = networks[place];
                visitors[hole] = visitors[place];
                visitors[place] = 0;
                hole = place;
            }
        }
    }

    private void resize(int length) {
        int[] oldNetworks = networks;
        int[] oldVisitors = visitors;
        networks = new int[length];
        visitors = new int[length];
        for (int i = 0; i < oldVisitors.length; i++) {
            if (oldVisitors[i] != 0) {
                int place = find(oldNetworks[i]);
                networks[place] = oldNetworks[i];
                visitors[place] = oldVisitors[i];
            }
        }
    }

    private int home(int network) {
        return network & (networks.length - 1);
    }

    private int next(int place) {
        return (place + 1) & (networks.length - 1);
    }
}
