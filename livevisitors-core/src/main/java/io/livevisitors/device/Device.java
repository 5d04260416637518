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
 * @param osVersion version as far as it is said, at most two parts of it, for example {@code 14} or {@code 17.4}; null
 *     if unknown
 * @param automated whether a program drives the browser ({@code navigator.webdriver}, a headless User-Agent)
 * @param evidence what decided the class, a sentence for people: the reason of the rule; empty if not said. Devices
 *     are held by what they say, so it must be one of few constant texts and never name what only one visitor has
 */
public record Device(
        DeviceType type,
        @Nullable String browser,
        @Nullable String browserVersion,
        @Nullable String os,
        @Nullable String osVersion,
        boolean automated,
        String evidence) {

    /** A device of which nothing is known. */
    public static final Device UNKNOWN = new Device(DeviceType.OTHER, null, null, null, null, false);

    public Device {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(evidence, "evidence");
    }

    /** A device whose class needs no evidence. */
    public Device(
            DeviceType type,
            @Nullable String browser,
            @Nullable String browserVersion,
            @Nullable String os,
            @Nullable String osVersion,
            boolean automated) {
        this(type, browser, browserVersion, os, osVersion, automated, "");
    }
}
