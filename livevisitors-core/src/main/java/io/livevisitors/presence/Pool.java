package io.livevisitors.presence;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Values that many visitors share: each is made once, and kept for as long as somebody holds it. Owned by the registry's
 * lock.
 */
final class Pool<K, V> {

    private final Map<K, Held<V>> held = new HashMap<>();
    private final Function<? super K, ? extends V> maker;
    private final Consumer<? super V> dropped;

    /**
     * @param maker makes the value of a key
     * @param dropped told of a value that nobody holds any more
     */
    Pool(Function<? super K, ? extends V> maker, Consumer<? super V> dropped) {
        this.maker = maker;
        this.dropped = dropped;
    }

    /** The value of a key, to be given back by {@link #release}. */
    V hold(K key) {
        Held<V> found = held.get(key);
        if (found == null) {
            found = new Held<>(maker.apply(key));
            held.put(key, found);
        }
        found.holders++;
        return found.value;
    }

    /** Gives back what one call of {@link #hold} gave. */
    void release(K key) {
        Held<V> found = held.get(key);
        if (found == null) {
            throw new IllegalStateException("nobody holds " + key);
        }
        if (--found.holders == 0) {
            held.remove(key);
            dropped.accept(found.value);
        }
    }

    private static final class Held<V> {

        final V value;
        int holders;

        Held(V value) {
            this.value = value;
        }
    }
}
