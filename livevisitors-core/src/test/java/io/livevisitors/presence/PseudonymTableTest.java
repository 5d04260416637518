package io.livevisitors.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.privacy.Pseudonym;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Entries are found under their pseudonym while the table grows and shrinks under them. */
class PseudonymTableTest {

    private static final class Entry extends PseudonymTable.Entry<Entry> {

        Entry(Pseudonym id) {
            super(id);
        }
    }

    private final PseudonymTable<Entry> table = new PseudonymTable<>();
    private final Map<Pseudonym, Entry> expected = new HashMap<>();
    private final List<Pseudonym> ids = new ArrayList<>();
    private final Random random = new Random(1);

    @Test
    void entriesAreFoundWhateverCameAndWent() {
        for (int target : new int[] {5_000, 10, 20_000, 0, 300}) {
            while (ids.size() != target) {
                if (ids.size() < target == random.nextInt(10) > 0 || ids.isEmpty()) {
                    add();
                } else {
                    removeOne();
                }
                renameOne();
                assertThat(table.size()).isEqualTo(expected.size());
                checkSome();
            }
            expected.forEach((id, entry) -> assertThat(table.get(id)).isSameAs(entry));
        }
    }

    private void add() {
        // Few distinct low bits, so that buckets hold several.
        Pseudonym id = new Pseudonym(random.nextLong(), random.nextLong() & ~0xCL);
        Entry entry = new Entry(id);
        table.add(entry);
        expected.put(id, entry);
        ids.add(id);
    }

    private void removeOne() {
        Pseudonym id = takeOne();
        Entry entry = expected.remove(id);
        assertThat(entry).isNotNull();
        table.remove(entry);
        assertThat(table.contains(id)).isFalse();
    }

    private void renameOne() {
        if (ids.isEmpty() || random.nextInt(5) > 0) {
            return;
        }
        Entry entry = expected.remove(takeOne());
        assertThat(entry).isNotNull();
        Pseudonym before = entry.id();
        Pseudonym after = new Pseudonym(random.nextLong(), random.nextLong());
        table.rename(entry, after);
        expected.put(after, entry);
        ids.add(after);
        assertThat(table.get(before)).isNull();
        assertThat(table.get(after)).isSameAs(entry);
    }

    private Pseudonym takeOne() {
        int index = random.nextInt(ids.size());
        Pseudonym id = ids.get(index);
        ids.set(index, ids.get(ids.size() - 1));
        ids.remove(ids.size() - 1);
        return id;
    }

    private void checkSome() {
        for (int i = 0; i < 3 && !ids.isEmpty(); i++) {
            Pseudonym id = ids.get(random.nextInt(ids.size()));
            assertThat(table.get(id)).isSameAs(expected.get(id));
            assertThat(table.get(new Pseudonym(id.high() + 1, id.low()))).isNull();
        }
    }
}
