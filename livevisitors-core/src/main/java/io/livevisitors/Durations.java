package io.livevisitors;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Times as people write them: {@code 30} or {@code 30s}, {@code 250ms}, {@code 5m}, {@code 2h}, ISO 8601 too. */
final class Durations {

    private static final Pattern FORM = Pattern.compile("([0-9]{1,9})\\s*(ms|s|min|m|h|)", Pattern.CASE_INSENSITIVE);

    private Durations() {}

    /** The time; null if the text is none. A number alone is seconds. */
    static @Nullable Duration parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (form.matches()) {
            long number = Long.parseLong(form.group(1));
            return switch (form.group(2).toLowerCase(Locale.ROOT)) {
                case "ms" -> Duration.ofMillis(number);
                case "m", "min" -> Duration.ofMinutes(number);
                case "h" -> Duration.ofHours(number);
                default -> Duration.ofSeconds(number);
            };
        }
        try {
            return Duration.parse(text.strip());
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** In the largest unit that leaves no fraction; what none of them fits is ISO 8601. */
    static String text(Duration time) {
        if (time.isNegative() || !time.equals(Duration.ofMillis(time.toMillis()))) {
            return time.toString();
        }
        if (time.toMillisPart() != 0 || time.isZero()) {
            return time.toMillis() + " ms";
        }
        if (time.toSecondsPart() != 0) {
            return time.toSeconds() + " s";
        }
        return time.toMinutesPart() != 0 ? time.toMinutes() + " min" : time.toHours() + " h";
    }
}
