package io.livevisitors.servlet;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Says whether something is new, so that it is logged once: of many different things only the first few are. */
final class FirstTime {

    private static final int MAX_REMEMBERED = 10;

    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    /** Whether this key is new and worth a line in the log. */
    boolean of(String key) {
        return seen.size() < MAX_REMEMBERED && seen.add(key);
    }
}
