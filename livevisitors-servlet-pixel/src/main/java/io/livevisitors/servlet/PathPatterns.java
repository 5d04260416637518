package io.livevisitors.servlet;

import jakarta.servlet.ServletException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Paths as a servlet mapping writes them: exact, or with everything below by {@code /*}. */
record PathPatterns(List<String> patterns) {

    private static final String BELOW = "/*";

    /**
     * @param setting name of the setting, for the error
     * @throws ServletException if a pattern is neither form
     */
    static PathPatterns parse(String setting, @Nullable String text) throws ServletException {
        List<String> patterns = items(text);
        for (String pattern : patterns) {
            String path = pattern.endsWith(BELOW) ? pattern.substring(0, pattern.length() - BELOW.length()) : pattern;
            if (!pattern.startsWith("/") || path.indexOf('*') >= 0) {
                throw new ServletException(setting + ": \"" + pattern
                        + "\" will not do; use a path such as /health, or /admin/* for everything below");
            }
        }
        return new PathPatterns(patterns);
    }

    /** The items of a comma-separated setting, without blank ones. */
    static List<String> items(@Nullable String text) {
        return text == null
                ? List.of()
                : Arrays.stream(text.split(",", -1))
                        .map(String::strip)
                        .filter(item -> !item.isEmpty())
                        .toList();
    }

    boolean match(String path) {
        return patterns.stream().anyMatch(pattern -> matches(pattern, path));
    }

    private static boolean matches(String pattern, String path) {
        if (!pattern.endsWith(BELOW)) {
            return path.equals(pattern);
        }
        String parent = pattern.substring(0, pattern.length() - BELOW.length());
        return path.equals(parent) || path.startsWith(parent + '/');
    }
}
