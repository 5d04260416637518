package io.livevisitors.device;

import io.livevisitors.device.rules.Signal;
import io.livevisitors.device.rules.Signals;
import org.jspecify.annotations.Nullable;

/**
 * The hints that some rule looks at, cut to length and with numbers made coarse, so that equal questions have equal
 * answers and a cache holds few copies of one. Made by {@link QuestionReader}. Immutable.
 */
record Question(
        String userAgent,
        @Nullable String brands,
        @Nullable String mobile,
        @Nullable String chPlatform,
        @Nullable String model,
        @Nullable String formFactors,
        @Nullable String requestedWith,
        @Nullable String platform,
        boolean webdriver,
        int touch,
        int shortSide,
        int longSide)
        implements Signals {

    /** What stands for the model when Chromium keeps it to itself; a bracket or a semicolon follows. */
    private static final String NO_MODEL = "; K";

    /** The User-Agent with the model written back that Chromium left out of it and sent as a hint. */
    String completeUserAgent() {
        String named = text(Signal.MODEL);
        int at = userAgent.indexOf(NO_MODEL + ')');
        if (at < 0) {
            at = userAgent.indexOf(NO_MODEL + ';');
        }
        return named == null || at < 0
                ? userAgent
                : userAgent.substring(0, at) + "; " + named + userAgent.substring(at + NO_MODEL.length());
    }

    /** Whether an iPhone or iPad shows itself behind the name of a Macintosh: by its fingers or by its own platform. */
    boolean isTouchedApple() {
        boolean isOwnName = platform != null && (platform.startsWith("iPad") || platform.startsWith("iPhone"));
        return chPlatform == null && requestedWith == null && (touch >= 2 || isOwnName);
    }

    @Override
    public @Nullable String text(Signal signal) {
        return switch (signal) {
            case BRANDS -> brands;
            case MOBILE -> mobile;
            case CH_PLATFORM -> unquoted(chPlatform);
            case MODEL -> nullIfEmpty(unquoted(model));
            case FORM_FACTORS -> formFactors;
            case REQUESTED_WITH -> requestedWith;
            case PLATFORM -> platform;
            case WEBDRIVER -> String.valueOf(webdriver);
            case TOUCH, SHORT_SIDE, LONG_SIDE -> throw new IllegalArgumentException(signal + " is a number");
        };
    }

    @Override
    public int number(Signal signal) {
        return switch (signal) {
            case TOUCH -> touch;
            case SHORT_SIDE -> shortSide;
            case LONG_SIDE -> longSide;
            default -> throw new IllegalArgumentException(signal + " is a text");
        };
    }

    private static @Nullable String nullIfEmpty(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    /** A string of a structured header (RFC 8941, section 3.3.3) without its quotes and escapes. */
    private static @Nullable String unquoted(@Nullable String header) {
        if (header == null) {
            return null;
        }
        String text = header.strip();
        if (text.length() < 2 || text.charAt(0) != '"' || text.charAt(text.length() - 1) != '"') {
            return text;
        }
        return text.substring(1, text.length() - 1).replace("\\\"", "\"").replace("\\\\", "\\");
    }
}
