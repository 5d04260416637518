package io.livevisitors.benchmarks.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.benchmarks.sockets.SlowCrowd.Found;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SlowCrowdTest {

    @Test
    void allHaveEndedIfEachWasDroppedOrClosed() {
        assertThat(found(15, 9, 6, 0).allEnded()).isTrue();
    }

    @Test
    void oneThatStaysOrIsNotRecordedOrIsRecordedTwiceHasNotEndedAsDocumented() {
        assertThat(found(15, 9, 5, 1).allEnded()).isFalse();
        assertThat(found(15, 9, 5, 0).allEnded()).isFalse();
        assertThat(found(15, 9, 7, 0).allEnded()).isFalse();
        assertThat(found(0, 0, 0, 0).allEnded()).isFalse();
    }

    private static Found found(long slow, long dropped, long told, long stayed) {
        return new Found(Map.of(), slow, dropped, told, stayed, 0, true, "");
    }
}
