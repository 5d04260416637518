package io.livevisitors.device;

import org.jspecify.annotations.Nullable;

/**
 * What a request and its pixel tell about a device, as sent. Every value may be null, empty or hostile. Immutable.
 *
 * @param userAgent the {@code User-Agent} header
 * @param brands {@code Sec-CH-UA}
 * @param mobile {@code Sec-CH-UA-Mobile}, {@code ?1} or {@code ?0}
 * @param chPlatform {@code Sec-CH-UA-Platform}
 * @param model {@code Sec-CH-UA-Model}
 * @param formFactors {@code Sec-CH-UA-Form-Factors}
 * @param requestedWith {@code X-Requested-With}: the application around an Android web view
 * @param maxTouchPoints {@code navigator.maxTouchPoints}, 0 to 256
 * @param screen {@code WxH} in CSS pixels
 * @param platform {@code navigator.platform}
 * @param webdriver {@code navigator.webdriver}
 * @see <a href="https://wicg.github.io/ua-client-hints/">User-Agent Client Hints</a>
 */
public record DeviceHints(
        @Nullable String userAgent,
        @Nullable String brands,
        @Nullable String mobile,
        @Nullable String chPlatform,
        @Nullable String model,
        @Nullable String formFactors,
        @Nullable String requestedWith,
        @Nullable Integer maxTouchPoints,
        @Nullable String screen,
        @Nullable String platform,
        boolean webdriver) {

    /** Hints that consist of a User-Agent alone. */
    public static DeviceHints ofUserAgent(@Nullable String userAgent) {
        return new DeviceHints(userAgent, null, null, null, null, null, null, null, null, null, false);
    }
}
