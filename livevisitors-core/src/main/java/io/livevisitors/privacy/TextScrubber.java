package io.livevisitors.privacy;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes out of text what may name a person: e-mail addresses, network addresses, long tokens, long numbers; and what is
 * no text: control characters and halves of surrogate pairs. What is percent-encoded is looked at decoded, too. No
 * expression goes back further than a bounded number of characters.
 */
final class TextScrubber {

    static final String EMAIL_PLACEHOLDER = "{email}";
    static final String TOKEN_PLACEHOLDER = "{token}";
    static final String NUMBER_PLACEHOLDER = "{number}";
    static final String ADDRESS_PLACEHOLDER = "{address}";

    /** What is not seen; white space among the control characters is. */
    private static final Pattern INVISIBLE =
            Pattern.compile("[\\p{Cf}\\u034f\\ufe00-\\ufe0f[\\p{Cc}&&[^\\t\\n\\x0B\\f\\r\\x85]]]");

    private static final Pattern BIDI_CONTROL = Pattern.compile("[\\u202a-\\u202e\\u2066-\\u2069]");

    private static final Pattern UUID = Pattern.compile(
            "(?<![0-9a-f])[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}(?![0-9a-f])", Pattern.CASE_INSENSITIVE);
    /** A signed token of three parts (RFC 7519); the first is JSON, which begins with a brace and a quote. */
    private static final Pattern JWT =
            Pattern.compile("(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{6,}+(?:\\.[A-Za-z0-9_-]*+){1,4}+");

    /** Values under names that say what they are, such as {@code token=…}, where no query was to be expected. */
    private static final Pattern NAMED_VALUE = Pattern.compile(
            "(?<![\\p{L}\\p{N}])((?:(?:access|refresh|id|auth|csrf|xsrf|api|client|reset|session|user|customer|first|last|full)[_-]?)?"
                    + "(?:tokens?|auth|authorization|key|secret|password|passwd|passcode|pass|pwd|pw|pin|otp|code|sid|session|sessid"
                    + "|phpsessid|jsessionid|sig|signature|user|username|login|e-?mail|mail|phone|tel|mobile|name|surname"
                    + "|address|birthday|birthdate|dob|ssn|iban)=)(?!\\{)[^\\s&;,/?#]++",
            Pattern.CASE_INSENSITIVE);

    private TextScrubber() {}

    static String scrub(String text) {
        return HarmlessText.isProven(text) ? text : scrubThoroughly(text);
    }

    /** The same, without the attempt to do without. */
    static String scrubThoroughly(String text) {
        String readable = isPrintableAscii(text)
                ? text
                : BIDI_CONTROL.matcher(wellFormed(text)).replaceAll("");
        String plain = plain(text);
        String scrubbed = scrubPlain(plain);
        // Joiners and marks of direction stay in text that gives nothing away: emoji and many scripts need them.
        String result = scrubbed.equals(plain) ? readable : scrubbed;
        String hidden = hiddenInEscapes(result, false);
        return hidden == null ? result : hidden;
    }

    /** Scrubs a part of a URL, which stays percent-encoded; {@code form} if plus signs stand for spaces. */
    static String scrubEncoded(String part, boolean form) {
        String hidden = hiddenInEscapes(part, form);
        return hidden == null ? scrub(part) : PercentEncoding.encoded(hidden);
    }

    /** What is left of a text whose decoded form gives something away; null if it does not. */
    private static @Nullable String hiddenInEscapes(String text, boolean form) {
        String start = form ? text.replace('+', ' ') : text;
        if (text.indexOf('%') < 0 && start.equals(text)) {
            return null;
        }
        String found = hiddenInLayers(text, start);
        for (int i = 0; found != null && i < PercentEncoding.MAX_LAYERS; i++) {
            String further = hiddenInLayers(found, found);
            if (further == null) {
                return found;
            }
            found = further;
        }
        return found == null ? null : TOKEN_PLACEHOLDER;
    }

    /**
     * Looks at a text as often decoded as it can be, then at the layers above: what stands in an outer layer for an escape
     * may look like a part of a token.
     *
     * @param seen what the caller looks at itself
     */
    private static @Nullable String hiddenInLayers(String seen, String start) {
        List<String> layers = new ArrayList<>(List.of(start));
        for (String next = PercentEncoding.decoded(start);
                !next.equals(layers.get(layers.size() - 1));
                next = PercentEncoding.decoded(next)) {
            if (layers.size() > PercentEncoding.MAX_LAYERS + 1) {
                return TOKEN_PLACEHOLDER;
            }
            layers.add(next);
        }
        for (int i = layers.size() - 1; i >= 0; i--) {
            String plain = plain(layers.get(i));
            String scrubbed = layers.get(i).equals(seen) ? plain : scrubPlain(plain);
            if (!scrubbed.equals(plain)) {
                return scrubbed;
            }
        }
        return null;
    }

    private static String plain(String text) {
        return isPrintableAscii(text)
                ? text
                : wellFormed(INVISIBLE.matcher(text).replaceAll(""));
    }

    /** Whether nothing can be hidden in it. */
    private static boolean isPrintableAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }

    private static String scrubPlain(String text) {
        String result = EmailScrubber.scrub(text);
        if (result.indexOf('=') >= 0) {
            result = NAMED_VALUE.matcher(result).replaceAll("$1" + TOKEN_PLACEHOLDER);
        }
        if (result.contains("eyJ")) {
            result = JWT.matcher(result).replaceAll(TOKEN_PLACEHOLDER);
        }
        return hasDigit(result) || result.length() >= RandomText.MIN_LENGTH ? scrubNumbersAndTokens(result) : result;
    }

    private static String scrubNumbersAndTokens(String text) {
        String result = NumberScrubber.scrubCards(text);
        result = AddressScrubber.scrub(result);
        result = UUID.matcher(result).replaceAll(TOKEN_PLACEHOLDER);
        result = NumberScrubber.scrubAccounts(result);
        result = RandomText.RUN
                .matcher(result)
                .replaceAll(run ->
                        RandomText.isToken(run.group()) ? TOKEN_PLACEHOLDER : Matcher.quoteReplacement(run.group()));
        return NumberScrubber.scrub(result);
    }

    private static boolean hasDigit(String text) {
        for (int i = 0; i < text.length(); i++) {
            // Half of a pair may be that of a digit in a script far away.
            if (Character.isDigit(text.charAt(i)) || Character.isSurrogate(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    /** Without control characters and without halves of surrogate pairs, which no encoding can carry. */
    static String wellFormed(String text) {
        if (isWellFormed(text)) {
            return text;
        }
        StringBuilder result = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                result.append('\uFFFD');
            } else if (Character.isISOControl(c)) {
                result.append(' ');
            } else {
                result.appendCodePoint(c);
            }
        });
        return result.toString();
    }

    private static boolean isWellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < ' ' || c > '~') && (Character.isISOControl(c) || Character.isSurrogate(c))) {
                return false;
            }
        }
        return true;
    }
}
