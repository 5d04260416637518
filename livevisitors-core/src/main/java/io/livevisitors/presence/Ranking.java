package io.livevisitors.presence;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Counted things, the largest count first, at every moment. One more or one less moves a thing past those of its own
 * count alone, and these stand together: it changes places with the first or the last of them. So every operation takes
 * constant time, and whoever asks for the largest reads them from the front. Owned by the registry's lock.
 */
final class Ranking<T extends Ranking.Ranked> {

    private static final int MIN_LENGTH = 16;

    private @Nullable Ranked[] order = new @Nullable Ranked[MIN_LENGTH];
    private int size;
    private int total;

    /** Something that is counted; in one ranking at a time. */
    abstract static class Ranked {

        private int rank;
        /** Those of the same count; null while the count is 0. */
        private @Nullable Level level;

        /** How many were counted under it. */
        final int count() {
            return level == null ? 0 : level.count;
        }
    }

    /** All that have one count: {@code size} of them from {@code first} on. */
    private static final class Level {

        int count;
        int first;
        int size;

        Level(int count, int first) {
            this.count = count;
            this.first = first;
        }

        int last() {
            return first + size - 1;
        }
    }

    /** Counts one more. */
    void add(T thing) {
        Ranked ranked = thing;
        total++;
        if (ranked.level == null) {
            append(ranked);
            return;
        }
        Level level = ranked.level;
        swap(ranked, level.first);
        Level above = ranked.rank == 0 ? null : level(ranked.rank - 1);
        if (above != null && above.count == level.count + 1) {
            level.first++;
            level.size--;
            above.size++;
            ranked.level = above;
        } else if (level.size == 1) {
            level.count++;
        } else {
            level.first++;
            level.size--;
            ranked.level = alone(level.count + 1, ranked.rank);
        }
    }

    /** Counts one less. */
    void remove(T thing) {
        Ranked ranked = thing;
        Level level = ranked.level;
        if (level == null) {
            throw new IllegalStateException("nobody is counted under " + thing);
        }
        total--;
        swap(ranked, level.last());
        if (level.count == 1) {
            level.size--;
            truncate(ranked);
            return;
        }
        Level below = ranked.rank == size - 1 ? null : level(ranked.rank + 1);
        if (below != null && below.count == level.count - 1) {
            level.size--;
            below.first--;
            below.size++;
            ranked.level = below;
        } else if (level.size == 1) {
            level.count--;
        } else {
            level.size--;
            ranked.level = alone(level.count - 1, ranked.rank);
        }
    }

    /** How many were counted under all together. */
    int total() {
        return total;
    }

    /** How many things have a count. */
    int size() {
        return size;
    }

    /** The thing of this rank, 0 being one of the largest count. */
    @SuppressWarnings("unchecked") // only things of the type T are ever added
    T at(int rank) {
        Ranked ranked = order[rank];
        if (ranked == null) {
            throw new IndexOutOfBoundsException(rank);
        }
        return (T) ranked;
    }

    private void append(Ranked ranked) {
        if (size == order.length) {
            order = Arrays.copyOf(order, size * 2);
        }
        Level lowest = size == 0 ? null : level(size - 1);
        if (lowest != null && lowest.count == 1) {
            lowest.size++;
            ranked.level = lowest;
        } else {
            ranked.level = alone(1, size);
        }
        ranked.rank = size;
        order[size++] = ranked;
    }

    /** Takes the last one off. */
    private void truncate(Ranked ranked) {
        ranked.level = null;
        order[--size] = null;
        if (size < order.length / 4 && order.length > MIN_LENGTH) {
            order = Arrays.copyOf(order, order.length / 2);
        }
    }

    private Level level(int rank) {
        Level level = ((Ranked) at(rank)).level;
        if (level == null) {
            throw new IllegalStateException("ranked without a count: " + order[rank]);
        }
        return level;
    }

    private static Level alone(int count, int rank) {
        Level level = new Level(count, rank);
        level.size = 1;
        return level;
    }

    private void swap(Ranked ranked, int rank) {
        Ranked other = order[rank];
        order[ranked.rank] = other;
        order[rank] = ranked;
        if (other != null) {
            other.rank = ranked.rank;
        }
        ranked.rank = rank;
    }
}
