package io.livevisitors.benchmarks.devices;

import io.livevisitors.device.DeviceHints;
import io.livevisitors.device.DeviceType;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import nl.basjes.parse.useragent.UserAgent;
import nl.basjes.parse.useragent.UserAgentAnalyzer;
import org.jspecify.annotations.Nullable;

/** Yauaa without its cache, asked for what the library asks for as well: class, browser and system. */
final class Yauaa {

    /** How its classes of devices are counted here, for people. */
    static final String MAPPING =
            "Yauaa's `Phone` and `Mobile` are counted as mobile, `Tablet` and `eReader` as tablet, `Desktop` as desktop,"
                    + " `Robot`, `Robot Mobile`, `Robot Imitator`, `Hacker` and `Cloud` as bot, all others as other";

    private final UserAgentAnalyzer analyzer = UserAgentAnalyzer.newBuilder()
            .hideMatcherLoadStats()
            .withFields(
                    UserAgent.DEVICE_CLASS,
                    UserAgent.AGENT_NAME,
                    UserAgent.AGENT_VERSION_MAJOR,
                    UserAgent.OPERATING_SYSTEM_NAME,
                    UserAgent.OPERATING_SYSTEM_VERSION_MAJOR)
            .withoutCache()
            .immediateInitialization()
            .build();

    /** Recognises by the User-Agent alone. */
    UserAgent parse(String userAgent) {
        return analyzer.parse(userAgent);
    }

    /** The class, by all headers it knows. */
    DeviceType classOf(DeviceHints hints) {
        Map<String, String> headers = new TreeMap<>();
        put(headers, "User-Agent", hints.userAgent());
        put(headers, "Sec-CH-UA", hints.brands());
        put(headers, "Sec-CH-UA-Mobile", hints.mobile());
        put(headers, "Sec-CH-UA-Platform", hints.chPlatform());
        put(headers, "Sec-CH-UA-Model", hints.model());
        put(headers, "Sec-CH-UA-Form-Factors", hints.formFactors());
        put(headers, "X-Requested-With", hints.requestedWith());
        return type(analyzer.parse(headers).getValue(UserAgent.DEVICE_CLASS));
    }

    private static void put(Map<String, String> headers, String name, @Nullable String value) {
        if (value != null) {
            headers.put(name, value);
        }
    }

    /** One of the five classes for one of Yauaa's. */
    static DeviceType type(String deviceClass) {
        return switch (deviceClass.toLowerCase(Locale.ROOT)) {
            case "phone", "mobile" -> DeviceType.MOBILE;
            case "tablet", "ereader" -> DeviceType.TABLET;
            case "desktop" -> DeviceType.DESKTOP;
            case "robot", "robot mobile", "robot imitator", "hacker", "cloud" -> DeviceType.BOT;
            default -> DeviceType.OTHER;
        };
    }
}
