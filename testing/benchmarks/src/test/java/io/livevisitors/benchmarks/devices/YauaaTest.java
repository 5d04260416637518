package io.livevisitors.benchmarks.devices;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.device.DeviceType;
import nl.basjes.parse.useragent.classify.DeviceClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class YauaaTest {

    @ParameterizedTest
    @EnumSource
    void everyClassOfYauaaIsOneOfOurs(DeviceClass theirs) {
        DeviceType expected = switch (theirs) {
            case PHONE, MOBILE -> DeviceType.MOBILE;
            case TABLET, E_READER -> DeviceType.TABLET;
            case DESKTOP -> DeviceType.DESKTOP;
            case ROBOT, ROBOT_MOBILE, ROBOT_IMITATOR, HACKER, CLOUD -> DeviceType.BOT;
            default -> DeviceType.OTHER;
        };
        assertThat(Yauaa.type(theirs.getValue())).isEqualTo(expected);
    }
}
