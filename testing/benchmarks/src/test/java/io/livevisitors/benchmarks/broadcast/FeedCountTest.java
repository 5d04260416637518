package io.livevisitors.benchmarks.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.benchmarks.broadcast.FeedFrame.Kind;
import org.junit.jupiter.api.Test;

class FeedCountTest {

    private final FeedCount count = new FeedCount();

    @Test
    void numbersThatFollowTheSnapshotsHaveNoGap() {
        count.take(Kind.SNAPSHOT, 5);
        count.take(Kind.ACTIVE, 6);
        count.take(Kind.OTHER, 7);
        count.take(Kind.ACTIVE, 8);

        assertThat(count.actives()).isEqualTo(2);
        assertThat(count.events()).isEqualTo(4);
        assertThat(count.gaps()).isZero();
    }

    @Test
    void aServerWithoutSnapshotsMayBeginWithAnyNumber() {
        count.take(Kind.ACTIVE, 100);
        count.take(Kind.ACTIVE, 101);

        assertThat(count.gaps()).isZero();
    }

    @Test
    void aNumberThatIsLeftOutOrComesTwiceIsALoss() {
        count.take(Kind.ACTIVE, 1);
        count.take(Kind.ACTIVE, 3);
        count.take(Kind.ACTIVE, 3);
        count.take(Kind.ACTIVE, 4);

        assertThat(count.gaps()).isEqualTo(2);
    }

    @Test
    void anotherSnapshotIsWhatAReaderGetsThatLostSomething() {
        count.take(Kind.SNAPSHOT, 1);
        count.take(Kind.ACTIVE, 2);
        count.take(Kind.SNAPSHOT, 3);
        count.take(Kind.ACTIVE, 4);

        assertThat(count.gaps()).isEqualTo(1);
    }
}
