package io.livevisitors;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A pattern that stands for all pages it means, as {@link LiveVisitorsBuilder#routes} explains it. Immutable.
 *
 * @param pattern which pages
 * @param shown the path that is shown for them, and the fragment if the pattern has one
 */
record Route(PagePattern pattern, String shown) {

    static final String SETTING = "routes";

    private static final int MAX_LENGTH = 256;
    private static final Pattern VARIABLE = Pattern.compile("\\{[A-Za-z_][A-Za-z0-9_]{0,31}}");
    private static final Pattern BLANK = Pattern.compile("[\\s\\p{Cntrl}\\p{Cf}]");
    private static final Pattern ORIGIN = Pattern.compile("https?://[^/]*", Pattern.CASE_INSENSITIVE);

    static Route parse(String text) {
        if (text.length() > MAX_LENGTH || BLANK.matcher(text).find()) {
            throw new SettingException(
                    SETTING, text, "use at most " + MAX_LENGTH + " characters, and %20 instead of a space");
        }
        String origin = origin(text);
        String shown = text.substring(origin.length());
        String wildcards = Arrays.stream(shown.split("/", -1))
                .map(segment -> VARIABLE.matcher(segment).matches() ? "*" : segment)
                .collect(Collectors.joining("/"));
        PagePattern pattern;
        try {
            pattern = PagePattern.parse(SETTING, origin + wildcards);
        } catch (SettingException e) {
            throw new SettingException(SETTING, text, e.remedy());
        }
        if ((origin + wildcards).matches(".*[{}].*")) {
            throw new SettingException(
                    SETTING,
                    text,
                    "let {name}, of A-Z, a-z, 0-9 and '_', stand alone between slashes, such as /order/{id}/edit");
        }
        return new Route(pattern, shown.isEmpty() ? "/" : shown);
    }

    /** Scheme and host, if the pattern names them. */
    private static String origin(String text) {
        Matcher origin = ORIGIN.matcher(text);
        return origin.lookingAt() ? origin.group() : "";
    }
}
