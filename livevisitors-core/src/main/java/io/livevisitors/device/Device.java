package io.livevisitors.device;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a visitor's requests say about the device that sent them. Immutable.
 *
 * @param type class of the device
 * @param browser family name of the browser, for example {@code Chrome Mobile}; null if unknown
 * @param browserVersion major version, for example {@code 126}; null if unknown
 * @param os family name of the operating system, for example {@code Android}; null if unknown
 * @param osVersion version as far as it is said, for example {@code 14}; null if unknown
 * @param automated whether a program drives the browser ({@code navigator.webdriver}, a headless User-Agent)
 */
public record Device(
        DeviceType type,
        @Nullable String browser,
        @Nullable String browserVersion,
        @Nullable String os,
        @Nullable String osVersion,
        boolean automated) {

    /** A device of which nothing is known. */
    public static final Device UNKNOWN = new Device(DeviceType.OTHER, null, null, null, null, false);

    public Device {
        Objects.requireNonNull(type, "type");
    }
}
