package io.livevisitors.benchmarks.collector;

/** Fifty usual browsers, by the headers that they send, and one that is new each time. */
public final class UserAgents {

    public static final int COUNT = 50;

    /** Stands for the digits that make a User-Agent new. */
    static final String NEW = "@@@@@@@@@@";

    private static final String LIKE_GECKO = " AppleWebKit/537.36 (KHTML, like Gecko) Chrome/";

    private UserAgents() {}

    /** Header lines of a browser, each with its end. */
    public static String headers(int number) {
        int version = 128 + number / 5;
        return switch (number % 5) {
            case 0 -> chromium("Windows NT 10.0; Win64; x64", "Windows", version, false);
            case 1 -> chromium("Linux; Android 10; K", "Android", version, true);
            case 2 -> chromium("Macintosh; Intel Mac OS X 10_15_7", "macOS", version, false);
            case 3 ->
                "User-Agent: Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:" + version + ".0) Gecko/20100101 Firefox/"
                        + version + ".0\r\n";
            default ->
                "User-Agent: Mozilla/5.0 (iPhone; CPU iPhone OS 17_" + number / 5
                        + " like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17." + number / 5
                        + " Mobile/15E148 Safari/604.1\r\n";
        };
    }

    /** Header lines of a browser that nobody has seen once its {@link #NEW} was replaced. */
    static String newHeaders() {
        return "User-Agent: Mozilla/5.0 (Linux; Android 13; SM-A" + NEW + " Build/TP1A.220624.014)" + LIKE_GECKO
                + "131.0.0.0 Mobile Safari/537.36\r\n";
    }

    /** Whether a browser is a phone's; the new ones are. */
    public static boolean isPhone(int number) {
        return number % 5 == 1 || number % 5 == 4 || number == COUNT;
    }

    /** What the browser calls its platform. */
    public static String platform(int number) {
        return isPhone(number) ? number % 5 == 4 ? "iPhone" : "Linux armv81" : number % 5 == 2 ? "MacIntel" : "Win32";
    }

    private static String chromium(String system, String platform, int version, boolean mobile) {
        return "sec-ch-ua-platform: \"" + platform + "\"\r\nUser-Agent: Mozilla/5.0 (" + system + ")" + LIKE_GECKO
                + version + ".0.0.0" + (mobile ? " Mobile" : "") + " Safari/537.36\r\nsec-ch-ua: \"Chromium\";v=\""
                + version + "\", \"Google Chrome\";v=\"" + version
                + "\", \"Not.A/Brand\";v=\"99\"\r\nsec-ch-ua-mobile: ?"
                + (mobile ? 1 : 0) + "\r\n";
    }
}
