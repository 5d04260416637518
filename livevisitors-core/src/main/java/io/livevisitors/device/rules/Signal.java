package io.livevisitors.device.rules;

import java.util.List;

/** What is known of a device besides its User-Agent, under the names that conditions of the class table use. */
public enum Signal {
    /** {@code Sec-CH-UA}. */
    BRANDS,
    /** {@code Sec-CH-UA-Mobile}: {@code ?1} or {@code ?0}. */
    MOBILE,
    /** {@code Sec-CH-UA-Platform}, without its quotes. */
    CH_PLATFORM,
    /** {@code Sec-CH-UA-Model}, without its quotes. */
    MODEL,
    /** {@code Sec-CH-UA-Form-Factors}. */
    FORM_FACTORS,
    /** {@code X-Requested-With}. */
    REQUESTED_WITH,
    /** {@code navigator.platform}. */
    PLATFORM,
    /** {@code navigator.webdriver}: {@code true} or {@code false}. */
    WEBDRIVER,
    /** {@code navigator.maxTouchPoints}, a number. */
    TOUCH,
    /** The shorter side of the screen in CSS pixels, a number. */
    SHORT_SIDE,
    /** The longer side of the screen in CSS pixels, a number. */
    LONG_SIDE;

    static final List<Signal> VALUES = List.of(values());

    /** Whether it is a number. */
    public boolean isNumber() {
        return compareTo(TOUCH) >= 0;
    }
}
