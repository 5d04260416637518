package io.livevisitors.device;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The class of a device, by tokens of the User-Agent and by what only the pixel knows. First match wins, from what is
 * certain to what is likely. Asked of at most 512 characters.
 */
final class DeviceTypeRules {

    private static final Pattern ROBOT = anyOf(
            "(?<!cu)bot\\b",
            "bot/",
            "bots\\b",
            "crawl",
            "spider",
            "slurp",
            "archiver",
            "facebookexternalhit",
            "\\+https?://",
            "curl/",
            "wget/",
            "python-",
            "python/",
            "java/",
            "okhttp",
            "go-http-client",
            "libwww",
            "httpclient",
            "headlesschrome/.*lighthouse",
            "pingdom",
            "uptime",
            "monitor",
            "preview",
            "fetcher",
            "scrapy",
            "node-fetch",
            "axios/",
            "guzzle",
            "postman",
            "feed",
            "validator",
            "mediapartners-google",
            "adsbot",
            "apis-google");
    private static final Pattern TELEVISION_CONSOLE_WATCH = anyOf(
            "smart-?tv",
            "smarttv",
            "google ?tv",
            "apple ?tv",
            "android ?tv",
            "hbbtv",
            "netcast",
            "web0s",
            "webos.tv",
            "tizen.+tv",
            "\\btv\\b",
            "bravia",
            "aft[a-z]{1,4}\\b",
            "roku",
            "crkey",
            "viera",
            "playstation",
            "xbox",
            "nintendo",
            "\\bwatch",
            "kindle/",
            "tesla/",
            "qtcarbrowser");
    private static final Pattern TABLET = anyOf(
            "ipad",
            "tablet",
            "playbook",
            "silk(?!.*mobile)",
            "kindle",
            "\\bkf[a-z]{2,4}\\b",
            "nexus (7|9|10)\\b",
            "sm-t\\d",
            "sm-x\\d",
            "sm-p\\d",
            "gt-p\\d",
            "galaxy tab",
            "mediapad",
            "matepad",
            "lenovo (tb|tab)",
            "\\bpad\\b",
            "xoom",
            "transformer",
            "iconia");
    private static final Pattern MOBILE = anyOf(
            "iphone",
            "ipod",
            "mobile",
            "mobi\\b",
            "windows phone",
            "iemobile",
            "blackberry",
            "bb10",
            "opera mini",
            "opera mobi",
            "symbian",
            "series ?[46]0",
            "j2me",
            "midp",
            "kaios",
            "phone");
    private static final Pattern DESKTOP = anyOf(
            "windows nt", "windows ?(9|20|xp)", "macintosh", "mac os x", "x11", "linux (x86|i\\d86|amd64)", "cros ");
    private static final Pattern ANDROID = anyOf("android");
    private static final Pattern HEADLESS = anyOf("headless", "phantomjs", "slimerjs", "electron/.*cypress");

    private DeviceTypeRules() {}

    static DeviceType typeOf(DeviceHints hints) {
        String userAgent = hints.userAgent() == null ? "" : hints.userAgent();
        if (isIn(ROBOT, userAgent)) {
            return DeviceType.BOT;
        }
        DeviceType hinted = byHints(hints);
        return hinted != null ? hinted : byTokens(userAgent, hints.maxTouchPoints());
    }

    static boolean isHeadless(String userAgent) {
        return isIn(HEADLESS, userAgent);
    }

    /** What Chromium says in so many words; null if it says nothing that decides. */
    private static @Nullable DeviceType byHints(DeviceHints hints) {
        String formFactors = hints.formFactors();
        if (formFactors != null && !formFactors.isBlank()) {
            if (formFactors.contains("Tablet")) {
                return DeviceType.TABLET;
            }
            if (formFactors.contains("Mobile")) {
                return DeviceType.MOBILE;
            }
            if (formFactors.contains("Desktop")) {
                return DeviceType.DESKTOP;
            }
            return DeviceType.OTHER;
        }
        return null;
    }

    private static DeviceType byTokens(String userAgent, @Nullable Integer touchPoints) {
        if (isIn(TELEVISION_CONSOLE_WATCH, userAgent)) {
            return DeviceType.OTHER;
        }
        if (isIn(TABLET, userAgent)) {
            return DeviceType.TABLET;
        }
        if (isIn(MOBILE, userAgent)) {
            return DeviceType.MOBILE;
        }
        if (isIn(ANDROID, userAgent)) {
            return DeviceType.TABLET;
        }
        if (isIn(DESKTOP, userAgent)) {
            boolean saysMac = userAgent.contains("Macintosh");
            return saysMac && touchPoints != null && touchPoints > 1 ? DeviceType.TABLET : DeviceType.DESKTOP;
        }
        return DeviceType.OTHER;
    }

    private static boolean isIn(Pattern pattern, String text) {
        return pattern.matcher(text).find();
    }

    private static Pattern anyOf(String... tokens) {
        return Pattern.compile(String.join("|", tokens), Pattern.CASE_INSENSITIVE);
    }
}
