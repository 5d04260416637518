package io.livevisitors.servlet;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.MappingMatch;
import org.jspecify.annotations.Nullable;

/** Finds the path below the base. */
final class PixelPath {

    /** No path of the library is longer than a pixel ID and a few names; what is longer is not looked at. */
    private static final int MAX_LENGTH = 256;

    private PixelPath() {}

    /**
     * The path below the base, without its first slash. A servlet that is mapped to one exact path, such as
     * {@code /up}, answers as for the last segment of that.
     *
     * @return null for what is none of the library's: empty or dotted segments, a slash at the end, path parameters,
     *     and escapes, none of which any path of WIRE.md section 1 needs
     */
    static @Nullable String of(HttpServletRequest request) {
        String path = request.getPathInfo();
        if (path == null && request.getHttpServletMapping().getMappingMatch() == MappingMatch.EXACT) {
            path = request.getServletPath().substring(request.getServletPath().lastIndexOf('/'));
        }
        String uri = request.getRequestURI();
        if (path == null
                || path.length() > MAX_LENGTH
                || !isPlain(path)
                || !uri.endsWith(path)
                || uri.indexOf(';') >= 0
                || uri.contains("//")
                || uri.contains("/../")
                || uri.contains("/./")) {
            return null;
        }
        return path.substring(1);
    }

    /** Whether a path is one or more segments of ASCII letters, digits, {@code _}, {@code .} and {@code -}, none empty. */
    private static boolean isPlain(String path) {
        boolean isSegmentEmpty = true;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            boolean isSlash = c == '/';
            if (isSlash ? i > 0 && isSegmentEmpty : i == 0 || !isPlain(c)) {
                return false;
            }
            isSegmentEmpty = isSlash;
        }
        return !isSegmentEmpty;
    }

    private static boolean isPlain(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "_.-".indexOf(c) >= 0;
    }
}
