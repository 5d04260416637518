package io.livevisitors.benchmarks.devices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.livevisitors.device.DeviceType;
import org.junit.jupiter.api.Test;

class TallyTest {

    private final Tally tally = new Tally();

    @Test
    void everyAnswerCountsByItsWeight() {
        tally.add("mobile", DeviceType.MOBILE, 3);
        tally.add("mobile", DeviceType.TABLET, 1);
        tally.add("bot", DeviceType.BOT, 1);
        tally.add("desktop", DeviceType.BOT, 1);
        assertThat(tally.accuracy()).isCloseTo(4 / 6.0, within(1e-9));
        assertThat(tally.recall("mobile")).isCloseTo(3 / 4.0, within(1e-9));
        assertThat(tally.macroRecall()).isCloseTo((3 / 4.0 + 1 + 0) / 3, within(1e-9));
        assertThat(tally.falseRobots()).isCloseTo(1 / 5.0, within(1e-9));
        assertThat(tally.count("mobile", DeviceType.TABLET)).isEqualTo(1);
    }

    @Test
    void whatIsNoRobotCountsAmongTheOthersWhateverItIs() {
        tally.add("notbot", DeviceType.DESKTOP, 1);
        tally.add("notbot", DeviceType.BOT, 1);
        tally.add("bot", DeviceType.OTHER, 1);
        assertThat(tally.falseRobots()).isCloseTo(1 / 2.0, within(1e-9));
        assertThat(tally.recall("bot")).isZero();
    }

    @Test
    void aClassThatTheCorpusLacksDoesNotCountInTheMean() {
        tally.add("mobile", DeviceType.MOBILE, 1);
        assertThat(tally.recall("tablet")).isNaN();
        assertThat(tally.macroRecall()).isEqualTo(1);
    }
}
