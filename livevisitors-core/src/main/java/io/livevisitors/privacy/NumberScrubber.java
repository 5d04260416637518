package io.livevisitors.privacy;

import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces numbers that may be those of cards, phones, accounts and people: nine digits or more, or seven after a plus
 * sign, in any script, with up to three separators between them. Dates, years, coordinates, versions, prices from … to and
 * ISBNs stay.
 */
final class NumberScrubber {

    private static final Pattern NUMBER = Pattern.compile(
            "(?<!\\p{Nd})[+\\uFF0B]?+[(]?+\\p{Nd}(?:[\\p{Zs}._\\u2010-\\u2015\\u2212/()-]{0,3}+\\p{Nd}){6,40}+\\p{Nd}*+");

    private static final Pattern SEPARATORS = Pattern.compile("[^0-9]++");
    private static final Pattern YEAR = Pattern.compile("(?:19|20)[0-9]{2}");
    private static final Pattern COORDINATE = Pattern.compile("[0-9]{1,3}\\.[0-9]{4,8}");
    private static final Pattern VERSION = Pattern.compile("[0-9]{1,5}(?:\\.[0-9]{1,5}){2,3}");
    private static final Pattern PRICES =
            Pattern.compile("[0-9]{1,3}(?:\\.[0-9]{3})+ ?[ /-] ?[0-9]{1,3}(?:\\.[0-9]{3})+");
    private static final Pattern IBAN = Pattern.compile(
            "(?<![\\p{L}\\p{N}])[A-Z]{2}[\\p{Zs}._-]?[0-9]{2}(?:[\\p{Zs}._-]?[A-Z0-9]{4}){2,7}(?:[\\p{Zs}._-]?[A-Z0-9]{1,3})?(?![A-Za-z0-9])",
            Pattern.CASE_INSENSITIVE);

    /** In the groups that are printed on cards, with whatever else between them. */
    private static final Pattern CARD = Pattern.compile(
            "(?<!\\p{Nd})(?:\\p{Nd}{4}(?:[^\\p{L}\\p{N}]{1,3}+\\p{Nd}{4}){3}|\\p{Nd}{4}[^\\p{L}\\p{N}]{1,3}+\\p{Nd}{6}[^\\p{L}\\p{N}]{1,3}+\\p{Nd}{5})(?!\\p{Nd})");

    private static final int MIN_CARD = 17;
    private static final int MIN_ACCOUNT = 12;
    private static final int MIN_DIGITS = 9;
    private static final int MIN_INTERNATIONAL = 7;
    /** A number right after a letter is most often a part's; a longer one may be anything. */
    private static final int MIN_AFTER_LETTER = 10;

    private NumberScrubber() {}

    /** Replaces account numbers of banks, which hold letters. */
    static String scrubAccounts(String text) {
        return text.length() < MIN_ACCOUNT
                ? text
                : IBAN.matcher(text)
                        .replaceAll(found -> isIban(found.group())
                                ? TextScrubber.NUMBER_PLACEHOLDER
                                : Matcher.quoteReplacement(found.group()));
    }

    /** Replaces numbers of cards that {@link #scrub} would not see as one. */
    static String scrubCards(String text) {
        return text.length() < MIN_CARD
                ? text
                : CARD.matcher(text)
                        .replaceAll(found -> isCard(ascii(found.group()))
                                ? TextScrubber.NUMBER_PLACEHOLDER
                                : Matcher.quoteReplacement(found.group()));
    }

    static String scrub(String text) {
        return text.length() < MIN_INTERNATIONAL
                ? text
                : NUMBER.matcher(text)
                        .replaceAll(found -> isKept(text, found)
                                ? Matcher.quoteReplacement(found.group())
                                : TextScrubber.NUMBER_PLACEHOLDER);
    }

    private static boolean isKept(String text, MatchResult found) {
        String ascii = ascii(found.group());
        String digits = SEPARATORS.matcher(ascii).replaceAll("");
        boolean international = ascii.startsWith("+");
        boolean afterLetter = found.start() > 0 && Character.isLetter(text.charAt(found.start() - 1));
        int enough = international ? MIN_INTERNATIONAL : afterLetter ? MIN_AFTER_LETTER : MIN_DIGITS;
        if (digits.length() < enough) {
            return true;
        }
        return !international
                && (isDate(ascii)
                        || isDecimal(ascii)
                        || isVersion(ascii)
                        || isBook(digits)
                        || PRICES.matcher(ascii).matches());
    }

    private static String ascii(String text) {
        StringBuilder result = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            int digit = Character.digit(c, 10);
            result.append(digit >= 0 ? (char) ('0' + digit) : c == '\uFF0B' ? '+' : c < 0x80 ? (char) c : ' ');
        });
        return result.toString();
    }

    /** Years, and dates and times with a year among their parts. */
    private static boolean isDate(String text) {
        List<String> parts = Arrays.stream(SEPARATORS.split(text))
                .filter(part -> !part.isEmpty())
                .toList();
        return parts.stream().anyMatch(part -> YEAR.matcher(part).matches())
                && parts.stream()
                        .allMatch(
                                part -> part.length() <= 2 || YEAR.matcher(part).matches());
    }

    private static boolean isDecimal(String text) {
        return COORDINATE.matcher(text).matches();
    }

    /** Dots alone, and a part of a single digit, which numbers of phones and cards do not have. */
    private static boolean isVersion(String text) {
        return VERSION.matcher(text).matches()
                && Arrays.stream(text.split("\\.")).anyMatch(part -> part.length() == 1);
    }

    /** An ISBN of 13 digits: it names a book, and its check digit says so. */
    private static boolean isBook(String digits) {
        if (digits.length() != 13 || !(digits.startsWith("978") || digits.startsWith("979"))) {
            return false;
        }
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            sum += (digits.charAt(i) - '0') * (i % 2 == 0 ? 1 : 3);
        }
        return sum % 10 == 0;
    }

    /** ISO/IEC 7812-1, annex B: every second digit from the right counts double. */
    private static boolean isCard(String text) {
        if (isDate(text)) {
            return false;
        }
        String digits = SEPARATORS.matcher(text).replaceAll("");
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int value = digits.charAt(digits.length() - 1 - i) - '0';
            sum += i % 2 == 0 ? value : value * 2 - (value > 4 ? 9 : 0);
        }
        return sum % 10 == 0;
    }

    /** ISO 13616: the number with its first four characters moved to the end is 1 modulo 97. */
    private static boolean isIban(String text) {
        String compact = text.replaceAll("[\\p{Zs}._-]", "");
        int remainder = 0;
        for (char c : (compact.substring(4) + compact.substring(0, 4)).toCharArray()) {
            int value = Character.digit(c, 36);
            remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
        }
        return remainder == 1;
    }
}
