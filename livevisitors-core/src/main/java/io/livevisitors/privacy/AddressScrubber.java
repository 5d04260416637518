package io.livevisitors.privacy;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces IPv4, IPv6 and MAC addresses, as a page about a visitor's own may show them. Four numbers up to 255 count as an
 * address, unless they stand right after a letter, as in {@code v1.2.3.4}.
 */
final class AddressScrubber {

    private static final Pattern IPV4 =
            Pattern.compile("(?<![\\p{L}\\p{N}.])[0-9]{1,3}(?:\\.[0-9]{1,3}){3}(?![\\p{L}\\p{N}]|\\.[0-9])");
    private static final Pattern IPV6 =
            Pattern.compile("(?<![\\p{L}\\p{N}:.])[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f.]{0,15}){2,8}+(?![\\p{L}\\p{N}:])");

    private static final int MAC_LENGTH = 17;
    /** Six octets in hexadecimal, as network cards have them. */
    private static final Pattern MAC = Pattern.compile(
            "(?<![\\p{L}\\p{N}:-])[0-9A-F]{2}([:-])(?:[0-9A-F]{2}\\1){4}[0-9A-F]{2}(?![\\p{L}\\p{N}:-])",
            Pattern.CASE_INSENSITIVE);

    private AddressScrubber() {}

    static String scrub(String text) {
        String result = text.length() < MAC_LENGTH
                ? text
                : MAC.matcher(text)
                        .replaceAll(found -> found.group().chars().anyMatch(Character::isLetter)
                                ? TextScrubber.ADDRESS_PLACEHOLDER
                                : Matcher.quoteReplacement(found.group()));
        if (result.indexOf(':') >= 0) {
            result = IPV6.matcher(result).replaceAll(found -> {
                String candidate = found.group();
                boolean digits = candidate.chars().anyMatch(c -> c >= '0' && c <= '9');
                return digits && Networks.parse(candidate) != null
                        ? TextScrubber.ADDRESS_PLACEHOLDER
                        : Matcher.quoteReplacement(candidate);
            });
        }
        return result.indexOf('.') < 0
                ? result
                : IPV4.matcher(result)
                        .replaceAll(found -> isIpv4(found.group())
                                ? TextScrubber.ADDRESS_PLACEHOLDER
                                : Matcher.quoteReplacement(found.group()));
    }

    private static boolean isIpv4(String text) {
        for (String octet : text.split("\\.")) {
            if (Integer.parseInt(octet) > 255) {
                return false;
            }
        }
        return true;
    }
}
