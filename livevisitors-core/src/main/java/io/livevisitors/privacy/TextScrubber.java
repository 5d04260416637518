package io.livevisitors.privacy;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
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

    /** How often a text may be percent-encoded; no page needs more, so that what is encoded more often is a token. */
    private static final int MAX_DECODINGS = 4;

    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cf}\\u034f\\ufe00-\\ufe0f]");
    private static final Pattern BIDI_CONTROL = Pattern.compile("[\\u202a-\\u202e\\u2066-\\u2069]");
    private static final Pattern ESCAPE = Pattern.compile("%[0-9A-Fa-f]{2}");
    private static final Pattern ESCAPES = Pattern.compile("(?:%[0-9A-Fa-f]{2})++");

    private static final Pattern UUID = Pattern.compile(
            "(?<![0-9a-f])[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}(?![0-9a-f])", Pattern.CASE_INSENSITIVE);
    /** A signed token of three parts (RFC 7519); the first is JSON, which begins with a brace and a quote. */
    private static final Pattern JWT =
            Pattern.compile("(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{6,}+(?:\\.[A-Za-z0-9_-]*+){1,4}+");

    private TextScrubber() {}

    static String scrub(String text) {
        String readable = BIDI_CONTROL.matcher(wellFormed(text)).replaceAll("");
        String plain = INVISIBLE.matcher(readable).replaceAll("");
        String scrubbed = scrubPlain(plain);
        // Joiners and marks of direction stay in text that gives nothing away: emoji and many scripts need them.
        String result = scrubbed.equals(plain) ? readable : scrubbed;
        String hidden = hiddenInEscapes(result, false);
        return hidden == null ? result : hidden;
    }

    /** Scrubs a part of a URL, which stays percent-encoded; {@code form} if plus signs stand for spaces. */
    static String scrubEncoded(String part, boolean form) {
        String hidden = hiddenInEscapes(part, form);
        return hidden == null ? scrub(part) : encoded(hidden);
    }

    /** What is left of a text whose decoded form gives something away; null if it does not. */
    private static @Nullable String hiddenInEscapes(String text, boolean form) {
        String decoded = form ? text.replace('+', ' ') : text;
        if (text.indexOf('%') < 0 && decoded.equals(text)) {
            return null;
        }
        for (int i = 0; i <= MAX_DECODINGS; i++) {
            String next = decoded(decoded);
            String plain = INVISIBLE.matcher(wellFormed(next)).replaceAll("");
            String scrubbed = scrubPlain(plain);
            if (!scrubbed.equals(plain)) {
                String further = hiddenInEscapes(scrubbed, false);
                return further == null ? scrubbed : further;
            }
            if (next.equals(decoded)) {
                return null;
            }
            decoded = next;
        }
        return TOKEN_PLACEHOLDER;
    }

    /** Takes one layer of percent-encoding away; escapes that are no UTF-8 stay. */
    static String decoded(String text) {
        return text.indexOf('%') < 0
                ? text
                : ESCAPES.matcher(text).replaceAll(run -> Matcher.quoteReplacement(utf8(run.group())));
    }

    private static String utf8(String escapes) {
        byte[] bytes = new byte[escapes.length() / 3];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(escapes.substring(3 * i + 1, 3 * i + 3), 16);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            // Another encoding, or bytes: what is ASCII among them is still read.
            return ESCAPE.matcher(escapes).replaceAll(one -> {
                int c = Integer.parseInt(one.group().substring(1), 16);
                return Matcher.quoteReplacement(c < 0x80 ? String.valueOf((char) c) : one.group());
            });
        }
    }

    private static String encoded(String text) {
        StringBuilder result = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (Character.isLetterOrDigit(c) || "-._~!$'()*,:@{}".indexOf(c) >= 0) {
                result.appendCodePoint(c);
            } else {
                for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
                    result.append(String.format("%%%02X", b & 0xff));
                }
            }
        });
        return result.toString();
    }

    private static String scrubPlain(String text) {
        String result = EmailScrubber.scrub(text);
        result = AddressScrubber.scrub(result);
        result = JWT.matcher(result).replaceAll(TOKEN_PLACEHOLDER);
        result = UUID.matcher(result).replaceAll(TOKEN_PLACEHOLDER);
        result = NumberScrubber.scrubAccounts(result);
        result = RandomText.RUN
                .matcher(result)
                .replaceAll(run ->
                        RandomText.isToken(run.group()) ? TOKEN_PLACEHOLDER : Matcher.quoteReplacement(run.group()));
        return NumberScrubber.scrub(result);
    }

    /** Without control characters and without halves of surrogate pairs, which no encoding can carry. */
    static String wellFormed(String text) {
        if (text.chars().noneMatch(c -> Character.isISOControl(c) || Character.isSurrogate((char) c))) {
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
}
